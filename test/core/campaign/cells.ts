import type { Campaign } from '../../../core/campaign/campaign.ts'
import type { By, Change, ClockCommand, OperatorCommand } from '../../../core/campaign/command.ts'
import { decide } from '../../../core/campaign/decide.ts'
import type { Decision } from '../../../core/campaign/decision.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { newCauses } from './alarms.ts'
import { DeliveryId } from '../../../core/shared/ids.ts'
import * as w from './world.ts'

/** A campaign in a state, and an instant at which it can be in it. */
interface Start {
  readonly campaign: () => Campaign
  readonly at: Instant
}

const disclosed = () => w.play(w.due(), [w.at(w.DISCLOSURE), w.operator(w.alice, { kind: 'disclose', content: w.digest('public') })])
const collapsed = () => w.play(w.embargoed(), [w.at(w.ADVANCE), w.propose(w.alice, collapse)])
const withdrawn = () => w.play(w.embargoed(), [w.at(w.ADVANCE), w.operator(w.alice, withdraw)])
const dropped = () => w.play(w.draft(), [w.at(w.CREATED), w.operator(w.alice, withdraw)])

const proposed = () => w.play(w.draft(), [w.at(w.CREATED, w.TWO), (campaign) => w.propose(w.bob, w.approval(campaign))])
const held = () =>
  w.play(
    w.releasing(),
    ...(['advance-1', 'reporter-date-1'] as const).map((id): w.Step => [
      w.at(w.ADVANCE),
      w.clock({ kind: 'hold', notice: w.notice(id), because: 'access-denied' }),
    ]),
  )
/** The date moved once after the advance notice, and everybody was told. */
const moved = () =>
  w.play(
    w.embargoed(),
    [w.at(w.hours(w.ADVANCE, 1)), w.propose(w.alice, { kind: 'reschedule', ...date(3) })],
    [w.at(w.hours(w.ADVANCE, 1)), (campaign) => w.consent(w.bob, campaign)],
    [w.at(w.hours(w.ADVANCE, 1)), w.clock({ kind: 'release' })],
    [w.at(w.hours(w.ADVANCE, 2)), w.settle('advance-2')],
    [w.at(w.hours(w.ADVANCE, 2)), w.settle('reporter-date-2')],
  )
const revising = () => w.play(w.embargoed(), [w.at(w.hours(w.ADVANCE, 1)), w.propose(w.bob, revision)])

/** Every state, and several times those in which it matters who was told, what is held and what stands proposed. */
export const STARTS = {
  draft: { campaign: w.draft, at: w.hours(w.CREATED, 1) },
  'draft, proposed': { campaign: proposed, at: w.hours(w.CREATED, 1) },
  scheduled: { campaign: w.scheduled, at: w.hours(w.CREATED, 1) },
  'embargoed, going out': { campaign: w.releasing, at: w.hours(w.ADVANCE, 1) },
  'embargoed, all told': { campaign: w.embargoed, at: w.hours(w.ADVANCE, 2) },
  'embargoed, held': { campaign: held, at: w.hours(w.ADVANCE, 2) },
  'embargoed, moved': { campaign: moved, at: w.hours(w.ADVANCE, 2) },
  'embargoed, revising': { campaign: revising, at: w.hours(w.ADVANCE, 2) },
  'due, all told': { campaign: w.due, at: w.hours(w.DISCLOSURE, 1) },
  'due, nobody told': { campaign: w.untold, at: w.hours(w.DISCLOSURE, 1) },
  disclosed: { campaign: disclosed, at: w.hours(w.DISCLOSURE, 1) },
  collapsed: { campaign: collapsed, at: w.hours(w.ADVANCE, 1) },
  'withdrawn, all told': { campaign: withdrawn, at: w.hours(w.ADVANCE, 1) },
  'withdrawn, nobody told': { campaign: dropped, at: w.hours(w.CREATED, 1) },
} as const satisfies Record<string, Start>
export type StartName = keyof typeof STARTS

const collapse: Change = { kind: 'collapse', content: w.digest('collapse'), why: 'it leaked' }
const withdraw: OperatorCommand = { kind: 'withdraw', content: w.digest('withdrawn'), why: 'not a vulnerability' }

const byOperator = (command: OperatorCommand) => (campaign: Campaign, at: Instant) =>
  decide(campaign, w.operator(w.alice, command), w.at(at))
const byClock = (command: ClockCommand) => (campaign: Campaign, at: Instant) => decide(campaign, w.clock(command), w.at(at))
const byClockAt = (command: ClockCommand, then: Instant) => (campaign: Campaign, at: Instant) =>
  byClock(command)(campaign, at < then ? then : at)

const DELIVERY = DeliveryId.parse(`advance-1_2_${'ab'.repeat(16)}`)
const reopening = (kind: 'resend' | 'unblock') => byOperator({ kind, notice: w.notice('advance-1'), delivery: DELIVERY, why: 'not there' })

