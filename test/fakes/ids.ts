import { CampaignId, type IdSource, RecipientId } from '../../core/shared/ids.ts'

/** Ids in order, from 1: the same in every run. */
export function countedIds(): IdSource {
  let count = 0
  const token = () => (++count).toString(16).padStart(32, '0')
  return {
    campaignId: () => CampaignId.parse(`c-${String(++count).padStart(16, '0')}`),
    recipientId: () => RecipientId.parse(token()),
    token,
  }
}
