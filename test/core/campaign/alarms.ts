import type { Campaign } from '../../../core/campaign/campaign.ts'
import { type CampaignCause, causesIn } from '../../../core/campaign/causes.ts'

/** What the team hears of after a step, and did not before. */
export const newCauses = (before: Campaign, after: Campaign): readonly CampaignCause[] => {
  const known = new Set(causesIn(before).map((cause) => JSON.stringify(cause)))
  return causesIn(after).filter((cause) => !known.has(JSON.stringify(cause)))
}
