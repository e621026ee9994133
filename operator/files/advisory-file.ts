import { dirname } from 'node:path'
import { type AdvisoryFile, parseAdvisory } from '../../core/advisory/advisory.ts'
import type { Parsed, Problem } from '../../core/shared/parsed.ts'
import { type FileBeside, type Folder, readBeside } from './file-beside.ts'
import { readText } from './file-bytes.ts'
import { readKeyBeside } from './key-file.ts'
import { parseYaml } from './yaml-source.ts'

const MAX_ADVISORY_BYTES = 1024 * 1024
/** In base64 it must fit one call of the API, which takes 6 MB. */
const MAX_PATCH_BYTES = 4 * 1024 * 1024

export interface AdvisoryWithPatches {
  readonly advisory: AdvisoryFile
  /** By file name; one entry for each file that the advisory names. */
  readonly patches: ReadonlyMap<string, Uint8Array>
  /** The reporters' keys as base64, likewise. */
  readonly keys: ReadonlyMap<string, string>
}

/** Reads an advisory, and the patches and the reporters' keys beside it. */
export async function readAdvisoryFile(path: string): Promise<Parsed<AdvisoryWithPatches>> {
  const text = await readText(path, MAX_ADVISORY_BYTES)
  if (!text.ok) return text
  const source = parseYaml(text.value)
  if (!source.ok) return source
  const advisory = parseAdvisory(source.value.value)
  if (!advisory.ok) return { ok: false, problems: advisory.problems.map(source.value.located) }
  const beside = { path: dirname(path), of: 'the advisory' }
  const patches = await readEach(patchesOf(advisory.value), (file) => readPatch(beside, file))
  const keys = await readEach(keysOf(advisory.value), (file) => readKeyBeside(beside, file))
  const problems = [...patches.problems, ...keys.problems]
  if (problems.length > 0) return { ok: false, problems: problems.map(source.value.located) }
  return { ok: true, value: { advisory: advisory.value, patches: patches.read, keys: keys.read } }
}

interface NamedFile {
  readonly field: string
  readonly file: string
}

const patchesOf = ({ patches }: AdvisoryFile): readonly NamedFile[] =>
  patches.map(({ file }, index) => ({ field: `patches.${index}.file`, file }))

const keysOf = ({ reporters }: AdvisoryFile): readonly NamedFile[] =>
  reporters.flatMap(({ contact }, index) =>
    contact.by === 'mail' && contact.key !== undefined ? [{ field: `reporters.${index}.contact.key`, file: contact.key }] : [],
  )

/** Each file once. @param read - what is in it, or what is wrong */
async function readEach<T>(
  named: readonly NamedFile[],
  read: (file: string) => Promise<FileBeside<T>>,
): Promise<{ readonly read: ReadonlyMap<string, T>; readonly problems: readonly Problem[] }> {
  const found = new Map<string, T>()
  const problems: Problem[] = []
  for (const { field, file } of named) {
    if (found.has(file)) continue
    const one = await read(file)
    if ('wrong' in one) problems.push({ field, message: one.wrong })
    else found.set(file, one.value)
  }
  return { read: found, problems }
}

async function readPatch(beside: Folder, file: string): Promise<FileBeside<Uint8Array>> {
  const bytes = await readBeside(beside, file, MAX_PATCH_BYTES)
  return 'value' in bytes && bytes.value.length === 0 ? { wrong: 'is empty' } : bytes
}
