import type { Campaign } from '../../../core/campaign/campaign.ts'
import { type CampaignCause, causesIn } from '../../../core/campaign/causes.ts'
import { utc } from './world.ts'

/** What the team hears of after a step, and did not before: by the step, not by the passing of time. */
export const newCauses = (before: Campaign, after: Campaign, at = utc('2026-01-01T00:00:00Z')): readonly CampaignCause[] => {
  const known = new Set(causesIn(before, at).map((cause) => JSON.stringify(cause)))
  return causesIn(after, at).filter((cause) => !known.has(JSON.stringify(cause)))
}
