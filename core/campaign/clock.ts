import { fromStored, toStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import type { NoticeId } from '../shared/ids.ts'
import { refuse } from '../shared/refusal.ts'
import type { Campaign, Notice } from './campaign.ts'
import type { ClockCommand } from './command.ts'
import { type Decision, changed } from './decision.ts'
import { DAY_HOURS, isDue, isPastNotAfter } from './plan.ts'

/** What the clock sees at a tick, besides the campaign. */
export interface Tick {
  readonly at: Instant
  readonly isHalted: boolean
  /** Releasing notices for whose whole audience the ledger accounts, as they were when it was asked: an audience may grow since. */
  readonly accounted: readonly Pick<Notice, 'id' | 'digest'>[]
}

/**
 * The next thing that time makes of a campaign, or nothing. Asked again after each, until there is nothing:
 * a clock that was late does in one tick, in order, what it missed.
 */
export function nextClockCommand(campaign: Campaign, tick: Tick): ClockCommand | undefined {
  const settled = campaign.notices.find(
    (notice) => notice.state === 'releasing' && tick.accounted.some(({ id, digest }) => id === notice.id && digest === notice.digest),
  )
  if (settled) return { kind: 'settle', notice: settled.id, digest: settled.digest }
  if (hasArrived(campaign, tick.at)) return { kind: 'arrive' }
  if (!tick.isHalted && campaign.notices.some((notice) => isDue(notice, tick.at))) return { kind: 'release' }
  return undefined
}

export function decideForClock(campaign: Campaign, command: ClockCommand, at: Instant): Decision {
  switch (command.kind) {
    case 'release':
      return release(campaign, at)
    case 'arrive':
      return arrive(campaign, at)
    case 'settle':
      return settle(campaign, command, at)
    case 'hold':
      return hold(campaign, command, at)
  }
}

const hasArrived = (campaign: Campaign, at: Instant): boolean =>
  (campaign.state === 'scheduled' || campaign.state === 'embargoed') && fromStored(campaign.disclosureAt) <= at

/** Lets out everything that is due, in one write: recipients and reporters of a campaign learn of it together. */
function release(campaign: Campaign, at: Instant): Decision {
  if (hasArrived(campaign, at)) return refuse('date-has-come', 'The disclosure date comes first.', 'Let the clock go on.')
  const notices = campaign.notices.map((notice) => (isDue(notice, at) ? released(campaign, notice, at) : notice))
  const moved = notices.filter((notice, index) => notice.state !== campaign.notices[index]?.state)
  if (moved.length === 0) return refuse('nothing-due', 'No notice is due.', 'See `campaign status` for what is due next.')
  const opens = moved.some((notice) => notice.kind === 'advance' && notice.state === 'releasing')
  const state = campaign.state === 'scheduled' && opens ? 'embargoed' : campaign.state
  return changed({ ...campaign, state, notices }, at, {
    who: 'clock',
    what: 'release',
    facts: Object.fromEntries(moved.map((notice) => [notice.id, notice.because ?? notice.state])),
  })
}

function released(campaign: Campaign, notice: Notice, at: Instant): Notice {
  if (isPastNotAfter(notice, at)) return { ...notice, state: 'held', because: 'past-not-after' }
  if (notice.kind === 'reminder' && isCloseToAdvance(campaign, at)) return { ...notice, state: 'cancelled', because: 'close-to-advance' }
  return { ...notice, state: 'releasing', releasedAt: notice.releasedAt ?? toStored(at) }
}

/** A tick comes a little after what it lets out is due: that of two notices the one was quicker says nothing of the time between. */
const TICK_TOLERANCE_MINUTES = 10

function wentOutAt(due: string, released: string): Instant {
  const [dueAt, releasedAt] = [fromStored(due), fromStored(released)]
  // What an include opened again is due anew, and went out long before for all but those who were added.
  const isPunctual = dueAt <= releasedAt && releasedAt <= dueAt.plus({ minutes: TICK_TOLERANCE_MINUTES })
  return isPunctual ? dueAt : releasedAt
}

function isCloseToAdvance(campaign: Campaign, at: Instant): boolean {
  return campaign.notices.some((notice) => {
    if (notice.kind !== 'advance') return false
    // One that is due now goes out in the same write, after a silence of the clock.
    if (notice.releasedAt === undefined) return isDue(notice, at)
    return at < wentOutAt(notice.dueAt, notice.releasedAt).plus({ hours: DAY_HOURS })
  })
}

/** The date has come. What tells of a coming date is held. */
function arrive(campaign: Campaign, at: Instant): Decision {
  if (!hasArrived(campaign, at)) return refuse('not-yet', 'The disclosure date has not come.', 'Let the clock go on.')
  const notices = campaign.notices.map((notice): Notice =>
    notice.state === 'planned' && isPastNotAfter(notice, at) ? { ...notice, state: 'held', because: 'past-not-after' } : notice,
  )
  const held = notices.filter((notice, index) => notice.state === 'held' && campaign.notices[index]?.state !== 'held')
  return changed({ ...campaign, state: 'due', notices }, at, { who: 'clock', what: 'arrive', facts: { held: held.length } })
}

function settle(campaign: Campaign, { notice: id, digest }: { notice: NoticeId; digest: Digest }, at: Instant): Decision {
  const notice = campaign.notices.find((candidate) => candidate.id === id)
  if (notice?.state !== 'releasing') return refuse('not-releasing', 'This notice is not going out.', 'See `campaign status`.')
  if (notice.digest !== digest) return refuse('other-digest', 'This notice has another audience by now.', 'Let the clock go on.')
  return changed(withNotice(campaign, { ...notice, state: 'released' }), at, { who: 'clock', what: 'settle', facts: { notice: id } })
}

function hold(campaign: Campaign, { notice: id, because }: { notice: NoticeId; because: string }, at: Instant): Decision {
  const notice = campaign.notices.find((candidate) => candidate.id === id)
  if (notice?.state !== 'releasing') return refuse('not-releasing', 'This notice is not going out.', 'See `campaign status`.')
  return changed(withNotice(campaign, { ...notice, state: 'held', because }), at, {
    who: 'clock',
    what: 'hold',
    facts: { notice: id, because },
  })
}

function withNotice(campaign: Campaign, notice: Notice): Campaign {
  return { ...campaign, notices: campaign.notices.map((other) => (other.id === notice.id ? notice : other)) }
}
