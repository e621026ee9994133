import { EMPTY_AUDIENCE } from '../campaign/audience.ts'
import type { Campaign, Notice } from '../campaign/campaign.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import type { SweepChunk } from '../delivery/sweep.ts'
import { chunksOf } from '../delivery/targets.ts'

/** The chunks of a notice's audience. Those to the team and the reporters need no index. */
export async function noticeChunks(
  documents: Pick<DocumentStore, 'audience'>,
  campaign: Campaign,
  notice: Notice,
): Promise<readonly SweepChunk[]> {
  const pin = campaign.approved?.pin
  const needsIndex = pin && notice.to !== 'team' && notice.to !== 'reporters'
  const index = needsIndex ? await documents.audience(campaign.id, pin.audience) : EMPTY_AUDIENCE
  return chunksOf(notice, index, campaign.approved?.reporters ?? 0)
}
