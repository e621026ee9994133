import type { HistoryEntry } from '../../core/campaign/campaign.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { pastMoments } from './history-moments.ts'
import type { Moment } from './moment.ts'
import { noticeMoment } from './notice-moments.ts'
import type { Status } from './status.ts'

/** Whatever is at one instant. */
export interface Point {
  readonly at: Instant
  readonly moments: readonly Moment[]
}

export interface Timeline {
  readonly now: Instant
  /** In order of time; one of them is now. */
  readonly points: readonly Point[]
}

/** What happened to a campaign, where it stands, and what is still to come by its plan. */
export function timelineOf(status: Status, history: readonly HistoryEntry[], now: Instant): Timeline {
  const moments = [
    ...pastMoments(history),
    ...haltMoments(status),
    ...status.notices.map((notice) => noticeMoment(notice, status, now)),
    dateMoment(status, now),
    { at: now, mark: 'now', says: 'NOW' } as const,
  ]
  return { now, points: pointsOf(moments) }
}

function pointsOf(moments: readonly Moment[]): readonly Point[] {
  const byInstant = Map.groupBy(moments, ({ at }) => at.toMillis())
  return [...byInstant].toSorted(([a], [b]) => a - b).flatMap(([, [first, ...rest]]) => (first ? [pointOf(first, rest)] : []))
}

const pointOf = (first: Moment, rest: readonly Moment[]): Point => ({ at: first.at, moments: [first, ...rest] })

/** Those that stand, and the newest resumptions since the campaign is there: of halts before them no record is kept. */
function haltMoments({ campaign, halts, lifts }: Status): readonly Moment[] {
  const what = (scope: string, word: string) => (scope === 'ALL' ? `everything ${word}` : word)
  return [
    ...halts.map(({ scope, since, by, reason }) => ({
      at: fromStored(since),
      mark: 'trouble' as const,
      says: what(scope, 'halted'),
      by: `${by}: ${reason}`,
    })),
    ...lifts
      .filter(({ at }) => fromStored(at) > fromStored(campaign.createdAt))
      .map(({ scope, at, by, reason }) => ({
        at: fromStored(at),
        mark: 'done' as const,
        says: what(scope, 'resumed'),
        by: `${by}: ${reason}`,
      })),
  ]
}

function dateMoment({ campaign }: Status, now: Instant): Moment {
  const at = fromStored(campaign.disclosureAt)
  const hasCome = at <= now
  switch (campaign.state) {
    case 'draft':
      return hasCome
        ? { at, mark: 'trouble', says: 'the disclosure date came, and nothing was approved' }
        : { at, mark: 'coming', says: 'disclosure date, if it is approved' }
    case 'scheduled':
    case 'embargoed':
    case 'due':
      return { at, mark: hasCome ? 'done' : 'coming', says: hasCome ? 'the disclosure date came' : 'disclosure date' }
    case 'disclosed':
      return { at, mark: 'done', says: 'the disclosure date came' }
    case 'collapsed':
    case 'withdrawn':
      return { at, mark: 'dropped', says: `disclosure date of what is ${campaign.state}` }
  }
}
