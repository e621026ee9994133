import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readBytes } from './file-bytes.ts'

/** Where the files lie that another file names. */
export interface Folder {
  readonly path: string
  /** What names them, as people call it. */
  readonly of: string
}

export type FileBeside<T> = { readonly value: T } | { readonly wrong: string }

/** A file that another one names, in its own folder and nowhere else: a link may lead anywhere, and what it leads to would be mailed. */
export async function readBeside(folder: Folder, file: string, maxBytes: number): Promise<FileBeside<Uint8Array>> {
  if (basename(file) !== file || file.includes('\\')) return { wrong: `must be the name of a file beside ${folder.of}` }
  const path = await realpath(join(folder.path, file)).catch(() => undefined)
  if (path === undefined) return { wrong: `is not beside ${folder.of}` }
  if (dirname(path) !== (await realpath(folder.path))) return { wrong: `is a link to a place outside of ${folder.of}’s folder` }
  const bytes = await readBytes(path, maxBytes)
  return bytes.ok ? { value: bytes.value } : { wrong: bytes.problems[0]?.message ?? 'cannot be read' }
}
