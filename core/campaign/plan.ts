import { fromStored, toStored } from '../embargo/instant.ts'
import { leadBefore } from '../embargo/lead.ts'
import type { NoticeKind } from '../notice/notice-kind.ts'
import type { Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import type { NoticeId } from '../shared/ids.ts'
import type { Campaign, Notice } from './campaign.ts'
import type { Circumstances } from './command.ts'

/** Between the last reminder of any kind and the date, and the least distance of a reminder from an advance notice. */
export const DAY_HOURS = 24

const TO = {
  advance: 'recipients',
  'reporter-date': 'reporters',
  reminder: 'recipients',
  'day-ahead': 'team',
  'disclosure-day': 'team',
  disclosed: 'recipients-and-reporters',
  collapse: 'all',
  withdrawn: 'recipients-and-reporters',
  rehearsal: 'team',
} as const satisfies Record<NoticeKind, Notice['to']>

/** These tell of a date that is still to come, so they must not go out once it is there. */
const BEFORE_DISCLOSURE: readonly NoticeKind[] = ['advance', 'reporter-date', 'reminder', 'day-ahead']

export const later = (a: Instant, b: Instant): Instant => (a < b ? b : a)

export const isOpen = (notice: Notice): boolean => notice.state === 'planned' || notice.state === 'releasing' || notice.state === 'held'

/** The newest version of a kind, or nothing. */
export function latest(notices: readonly Notice[], kind: NoticeKind): Notice | undefined {
  return notices.filter((notice) => notice.kind === kind).toSorted((a, b) => b.version - a.version)[0]
}

/** Whether an advance notice has begun to go out, in whatever version. */
export function hasBegun(campaign: Campaign): boolean {
  return campaign.notices.some((notice) => notice.kind === 'advance' && notice.releasedAt !== undefined)
}

export interface NoticePlan {
  readonly kind: NoticeKind
  readonly dueAt: Instant
  readonly disclosureAt: Instant
  readonly digest: Digest
  readonly mayKnowOnly?: boolean
}

/** The next version of a kind, planned. */
export function planNext(notices: readonly Notice[], plan: NoticePlan): Notice {
  const version = (latest(notices, plan.kind)?.version ?? 0) + 1
  return {
    id: `${plan.kind}-${version}` as NoticeId,
    kind: plan.kind,
    version,
    state: 'planned',
    to: TO[plan.kind],
    mayKnowOnly: plan.mayKnowOnly ?? false,
    digest: plan.digest,
    dueAt: toStored(plan.dueAt),
    ...(BEFORE_DISCLOSURE.includes(plan.kind) ? { notAfter: toStored(plan.disclosureAt) } : {}),
  }
}

/** When the advance notice of a campaign with this date is due; never in the past. */
export function advanceDueAt(disclosureAt: Instant, circumstances: Circumstances): Instant {
  return later(leadBefore(disclosureAt, circumstances.lead, circumstances.zone), circumstances.at)
}

/** Whether the policy's lead time is still ahead. */
export function isInsideLead(disclosureAt: Instant, circumstances: Circumstances): boolean {
  return leadBefore(disclosureAt, circumstances.lead, circumstances.zone) < circumstances.at
}

/**
 * The day's notices: `reminder` and `day-ahead` 24 hours before the date, `disclosure-day` at it.
 * A reminder within 24 hours of the advance notice says nothing new: it is cancelled from the start.
 */
export function planDay(
  kept: readonly Notice[],
  plan: { digest: Digest; disclosureAt: Instant; advanceAt: Instant; at: Instant },
): Notice[] {
  const dayBefore = plan.disclosureAt.minus({ hours: DAY_HOURS })
  const reminder = planNext(kept, { kind: 'reminder', dueAt: dayBefore, ...plan })
  const isClose = dayBefore < plan.advanceAt.plus({ hours: DAY_HOURS })
  return [
    isClose ? { ...reminder, state: 'cancelled', because: 'close-to-advance' } : reminder,
    planNext(kept, { kind: 'day-ahead', dueAt: later(dayBefore, plan.at), ...plan }),
    planNext(kept, { kind: 'disclosure-day', dueAt: plan.disclosureAt, ...plan }),
  ]
}

/** Everything from nothing: the advance notice and the reporters' date at one instant, then the day's notices. */
export function planAll(
  kept: readonly Notice[],
  plan: { digest: Digest; disclosureAt: Instant; reporters: number },
  now: Circumstances,
): Notice[] {
  const advanceAt = advanceDueAt(plan.disclosureAt, now)
  const first = (kind: 'advance' | 'reporter-date') => planNext(kept, { kind, dueAt: advanceAt, ...plan })
  const reporterDate = plan.reporters > 0 ? [first('reporter-date')] : []
  return [...kept, first('advance'), ...reporterDate, ...planDay(kept, { ...plan, advanceAt, at: now.at })]
}

/** Cancels every notice that is still open and that `which` picks. */
export function cancelOpen(notices: readonly Notice[], because: string, which: (notice: Notice) => boolean = () => true): Notice[] {
  return notices.map((notice) => (isOpen(notice) && which(notice) ? { ...notice, state: 'cancelled', because } : notice))
}

/** Cancels what a newer version stands in for. What of it never went out is forgotten, as below. */
export function supersede(notices: readonly Notice[], which: (notice: Notice) => boolean): Notice[] {
  const kept = notices.filter((notice) => notice.releasedAt !== undefined || !isOpen(notice) || !which(notice))
  return cancelOpen(kept, 'superseded', which)
}

/**
 * What never went out is forgotten, and its id is free again. What did is kept, since the ledger knows it by its id;
 * if it is still on its way, it stops. Rehearsals stay as they are.
 */
export function keepReleased(notices: readonly Notice[], because: string): Notice[] {
  const kept = notices.filter((notice) => notice.kind === 'rehearsal' || notice.releasedAt !== undefined)
  return cancelOpen(kept, because, (notice) => notice.kind !== 'rehearsal')
}

export const isDue = (notice: Notice, at: Instant): boolean => notice.state === 'planned' && fromStored(notice.dueAt) <= at

export const isPastNotAfter = (notice: Notice, at: Instant): boolean => notice.notAfter !== undefined && fromStored(notice.notAfter) <= at
