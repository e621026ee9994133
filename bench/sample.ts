import { join, resolve } from 'node:path'
import { type AdvisoryWithPatches, readAdvisoryFile } from '../operator/files/advisory-file.ts'

export const root = resolve(import.meta.dirname, '..')
export const policyFile = join(root, 'forewarn.yaml')

/** The advisory that every measurement mails. @throws Error when it is not valid */
export async function sampleAdvisory(): Promise<AdvisoryWithPatches> {
  const read = await readAdvisoryFile(join(root, 'samples/consoleme/ADV-2026-0001.yaml'))
  if (!read.ok) throw new Error('the sample advisory is not valid')
  return read.value
}
