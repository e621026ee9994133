import { fromStored, toStored } from '../embargo/instant.ts'
import type { Digest } from '../shared/digest.ts'
import type { PersonId } from '../shared/ids.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import type { Campaign, CampaignState, Notice } from './campaign.ts'
import { decideForClock } from './clock.ts'
import type { By, Circumstances, OperatorCommand } from './command.ts'
import { type Decision, changed } from './decision.ts'
import { end } from './effect.ts'
import { type Pin, digestOfPin } from './pin.ts'
import { cancelOpen, hasBegun, isPastNotAfter, keepReleased, planNext } from './plan.ts'
import { consent, propose } from './propose.ts'

type Own<Kind extends OperatorCommand['kind']> = Extract<OperatorCommand, { kind: Kind }>

/**
 * The heart: what becomes of a campaign by one command at one time. Pure and total: every state and command
 * has an answer, a changed campaign or a refusal that says why. See DESIGN.md, section 2.
 *
 * @param campaign - absent for `create` alone
 */
export function decide(campaign: Campaign | undefined, by: By, now: Circumstances): Decision {
  if ('clock' in by) return campaign ? decideForClock(campaign, by.command, now.at) : unknownCampaign()
  const { person, command } = by
  if (command.kind === 'create')
    return campaign ? refuse('exists', 'This campaign exists already.', 'Create another one.') : create(command, person, now)
  return campaign ? decideForOperator(campaign, { person, command }, now) : unknownCampaign()
}

const unknownCampaign = (): Refusal => refuse('unknown-campaign', 'There is no such campaign.', 'See `campaign list`.')

function decideForOperator(
  campaign: Campaign,
  { person, command }: { person: PersonId; command: Exclude<OperatorCommand, { kind: 'create' }> },
  now: Circumstances,
): Decision {
  switch (command.kind) {
    case 'edit':
      return edit(campaign, { person, command }, now)
    case 'propose':
      return propose(campaign, { by: person, change: command.change }, now)
    case 'consent':
      return consent(campaign, { by: person, digest: command.digest }, now)
    case 'rehearse':
      return rehearse(campaign, { person, command }, now)
    case 'disclose':
      return disclose(campaign, { person, command }, now)
    case 'withdraw':
      return withdraw(campaign, { person, command }, now)
    case 'unhold':
      return unhold(campaign, { person, command }, now)
    case 'resend':
    case 'unblock':
      return reopen(campaign, { person, command }, now)
  }
}

function create(command: Own<'create'>, person: PersonId, now: Circumstances): Decision {
  if (command.disclosureAt <= now.at) return refuse('date-past', 'The disclosure date has passed.', 'Choose a date in the future.')
  const disclosureAt = toStored(command.disclosureAt)
  const { id, content } = command
  const draft: Campaign = {
    id,
    state: 'draft',
    version: 0,
    createdAt: toStored(now.at),
    disclosureAt,
    content,
    editors: [person],
    notices: [],
  }
  return changed(draft, now.at, { who: person, what: 'create', facts: { content, disclosureAt } })
}

/** Back to a draft: consents and plans are for what it was. */
function edit(campaign: Campaign, { person, command }: { person: PersonId; command: Own<'edit'> }, now: Circumstances): Decision {
  const refusal = onlyFrom(campaign, {
    states: ['draft', 'scheduled'],
    to: 'edit',
    hint: 'After the advance notice: revise, reschedule, shorten or include.',
  })
  if (refusal) return refusal
  if (command.disclosureAt <= now.at) return refuse('date-past', 'The disclosure date has passed.', 'Choose a date in the future.')
  const disclosureAt = toStored(command.disclosureAt)
  const { content } = command
  if (content === campaign.content && disclosureAt === campaign.disclosureAt) {
    return refuse('nothing-changed', 'This is what the campaign says already.', 'Change the advisory, the audience or the date.')
  }
  const draft: Campaign = {
    ...campaign,
    state: 'draft',
    content,
    disclosureAt,
    editors: [...new Set([...campaign.editors, person])],
    notices: keepReleased(campaign.notices, 'edited'),
  }
  delete draft.approved
  delete draft.proposal
  return changed(draft, now.at, { who: person, what: 'edit', facts: { content, disclosureAt } })
}

function rehearse(campaign: Campaign, { person, command }: { person: PersonId; command: Own<'rehearse'> }, now: Circumstances): Decision {
  const hint = 'A rehearsal is for what has not gone out yet; `campaign preview` shows the mails at any time.'
  const refusal = onlyFrom(campaign, { states: ['draft', 'scheduled'], to: 'rehearse', hint })
  if (refusal) return refusal
  const { pin } = command
  const kept = cancelOpen(campaign.notices, 'superseded', (notice) => notice.kind === 'rehearsal')
  const plan = { kind: 'rehearsal' as const, dueAt: now.at, disclosureAt: fromStored(pin.disclosureAt), digest: digestOfPin(pin) }
  return changed({ ...campaign, rehearsal: pin, notices: [...kept, planNext(kept, plan)] }, now.at, { who: person, what: 'rehearse' })
}

