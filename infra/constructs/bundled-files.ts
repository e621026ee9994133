import { copyFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** A file to put beside a function's bundle. */
export type BundledFile =
  | { readonly name: string; readonly content: string }
  /** `copyOf`: its path from the root of the project. */
  | { readonly name: string; readonly copyOf: string }

/** Puts `files` into `folder`, byte for byte. */
export function putFiles(files: readonly BundledFile[], folder: string): void {
  for (const file of files) {
    const target = join(folder, file.name)
    if ('copyOf' in file) copyFileSync(resolve(ROOT, file.copyOf), target)
    else writeFileSync(target, file.content)
  }
}
