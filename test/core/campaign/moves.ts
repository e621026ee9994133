import type { Campaign, CampaignState, Notice } from '../../../core/campaign/campaign.ts'
import type { By, Change, OperatorCommand } from '../../../core/campaign/command.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { deliveryIdOf } from '../../../core/delivery/attempts.ts'
import { AddresseeId, type NoticeId } from '../../../core/shared/ids.ts'
import type { Kind, Try, What } from './tries.ts'
import * as w from './world.ts'

const TEAM = AddresseeId.parse('team')
const PEOPLE = [w.alice, w.bob, w.carol, w.dave] as const

/** What an operator is likely to do, so that the walk goes deep; the end comes rarely. */
const FITTING: Readonly<Record<CampaignState, readonly What[]>> = {
  draft: ['approve', 'approve', 'approve', 'approve', 'approve', 'approve', 'rehearse', 'edit'],
  scheduled: ['reschedule', 'shorten', 'include', 'rehearse'],
  embargoed: ['revise', 'revise', 'reschedule', 'shorten', 'include', 'include', 'unhold', 'unhold', 'resend', 'unblock'],
  due: ['reschedule', 'reschedule', 'reschedule', 'disclose', 'collapse', 'unhold', 'resend'],
  disclosed: ['unhold', 'resend'],
  collapsed: ['unhold', 'unblock'],
  withdrawn: ['unhold', 'resend'],
}

/** The commands of a try, made of the campaign as it stands. `step` makes fresh contents differ. */
export function commandsOf(campaign: Campaign, attempt: Exclude<Try, Kind<'wait' | 'tick'>>, step: number): readonly By[] {
  switch (attempt.kind) {
    case 'operator':
      return [w.operator(personOf(attempt.who), ownCommand(campaign, ownOf(campaign, attempt, step)))]
    case 'consent of all':
      return PEOPLE.map((_, n) => w.consent(personOf(attempt.who + n), campaign))
    case 'clock':
      return attempt.what === 'hold' && attempt.which % 4 === 3 ? holdOfAll(campaign) : [clockCommand(campaign, attempt)]
  }
}

/** Until when somebody waits; never back. */
export function waited({ notices, disclosureAt }: Campaign, at: Instant, { until, minutes }: Kind<'wait'>): Instant {
  const planned = notices.filter(({ state }) => state === 'planned').map(({ dueAt }) => w.utc(dueAt))
  const next = planned.filter((dueAt) => dueAt > at).toSorted((a, b) => a.toMillis() - b.toMillis())[0] ?? at
  const goals = { 'a while': at.plus({ minutes }), next, 'just before next': next.minus(1), date: w.utc(disclosureAt) }
  return goals[until] > at ? goals[until] : at
}

const personOf = (n: number) => PEOPLE[n % PEOPLE.length] ?? w.alice

/** What one notice is held for, such as an account that may not send, the others are held for too. */
const holdOfAll = ({ notices }: Campaign): readonly By[] =>
  notices.filter(({ state }) => state === 'releasing').map(({ id }) => w.clock({ kind: 'hold', notice: id, because: 'access-denied' }))

function clockCommand(campaign: Campaign, { what, which }: Kind<'clock'>): By {
  const notice = oneOf(campaign, 'releasing', which)
  if (what === 'settle') return w.settle(notice)(campaign)
  return w.clock(what === 'hold' ? { kind: what, notice, because: 'access-denied' } : { kind: what })
}

interface Own extends Omit<Kind<'operator'>, 'what'> {
  readonly what: What
  readonly notice: NoticeId
  readonly step: number
}

function ownOf(campaign: Campaign, attempt: Kind<'operator'>, step: number): Own {
  return { ...attempt, what: whatOf(campaign, attempt), notice: oneOf(campaign, 'held', step), step }
}

