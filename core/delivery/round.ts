import { Duration } from 'luxon'
import type { Notice } from '../campaign/campaign.ts'
import { fromStored } from '../embargo/instant.ts'
import { troubleIn } from '../keys/ladder.ts'
import type { Policy } from '../policy/policy.ts'
import type { Instant } from '../shared/clock.ts'
import type { DeliveryCode } from './alarm.ts'
import { bestAttempt, stateOf } from './attempts.ts'
import type { Delivery } from './delivery.ts'
import { isGoingOut } from './last-look.ts'
import type { RoundMark } from './ports.ts'

/** For how long news of a notice is waited for: SES tries for 14 hours, and a bounce can take days. */
const WATCHED_DAYS = 14

/** How long what is not known may stay so, before the team hears of it. */
export type Patience = Pick<Policy, 'uncertainAfter' | 'unconfirmedAfter'>

/** Whether rounds are made over a notice at this time. */
export function isWatched(notice: Notice, at: Instant): boolean {
  return isGoingOut(notice) && notice.releasedAt !== undefined && at < fromStored(notice.releasedAt).plus({ days: WATCHED_DAYS })
}

/** What the team must hear of a delivery as it stands, or nothing. */
export function troubleOf(delivery: Delivery, at: Instant, patience: Patience): DeliveryCode | undefined {
  const state = stateOf(delivery)
  const { changedAt, claimedAt, reason } = bestAttempt(delivery)
  const isOver = (since: string, span: string) => fromStored(since).plus(Duration.fromISO(span)) <= at
  switch (state) {
    case 'blocked':
      return troubleIn(reason) === undefined ? 'blocked' : 'key-unusable'
    case 'bounced':
    case 'suppressed':
    case 'rejected':
    case 'complained':
      return state
    case 'uncertain':
      return isOver(changedAt, patience.uncertainAfter) ? 'uncertain' : undefined
    case 'accepted':
    case 'delayed':
      return isOver(claimedAt, patience.unconfirmedAfter) ? 'unconfirmed' : undefined
    case 'planned':
    case 'claimed':
    case 'cancelled':
    case 'skipped':
    case 'delivered':
      return undefined
  }
}

/** The first round begins when an unclear answer has had its time to clear up; another follows each. */
export const nextRound = (at: Instant, patience: Patience): RoundMark => ({
  next: 0,
  found: [],
  from: at.plus(Duration.fromISO(patience.uncertainAfter)),
})
