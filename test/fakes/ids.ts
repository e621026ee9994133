import { CampaignId, type IdSource, RecipientId } from '../../core/shared/ids.ts'

/** Ids in order, from the one after `from`: the same in every run. */
export function countedIds(from = 0): IdSource {
  let count = from
  const token = () => (++count).toString(16).padStart(32, '0')
  return {
    campaignId: () => CampaignId.parse(`c-${String(++count).padStart(16, '0')}`),
    recipientId: () => RecipientId.parse(token()),
    token,
  }
}
