import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type AdvisoryFile, parseAdvisory } from '../../core/advisory/advisory.ts'
import type { Parsed, Problem } from '../../core/shared/parsed.ts'
import { readBytes, readText } from './file-bytes.ts'
import { parseYaml } from './yaml-source.ts'

const MAX_ADVISORY_BYTES = 1024 * 1024
/** In base64 it must fit one call of the API, which takes 6 MB. */
const MAX_PATCH_BYTES = 4 * 1024 * 1024

export interface AdvisoryWithPatches {
  readonly advisory: AdvisoryFile
  /** By file name; one entry for each file that the advisory names. */
  readonly patches: ReadonlyMap<string, Uint8Array>
}

/** Reads an advisory and the patches beside it. */
export async function readAdvisoryFile(path: string): Promise<Parsed<AdvisoryWithPatches>> {
  const text = await readText(path, MAX_ADVISORY_BYTES)
  if (!text.ok) return text
  const source = parseYaml(text.value)
  if (!source.ok) return source
  const advisory = parseAdvisory(source.value.value)
  if (!advisory.ok) return { ok: false, problems: advisory.problems.map(source.value.located) }
  const { patches, problems } = await readPatches(dirname(path), advisory.value)
  if (problems.length > 0) return { ok: false, problems: problems.map(source.value.located) }
  return { ok: true, value: { advisory: advisory.value, patches } }
}

async function readPatches(
  folder: string,
  { patches }: AdvisoryFile,
): Promise<{ patches: ReadonlyMap<string, Uint8Array>; problems: readonly Problem[] }> {
  const read = new Map<string, Uint8Array>()
  const problems: Problem[] = []
  for (const [index, { file }] of patches.entries()) {
    if (read.has(file)) continue
    const patch = await readPatch(folder, file)
    if (typeof patch === 'string') problems.push({ field: `patches.${index}.file`, message: patch })
    else read.set(file, patch)
  }
  return { patches: read, problems }
}

/** @returns the bytes, or what is wrong */
async function readPatch(folder: string, file: string): Promise<Uint8Array | string> {
  const path = await realpath(join(folder, file)).catch(() => undefined)
  if (path === undefined) return 'is not beside the advisory'
  // A link may lead anywhere, and what it leads to would be mailed to everybody.
  if (dirname(path) !== (await realpath(folder))) return 'is a link to a place outside of the advisory’s folder'
  const bytes = await readBytes(path, MAX_PATCH_BYTES)
  if (!bytes.ok) return bytes.problems[0]?.message ?? 'cannot be read'
  return bytes.value.length === 0 ? 'is empty' : bytes.value
}
