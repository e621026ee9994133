import { fromStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import type { NoticeId } from '../shared/ids.ts'
import type { Campaign } from './campaign.ts'
import { hasBegun } from './plan.ts'

/** Why the team must hear of a campaign as it stands. */
export interface CampaignCause {
  readonly code: 'nobody-was-told' | 'past-not-after' | 'notice-held' | 'not-disclosed'
  readonly notice?: NoticeId
}

/** The team is busy at the date itself; from then on nobody has said that the advisory is public. */
const GRACE_HOURS = 1

/** Read from the head and the time alone, at every tick: an alarm that was lost in a crash is raised by the next one. */
export function causesIn(campaign: Campaign, at: Instant): readonly CampaignCause[] {
  const held = campaign.notices
    .filter(({ state }) => state === 'held')
    .map(({ id, because }): CampaignCause => ({ code: because === 'past-not-after' ? 'past-not-after' : 'notice-held', notice: id }))
  if (campaign.state !== 'due') return held
  const isOverdue = fromStored(campaign.disclosureAt).plus({ hours: GRACE_HOURS }) <= at
  return [
    ...(hasBegun(campaign) ? [] : [{ code: 'nobody-was-told' } as const]),
    ...(isOverdue ? [{ code: 'not-disclosed' } as const] : []),
    ...held,
  ]
}
