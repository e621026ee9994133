import { Hono } from 'hono'
import { answerRefusal } from '../../adapters/http/answer.ts'
import { type OperatorContext, needsRole } from '../../adapters/http/operator-gate.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import type { CampaignStore, DocumentStore } from '../../core/campaign/ports.ts'
import { patchNames } from '../../core/notice/patch-view.ts'
import type { BlobStore } from '../../core/notice/ports.ts'
import { CampaignId } from '../../core/shared/ids.ts'
import { refuse } from '../../core/shared/refusal.ts'

export interface PatchesDeps {
  readonly campaigns: Pick<CampaignStore, 'read'>
  readonly documents: Pick<DocumentStore, 'content'>
  readonly blobs: Pick<BlobStore, 'patch'>
}

/** The patches that a campaign's newest content pins: what they are called in its mails, and each one's bytes. */
export function patchesApi({ campaigns, documents, blobs }: PatchesDeps) {
  const team = needsRole('author', 'approver')
  const pinned = async (campaign: Campaign) => {
    const { advisory } = await documents.content(campaign.id, campaign.content)
    const names = patchNames(advisory)
    return advisory.patches.map(({ branch, sha256, size }, index) => ({ name: names[index] ?? '', branch, sha256, size }))
  }
  const found = async (text: string) => {
    const id = CampaignId.safeParse(text)
    return id.success ? campaigns.read(id.data) : undefined
  }
  return new Hono<OperatorContext>()
    .get('/campaigns/:id/patches', team, async (c) => {
      const campaign = await found(c.req.param('id'))
      return campaign ? c.json({ patches: await pinned(campaign) }) : answerRefusal(c, unknown)
    })
    .get('/campaigns/:id/patches/:sha256', team, async (c) => {
      const campaign = await found(c.req.param('id'))
      const patch = campaign && (await pinned(campaign)).find(({ sha256 }) => sha256 === c.req.param('sha256'))
      // One a call, since an answer takes 6 MB.
      return patch ? c.json({ base64: Buffer.from(await blobs.patch(patch.sha256)).toString('base64') }) : answerRefusal(c, unknown)
    })
}

const unknown = refuse('unknown-campaign', 'There is no such campaign, or no such patch of it.', 'See `campaign list`.')
