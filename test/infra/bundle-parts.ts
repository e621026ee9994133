import { basename } from 'node:path'
import type { Metafile } from 'esbuild'

export interface BundleParts {
  /** Of the files that are read when the function starts: the entry, and what is imported from it at once. */
  readonly bytesAtStart: number
  /** Of those that `import()` reads when they are needed, if ever. */
  readonly lazyBytes: number
  /** The sources of which something is in the files that are read at the start, by their path from the root of the project. */
  readonly inputsAtStart: readonly string[]
  readonly lazyInputs: readonly string[]
  /** Names of the files that one of our own `import()` reads. */
  readonly lazyEntries: readonly string[]
}

type Output = Metafile['outputs'][string]

/** What a bundle of {@link bundleFunction} reads when. */
export function partsOf({ outputs }: Metafile): BundleParts {
  const code = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'))
  const entry = code.find(([, { entryPoint }]) => entryPoint?.endsWith('/main.ts'))
  if (!entry) throw new Error('the bundle has no entry')
  const start = importedAtOnce(outputs, entry[0])
  const [atStart, lazy] = [code.filter(([path]) => start.has(path)), code.filter(([path]) => !start.has(path))]
  return {
    bytesAtStart: bytesOf(atStart),
    lazyBytes: bytesOf(lazy),
    inputsAtStart: inputsOf(atStart),
    lazyInputs: inputsOf(lazy),
    lazyEntries: lazy.flatMap(([path, { entryPoint }]) => (entryPoint?.startsWith('adapters/') ? basename(path) : [])),
  }
}

/** `path` and what it imports, directly or not, but for what it imports by `import()`. */
function importedAtOnce(outputs: Metafile['outputs'], path: string): ReadonlySet<string> {
  const found = new Set([path])
  for (const each of found) {
    const imports = outputs[each]?.imports ?? []
    for (const { kind, path: imported, external } of imports) if (kind === 'import-statement' && external !== true) found.add(imported)
  }
  return found
}

const bytesOf = (files: readonly (readonly [string, Output])[]): number => files.reduce((sum, [, { bytes }]) => sum + bytes, 0)

const inputsOf = (files: readonly (readonly [string, Output])[]): readonly string[] =>
  files.flatMap(([, { inputs }]) => Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])))
