import { patchNames } from '../../core/notice/patch-view.ts'
import { Digest, digestOfBytes } from '../../core/shared/digest.ts'
import { readAdvisoryFile } from '../files/advisory-file.ts'
import { type Campaigns, bodyOf } from './api-client.ts'
import { Stop, accepted } from './stop.ts'
import type { CampaignId } from '../../core/shared/ids.ts'

export interface MailedPatch {
  /** What the mails call it. */
  readonly name: string
  readonly branch: string
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** As files beside the advisory. @throws Stop (2) */
export async function patchesOfAdvisory(file: string): Promise<readonly MailedPatch[]> {
  const { advisory, patches } = accepted(await readAdvisoryFile(file), file)
  const pinned = advisory.patches.map((patch) => {
    const bytes = patches.get(patch.file) ?? new Uint8Array()
    return { ...patch, bytes, sha256: digestOfBytes(bytes), size: bytes.byteLength }
  })
  const names = patchNames({ id: advisory.id, patches: pinned })
  return pinned.map(({ branch, sha256, bytes }, index) => ({ name: names[index] ?? '', branch, sha256, bytes }))
}

/** As the campaign pinned them. @throws Stop (3) when the bytes that come are not those */
export async function patchesOfCampaign(campaigns: Campaigns, id: CampaignId): Promise<readonly MailedPatch[]> {
  const route = campaigns.campaigns[':id'].patches
  const { patches } = await bodyOf(route.$get({ param: { id } }))
  const all: MailedPatch[] = []
  for (const { name, branch, sha256 } of patches) {
    const { base64 } = await bodyOf(route[':sha256'].$get({ param: { id, sha256 } }))
    const bytes = Buffer.from(base64, 'base64')
    if (digestOfBytes(bytes) !== Digest.parse(sha256)) {
      throw new Stop(3, {
        code: 'patch-altered',
        message: `${name} is not what the campaign pinned`,
        hint: 'Halt the campaign, and look into it.',
      })
    }
    all.push({ name, branch, sha256, bytes })
  }
  return all
}
