import type { By, Change, Circumstances, ClockCommand, OperatorCommand, Quorum } from '../../../core/campaign/command.ts'
import type { Campaign, Notice } from '../../../core/campaign/campaign.ts'
import { decide } from '../../../core/campaign/decide.ts'
import type { Decision } from '../../../core/campaign/decision.ts'
import type { Pin } from '../../../core/campaign/pin.ts'
import { fromStored, toStored } from '../../../core/embargo/instant.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { type Digest, digestOfBytes } from '../../../core/shared/digest.ts'
import { CampaignId, NoticeId, PersonId } from '../../../core/shared/ids.ts'

export const [alice, bob, carol, dave] = ['alice', 'bob', 'carol', 'dave'].map((name) => PersonId.parse(name)) as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
]

export const ZONE = 'America/Los_Angeles'
export const LEAD = 'P7D'
export const ONE: Quorum = { approve: 1, revise: 1, reschedule: 1, include: 1, shorten: 1, collapse: 1 }
export const TWO: Quorum = { approve: 2, revise: 2, reschedule: 2, include: 2, shorten: 1, collapse: 1 }

export const utc = (text: string): Instant => fromStored(text)
export const digest = (name: string): Digest => digestOfBytes(name)
export const notice = (id: string): NoticeId => NoticeId.parse(id)

/** The date of every campaign here, unless said otherwise. */
export const DISCLOSURE = utc('2026-12-15T16:00:00Z')
export const CREATED = utc('2026-11-20T16:00:00Z')
/** One P7D before the date. */
export const ADVANCE = utc('2026-12-08T16:00:00Z')
export const DAY_BEFORE = utc('2026-12-14T16:00:00Z')

export const at = (instant: Instant, quorum: Quorum = ONE, lead: string = LEAD): Circumstances => ({
  at: instant,
  quorum,
  lead,
  zone: ZONE,
})

export const operator = (person: PersonId, command: OperatorCommand): By => ({ person, command })
export const clock = (command: ClockCommand): By => ({ clock: true, command })
/** The ledger accounts for the audience that the notice has now. */
export const settle =
  (id: string) =>
  (campaign: Campaign): By =>
    clock({ kind: 'settle', notice: notice(id), digest: campaign.notices.find((other) => other.id === id)?.digest ?? digest('none') })
export const propose = (person: PersonId, change: Change): By => operator(person, { kind: 'propose', change })
export const consent = (person: PersonId, campaign: Campaign): By =>
  operator(person, { kind: 'consent', digest: campaign.proposal?.digest ?? digest('nothing') })

export const creation = (disclosureAt: Instant = DISCLOSURE): By =>
  operator(alice, { kind: 'create', id: CampaignId.parse('c-4k2m9x7q1d8z5t3w'), content: digest('content'), disclosureAt })

/** The pin that the preflight would make of a campaign as it stands. */
export const pinOf = (campaign: Campaign, parts: Partial<Pin> = {}): Pin => ({
  content: campaign.content,
  audience: digest('audience'),
  disclosureAt: campaign.disclosureAt,
  bundle: digest('bundle'),
  ...parts,
})

export const approval = (campaign: Campaign, parts: Partial<Change & { kind: 'approve' }> = {}): Change => ({
  kind: 'approve',
  pin: pinOf(campaign),
  members: 30,
  reporters: 1,
  ...parts,
})

/** @throws when it is refused */
export function made(decision: Decision): Campaign {
  if (decision.outcome === 'refused') throw new Error(`refused: ${decision.code}`)
  return decision.campaign
}

export const code = (decision: Decision): string => (decision.outcome === 'refused' ? decision.code : decision.outcome)

/** A command, and when and under which policy it comes. */
export type Step = readonly [Circumstances, By | ((campaign: Campaign) => By)]

/** One command after the other, each made of what the ones before made. */
export function play(start: Campaign | undefined, ...steps: readonly Step[]): Campaign {
  let campaign = start
  for (const [now, step] of steps) campaign = made(decide(campaign, typeof step === 'function' ? step(some(campaign)) : step, now))
  return some(campaign)
}

export function some<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is nothing')
  return value
}

export const noticeOf = (campaign: Campaign, id: string): Notice => some(campaign.notices.find((candidate) => candidate.id === id))

export const hours = (instant: Instant, count: number): Instant => instant.plus({ hours: count })

export const draft = (): Campaign => play(undefined, [at(CREATED), creation()])
export const scheduled = (): Campaign => play(draft(), [at(CREATED), (campaign) => propose(bob, approval(campaign))])
/** The advance notice and the reporters' date are going out. */
export const releasing = (): Campaign => play(scheduled(), [at(ADVANCE), clock({ kind: 'release' })])
/** The ledger accounts for both. */
export const embargoed = (): Campaign =>
  play(releasing(), [at(hours(ADVANCE, 1)), settle('advance-1')], [at(hours(ADVANCE, 1)), settle('reporter-date-1')])
export const due = (): Campaign =>
  play(
    embargoed(),
    [at(DAY_BEFORE), clock({ kind: 'release' })],
    [at(hours(DAY_BEFORE, 1)), settle('reminder-1')],
    [at(hours(DAY_BEFORE, 1)), settle('day-ahead-1')],
    [at(DISCLOSURE), clock({ kind: 'arrive' })],
    [at(DISCLOSURE), clock({ kind: 'release' })],
  )
/** The clock was silent from the approval until the date. */
export const untold = (): Campaign => play(scheduled(), [at(DISCLOSURE), clock({ kind: 'arrive' })])

export const stored = toStored
