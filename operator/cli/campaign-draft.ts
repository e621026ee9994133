import { AudienceRule } from '../../core/campaign/content.ts'
import type { Digest } from '../../core/shared/digest.ts'
import { parseWith } from '../../core/shared/parsed.ts'
import { type AdvisoryWithPatches, readAdvisoryFile } from '../files/advisory-file.ts'
import { type Campaigns, bodyOf } from './api-client.ts'
import { progressOf } from './progress.ts'
import { accepted, badInput } from './stop.ts'
import type { Terminal } from './terminal.ts'

/**
 * @param text - `all`, or groups separated by commas; `all` beside a group would be everybody to one reader and a group of that name to another
 * @throws Stop (2)
 */
export function audienceOf(text: string): AudienceRule {
  const groups = text.split(',').map((group) => group.trim())
  if (groups.length > 1 && groups.includes('all'))
    throw badInput('the audience', [{ field: 'groups', message: 'must be all alone, or groups without all' }])
  return accepted(parseWith(AudienceRule, text === 'all' ? { kind: 'all' } : { kind: 'groups', groups }), 'the audience')
}

/** @throws Stop (2) */
export const advisoryIn = async (file: string): Promise<AdvisoryWithPatches> => accepted(await readAdvisoryFile(file), file)

/**
 * Puts the patches where a campaign finds them by digest; each is sealed before it is stored, and putting one twice is harmless. Keys are
 * small, and go with the advisory.
 */
export async function uploaded({ advisory, patches, keys }: AdvisoryWithPatches, campaigns: Campaigns, terminal: Terminal) {
  const digests: Record<string, Digest> = {}
  const progress = progressOf(terminal, 'patches uploaded', patches.size)
  try {
    for (const [file, bytes] of patches) {
      const base64 = Buffer.from(bytes).toString('base64')
      digests[file] = (await bodyOf(campaigns.campaigns.patches.$post({ json: { base64 } }))).digest
      progress.at(Object.keys(digests).length)
    }
  } finally {
    progress.end()
  }
  return { advisory, patches: digests, keys: Object.fromEntries(keys) }
}
