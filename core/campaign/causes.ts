import type { NoticeId } from '../shared/ids.ts'
import type { Campaign } from './campaign.ts'
import { hasBegun } from './plan.ts'

/** Why the team must hear of a campaign as it stands. */
export interface CampaignCause {
  readonly code: 'nobody-was-told' | 'past-not-after' | 'notice-held'
  readonly notice?: NoticeId
}

/** Read from the head alone, at every tick: an alarm that was lost in a crash is raised by the next one. */
export function causesIn(campaign: Campaign): readonly CampaignCause[] {
  const held = campaign.notices
    .filter(({ state }) => state === 'held')
    .map(({ id, because }): CampaignCause => ({ code: because === 'past-not-after' ? 'past-not-after' : 'notice-held', notice: id }))
  return campaign.state === 'due' && !hasBegun(campaign) ? [{ code: 'nobody-was-told' }, ...held] : held
}