function whatOf({ state, proposal }: Campaign, { what, content, pick }: Kind<'operator'>): What {
  if (what !== 'fitting') return what
  // What stands proposed is proposed again, by whoever it is.
  if (content === 'as proposed' && proposal) return proposal.kind
  return FITTING[state][pick % FITTING[state].length] ?? 'unhold'
}

/** The n-th notice in a state; when there is none, of all. */
function oneOf(campaign: Campaign, state: Notice['state'], n: number): NoticeId {
  const fitting = campaign.notices.filter((notice) => notice.state === state)
  const choice = fitting.length > 0 ? fitting : campaign.notices
  return choice[n % Math.max(1, choice.length)]?.id ?? w.notice('advance-1')
}

function ownCommand(campaign: Campaign, own: Own): OperatorCommand {
  const content = contentOf(campaign, own)
  const why = 'because'
  switch (own.what) {
    case 'edit':
      return { kind: 'edit', content, disclosureAt: moved(campaign, own.days) }
    case 'consent':
      return { kind: 'consent', digest: (own.content === 'stay' ? undefined : campaign.proposal?.digest) ?? w.digest('nothing') }
    case 'rehearse':
      return { kind: 'rehearse', pin: w.pinOf(campaign) }
    case 'disclose':
      return { kind: 'disclose', content }
    case 'withdraw':
      return { kind: 'withdraw', content, why }
    case 'unhold':
      return { kind: 'unhold', notice: own.notice, why }
    case 'resend':
    case 'unblock': {
      const notice = campaign.notices[own.pick % Math.max(1, campaign.notices.length)]?.id ?? own.notice
      return { kind: own.what, notice, delivery: deliveryIdOf({ campaign: campaign.id, notice, chunk: 0, addressee: TEAM }), why }
    }
    case 'approve':
    case 'revise':
    case 'include':
    case 'reschedule':
    case 'shorten':
    case 'collapse':
      return { kind: 'propose', change: changeOf(campaign, own, own.what) }
  }
}

function changeOf(campaign: Campaign, own: Own, kind: Change['kind']): Change {
  const content = contentOf(campaign, own)
  const why = 'because'
  switch (kind) {
    case 'approve':
      return w.approval(campaign, { reporters: own.step % 3 === 0 ? 0 : 1, ...(own.days > 0 && { why }), ...mistakenly(campaign, own) })
    case 'revise': {
      const before = campaign.approved?.reporters ?? 0
      const reporters = [0, 1, before, before][own.pick % 4] ?? before
      return { kind, content, reporters, isForReporters: reporters !== before || own.step % 2 === 0, why }
    }
    case 'include': {
      const more = own.content === 'stay' ? 0 : 1
      return { kind, audience: w.digest(`audience ${own.step}`), members: (campaign.approved?.members ?? 0) + more, why }
    }
    case 'reschedule':
    case 'shorten': {
      const days = own.pick % 16 === 0 ? 0 : Math.abs(own.days) * (kind === 'shorten' ? -1 : 1)
      return { kind, content, disclosureAt: moved(campaign, days), why }
    }
    case 'collapse':
      return { kind, content, why }
  }
}

/** Once in a while an approval is of something that the campaign is not. */
function mistakenly(campaign: Campaign, { pick }: Own): Partial<Change & { kind: 'approve' }> {
  if (pick % 16 !== 0) return {}
  const mistakes = [
    { members: 0 },
    { pin: w.pinOf(campaign, { content: w.digest('other') }) },
    { pin: w.pinOf(campaign, { disclosureAt: '2027-01-15T16:00:00Z' }) },
  ]
  return mistakes[pick % 3] ?? {}
}

function contentOf(campaign: Campaign, own: Own) {
  if (own.content === 'stay') return campaign.content
  return own.content === 'as proposed' && campaign.proposal ? campaign.proposal.pin.content : w.digest(`content ${own.step}`)
}

/** Whole minutes, as people choose. */
const moved = (campaign: Campaign, days: number): Instant => w.utc(campaign.disclosureAt).plus({ minutes: Math.round(days * 24 * 60) })