function disclose(campaign: Campaign, { person, command }: { person: PersonId; command: Own<'disclose'> }, now: Circumstances): Decision {
  const refusal = onlyFrom(campaign, { states: ['due'], to: 'disclose', hint: 'Before the date, shorten first.' })
  if (refusal) return refusal
  const { pin, campaign: closed } = inForce(campaign, command.content, now)
  const notices = end(closed, { kind: 'disclosed', pin, at: now.at })
  return changed({ ...closed, state: 'disclosed', notices }, now.at, { who: person, what: 'disclose' })
}

function withdraw(campaign: Campaign, { person, command }: { person: PersonId; command: Own<'withdraw'> }, now: Circumstances): Decision {
  const states: CampaignState[] = ['draft', 'scheduled', 'embargoed', 'due']
  const refusal = onlyFrom(campaign, { states, to: 'withdraw', hint: 'It has ended already.' })
  if (refusal) return refusal
  const told = { who: person, what: 'withdraw', why: command.why }
  if (!hasBegun(campaign)) {
    const quiet: Campaign = { ...campaign, state: 'withdrawn', notices: cancelOpen(campaign.notices, 'withdrawn') }
    delete quiet.proposal
    return changed(quiet, now.at, told)
  }
  const { pin, campaign: closed } = inForce(campaign, command.content, now)
  return changed({ ...closed, state: 'withdrawn', notices: end(closed, { kind: 'withdrawn', pin, at: now.at }) }, now.at, told)
}

/** The operator's own command makes the bytes of its last notice: audience, date and templates stay as they were approved. */
function inForce(campaign: Campaign, content: Digest, now: Circumstances): { pin: Pin; campaign: Campaign } {
  if (!campaign.approved) throw new TypeError('what has begun was approved')
  const pin: Pin = { ...campaign.approved.pin, content }
  const closed: Campaign = { ...campaign, content, approved: { ...campaign.approved, pin, digest: digestOfPin(pin), at: toStored(now.at) } }
  delete closed.proposal
  return { pin, campaign: closed }
}

function unhold(campaign: Campaign, { person, command }: { person: PersonId; command: Own<'unhold'> }, now: Circumstances): Decision {
  const notice = campaign.notices.find((candidate) => candidate.id === command.notice)
  if (notice?.state !== 'held') return refuse('not-held', 'This notice is not held.', 'See `campaign status`.')
  if (isPastNotAfter(notice, now.at)) {
    return refuse('past-not-after', 'This notice tells of a date that has come.', 'Reschedule, disclose or withdraw the campaign.')
  }
  const again = (other: Notice): Notice => {
    const planned = { ...other, state: 'planned' as const, dueAt: toStored(now.at) }
    delete planned.because
    return planned
  }
  const notices = campaign.notices.map((other) => (other.id === notice.id || isTwin(notice, other) ? again(other) : other))
  return changed({ ...campaign, notices }, now.at, { who: person, what: 'unhold', why: command.why, facts: { notice: notice.id } })
}

/** Recipients and reporters learn of a date together: what lets the one go on lets the other. */
const isTwin = (notice: Notice, other: Notice): boolean =>
  other.state === 'held' && other.digest === notice.digest && TWINS.includes(notice.kind) && TWINS.includes(other.kind)

const TWINS: readonly Notice['kind'][] = ['advance', 'reporter-date']

/** Changes nothing in the head but its history: what is opened again stands in the ledger. */
function reopen(
  campaign: Campaign,
  { person, command }: { person: PersonId; command: Own<'resend' | 'unblock'> },
  now: Circumstances,
): Decision {
  const notice = campaign.notices.find((candidate) => candidate.id === command.notice)
  if (!notice || notice.releasedAt === undefined) return refuse('not-released', 'This notice has not gone out.', 'See `campaign status`.')
  if (notice.state === 'cancelled') {
    return refuse(
      'superseded',
      'This notice is cancelled: a newer one says all that it said.',
      'Look for the same addressee in the newest notice.',
    )
  }
  if (isPastNotAfter(notice, now.at)) {
    return refuse('past-not-after', 'This notice tells of a date that has come.', 'Tell the addressee by other means.')
  }
  if (notice.digest !== digestInForce(campaign, notice)) {
    return refuse('not-in-force', 'The campaign says something else by now.', 'Look for the same addressee in the newest notice.')
  }
  const { kind, delivery, why, plain = false } = command
  return changed({ ...campaign }, now.at, { who: person, what: kind, why, facts: { delivery, ...(plain && { plain }) } })
}

/** The bytes that a notice of this kind may carry by now. */
function digestInForce({ approved, rehearsal }: Campaign, { kind }: Notice): Digest | undefined {
  return kind === 'rehearsal' ? rehearsal && digestOfPin(rehearsal) : approved?.digest
}

function onlyFrom(campaign: Campaign, rule: { states: readonly CampaignState[]; to: string; hint: string }): Refusal | undefined {
  if (rule.states.includes(campaign.state)) return undefined
  return refuse('wrong-state', `A campaign that is ${campaign.state} cannot be changed by ${rule.to}.`, rule.hint)
}