/** Proposed by one who has not edited, consented to by another where it needs one more. */
const agreed =
  (change: Change | ((campaign: Campaign) => Change)) =>
  (campaign: Campaign, at: Instant): Decision => {
    const proposed = decide(campaign, w.propose(w.bob, typeof change === 'function' ? change(campaign) : change), w.at(at))
    if (proposed.outcome === 'refused' || !proposed.campaign.proposal) return proposed
    const by: By = w.consent(w.carol, proposed.campaign)
    return decide(proposed.campaign, by, w.at(at))
  }

const date = (days: number) => ({ content: w.digest(`${days} days on`), disclosureAt: w.DISCLOSURE.plus({ days }), why: 'because' })
const revision: Change & { kind: 'revise' } = {
  kind: 'revise',
  content: w.digest('revised'),
  reporters: 1,
  isForReporters: false,
  why: 'a better patch',
}
/** To what stands proposed. */
const consentOf = (person: typeof w.bob) => (campaign: Campaign, at: Instant) => decide(campaign, w.consent(person, campaign), w.at(at))

/** Every command, whole: a change with the consents that it needs. */
export const COMMANDS = {
  create: (campaign, at) => decide(campaign, w.creation(), w.at(at)),
  edit: byOperator({ kind: 'edit', content: w.digest('edited'), disclosureAt: w.DISCLOSURE.plus({ days: 30 }) }),
  approve: agreed((campaign) => w.approval(campaign)),
  revise: agreed(revision),
  'revise, to the same': agreed((campaign) => ({ ...revision, content: campaign.content })),
  'revise, with another credit': agreed({ ...revision, isForReporters: true }),
  'revise, without reporters': agreed({ ...revision, reporters: 0, isForReporters: true }),
  reschedule: agreed({ kind: 'reschedule', ...date(7) }),
  shorten: agreed({ kind: 'shorten', ...date(-2) }),
  'reschedule, to an earlier date': agreed({ kind: 'reschedule', ...date(-1) }),
  'shorten, to a later date': agreed({ kind: 'shorten', ...date(9) }),
  include: agreed({ kind: 'include', audience: w.digest('more'), members: 31, why: 'one was missing' }),
  collapse: agreed(collapse),
  'include, nobody new': agreed({ kind: 'include', audience: w.digest('audience'), members: 30, why: 'one was missing' }),
  consent: byOperator({ kind: 'consent', digest: w.digest('anything') }),
  'consent, as another': consentOf(w.carol),
  'consent, as who proposed': consentOf(w.bob),
  'consent, as who wrote it': consentOf(w.alice),
  rehearse: (campaign, at) => byOperator({ kind: 'rehearse', pin: w.pinOf(campaign) })(campaign, at),
  disclose: byOperator({ kind: 'disclose', content: w.digest('public') }),
  withdraw: byOperator(withdraw),
  unhold: byOperator({ kind: 'unhold', notice: w.notice('advance-1'), why: 'mended' }),
  resend: reopening('resend'),
  unblock: reopening('unblock'),
  release: byClock({ kind: 'release' }),
  'release, from the lead time on': byClockAt({ kind: 'release' }, w.ADVANCE),
  'release, from a day before on': byClockAt({ kind: 'release' }, w.DAY_BEFORE),
  'release, from the date on': byClockAt({ kind: 'release' }, w.DISCLOSURE),
  'arrive, before the date': byClock({ kind: 'arrive' }),
  'arrive, from the date on': byClockAt({ kind: 'arrive' }, w.DISCLOSURE),
  settle: (campaign, at) => decide(campaign, w.settle('advance-1')(campaign), w.at(at)),
  hold: byClock({ kind: 'hold', notice: w.notice('advance-1'), because: 'access-denied' }),
} as const satisfies Record<string, (campaign: Campaign, at: Instant) => Decision>
export type CommandName = keyof typeof COMMANDS

/** One line: the refusal's code, or the new state and what became of the notices: `+` new, `-` gone, `!` an alarm. */
export function outcomeOf(before: Campaign, decision: Decision): string {
  if (decision.outcome === 'refused') return `no: ${decision.code}`
  const { state, notices } = decision.campaign
  const changes = notices.flatMap(({ id, state, dueAt }) => {
    const former = before.notices.find((other) => other.id === id)
    if (!former) return [state === 'planned' ? `+${id}` : `+${id} ${state}`]
    if (former.state !== state) return [`${id} ${state}`]
    return former.dueAt === dueAt ? [] : [`${id} moved`]
  })
  const gone = before.notices.filter(({ id }) => !notices.some((other) => other.id === id)).map(({ id }) => `-${id}`)
  const alarms = newCauses(before, decision.campaign).map(({ code }) => `!${code}`)
  return [state, [...changes, ...gone, ...alarms].join(', ')].filter((part) => part !== '').join(': ')
}

export const cell = (start: StartName, command: CommandName): string => {
  const campaign = STARTS[start].campaign()
  return outcomeOf(campaign, COMMANDS[command](campaign, STARTS[start].at))
}
