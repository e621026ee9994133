import { fromStored, toStored } from '../embargo/instant.ts'
import { digestOf } from '../shared/digest.ts'
import type { Digest } from '../shared/digest.ts'
import type { PersonId } from '../shared/ids.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import type { Campaign, CampaignState, Proposal, ProposalKind } from './campaign.ts'
import type { Change, Circumstances } from './command.ts'
import { type Decision, changed } from './decision.ts'
import { effectOf } from './effect.ts'
import { type Pin, digestOfPin } from './pin.ts'
import { hasBegun, isInsideLead } from './plan.ts'

/** From which states each change may start. */
const FROM: Readonly<Record<ProposalKind, readonly CampaignState[]>> = {
  approve: ['draft'],
  revise: ['embargoed'],
  reschedule: ['scheduled', 'embargoed', 'due'],
  shorten: ['scheduled', 'embargoed'],
  include: ['scheduled', 'embargoed'],
  collapse: ['embargoed', 'due'],
}

/** Who proposes these consents by proposing: the first has not edited, and the others must be fast. */
const PROPOSING_IS_CONSENT: readonly ProposalKind[] = ['approve', 'shorten', 'collapse']

const HINTS: Readonly<Record<ProposalKind, string>> = {
  approve: 'Only a draft is approved. Edit the campaign to make it a draft again.',
  revise: 'Before the advance notice, edit the campaign and approve it again.',
  reschedule: 'A draft gets another date with `campaign edit --disclose-at`.',
  shorten: 'A draft gets another date with `campaign edit --disclose-at`; at the date, disclose.',
  include: 'A draft takes its audience when it is approved.',
  collapse: 'Before the advance notice nobody knows: shorten to now instead.',
}

/** What a proposal starts from. When this has changed, what was consented to is not what would happen. */
export function baseOf(campaign: Campaign): Digest {
  const { state, content, disclosureAt } = campaign
  return digestOf({ state, content, disclosureAt, approved: campaign.approved?.digest ?? null })
}

export function propose(campaign: Campaign, proposal: { by: PersonId; change: Change }, now: Circumstances): Decision {
  const { by, change } = proposal
  const refusal = refusalOf(campaign, change, now)
  if (refusal) return refusal
  const next = proposalOf(campaign, proposal, now)
  const isConsent = PROPOSING_IS_CONSENT.includes(change.kind)
  if (isConsent && next.editors.includes(by)) return ownWork()
  const approvals = isConsent ? [by] : []
  return settle(campaign, { ...next, approvals }, { by, what: `propose ${change.kind}`, why: change.why, now })
}

export function consent(campaign: Campaign, given: { by: PersonId; digest: Digest }, now: Circumstances): Decision {
  const { by, digest } = given
  const proposal = campaign.proposal
  if (!proposal) return refuse('no-proposal', 'There is nothing to consent to.', 'See `campaign status`, and propose first.')
  if (proposal.digest !== digest) {
    return refuse(
      'other-digest',
      'What is proposed now is not what you were shown.',
      'Look at it again, and consent to the digest that is shown then.',
    )
  }
  if (proposal.base !== baseOf(campaign))
    return refuse('proposal-void', 'The campaign has changed since this was proposed.', 'Propose it again.')
  if (proposal.editors.includes(by)) return ownWork()
  if (proposal.approvals.includes(by)) return refuse('already-consented', 'You have consented already.', 'Another person has to.')
  const stale = staleness(proposal, now)
  if (stale) return stale
  return settle(
    campaign,
    { ...proposal, approvals: [...proposal.approvals, by] },
    { by, what: `consent to ${proposal.kind}`, why: undefined, now },
  )
}

function ownWork(): Refusal {
  return refuse('own-work', 'Who edited this cannot consent to it.', 'Ask somebody with the approver role who has not edited it.')
}

/** A date that was sound when it was proposed may not be so when the last consent comes. */
function staleness(proposal: Proposal, now: Circumstances): Refusal | undefined {
  const disclosureAt = fromStored(proposal.pin.disclosureAt)
  if (proposal.kind === 'collapse') return undefined
  if (disclosureAt <= now.at) return pastDate()
  if (proposal.kind === 'approve' && !proposal.withReason && isInsideLead(disclosureAt, now)) return shortLead()
  return undefined
}

const pastDate = () => refuse('date-past', 'The disclosure date has passed.', 'Choose a date in the future.')

const shortLead = () =>
  refuse(
    'lead-too-short',
    'The date is nearer than the lead time of the policy.',
    'Give a reason for the shortened timeline with --reason, or choose a later date.',
  )

/** Appends the consent, and puts the change into force if it was the last one needed. A date that moves stands in the history. */
function settle(
  campaign: Campaign,
  proposal: Proposal,
  told: { by: PersonId; what: string; why: string | undefined; now: Circumstances },
): Decision {
  const { by, what, why, now } = told
  const needed = now.quorum[proposal.kind]
  const { digest, pin } = proposal
  const date = pin.disclosureAt === campaign.disclosureAt ? {} : { disclosureAt: pin.disclosureAt }
  const facts = { digest, approvals: proposal.approvals.length, needed, ...date }
  if (proposal.approvals.length < needed) return changed({ ...campaign, proposal }, now.at, { who: by, what, why, facts })
  return changed(effectOf(campaign, proposal, now), now.at, { who: by, what: `${what}: in force`, why, facts })
}

function proposalOf(campaign: Campaign, { by, change }: { by: PersonId; change: Change }, now: Circumstances): Proposal {
  const pin = pinOf(campaign, change)
  const digest = digestOfChange(change.kind, pin)
  const members = 'members' in change ? change.members : (campaign.approved?.members ?? 0)
  const reporters = 'reporters' in change ? change.reporters : (campaign.approved?.reporters ?? 0)
  return {
    kind: change.kind,
    digest,
    pin,
    base: baseOf(campaign),
    proposedBy: by,
    approvals: [],
    editors: editorsOf(campaign, { by, change, digest }),
    proposedAt: toStored(now.at),
    withReason: change.why !== undefined,
    isForReporters: change.kind === 'revise' && change.isForReporters,
    members,
    reporters,
  }
}

/** An approval is consented to by the digest that the preflight shows; of anything else the kind counts too. */
const digestOfChange = (kind: ProposalKind, pin: Pin): Digest => (kind === 'approve' ? digestOfPin(pin) : digestOf({ kind, pin }))

/**
 * An approval consents to others' work; a shortening or collapse is the operator's own; the rest is edited by who proposes it.
 * To propose again what stands proposed does not make it another's work.
 */
function editorsOf(campaign: Campaign, { by, change, digest }: { by: PersonId; change: Change; digest: Digest }): PersonId[] {
  switch (change.kind) {
    case 'approve':
      return [...campaign.editors]
    case 'shorten':
    case 'collapse':
      return []
    case 'revise':
    case 'reschedule':
    case 'include':
      return campaign.proposal?.digest === digest ? [...new Set([...campaign.proposal.editors, by])] : [by]
  }
}

function pinOf(campaign: Campaign, change: Change): Pin {
  if (change.kind === 'approve') return change.pin
  const inForce = campaign.approved?.pin
  if (!inForce) throw new TypeError('a change other than approve starts from an approval')
  switch (change.kind) {
    case 'revise':
    case 'collapse':
      return { ...inForce, content: change.content }
    case 'reschedule':
    case 'shorten':
      return { ...inForce, content: change.content, disclosureAt: toStored(change.disclosureAt) }
    case 'include':
      return { ...inForce, audience: change.audience }
  }
}

function refusalOf(campaign: Campaign, change: Change, now: Circumstances): Refusal | undefined {
  const { kind } = change
  if (!FROM[kind].includes(campaign.state))
    return refuse('wrong-state', `A campaign that is ${campaign.state} cannot be changed by ${kind}.`, HINTS[kind])
  switch (kind) {
    case 'approve':
      return refusalOfApprove(campaign, change, now)
    case 'reschedule':
      return refusalOfDate(change.disclosureAt, now) ?? refusalOfEarlier(campaign, change)
    case 'shorten':
      return refusalOfDate(change.disclosureAt, now) ?? refusalOfLater(campaign, change)
    case 'include':
      return refusalOfInclude(campaign, change)
    case 'collapse':
      return hasBegun(campaign) ? undefined : refuse('nobody-knows', 'Nobody outside the team knows yet.', HINTS.collapse)
    case 'revise':
      if (change.content !== campaign.content) return undefined
      return refuse('nothing-changed', 'This is what the campaign says already.', 'Change the advisory.')
  }
}

function refusalOfApprove(campaign: Campaign, change: Change & { kind: 'approve' }, now: Circumstances): Refusal | undefined {
  if (change.pin.disclosureAt !== campaign.disclosureAt)
    return refuse('other-date', 'This is not the date of the campaign.', 'Run the preflight again.')
  if (change.pin.content !== campaign.content)
    return refuse('other-content', 'This is not the content of the campaign.', 'Run the preflight again.')
  if (change.members === 0)
    return refuse('audience-empty', 'There is nobody in the audience.', 'Add recipients, or change the audience with `campaign edit`.')
  const disclosureAt = fromStored(change.pin.disclosureAt)
  return refusalOfDate(disclosureAt, now) ?? (change.why === undefined && isInsideLead(disclosureAt, now) ? shortLead() : undefined)
}

const refusalOfDate = (disclosureAt: Circumstances['at'], now: Circumstances) => (disclosureAt <= now.at ? pastDate() : undefined)

function refusalOfEarlier(campaign: Campaign, change: { disclosureAt: Circumstances['at'] }): Refusal | undefined {
  if (change.disclosureAt > fromStored(campaign.disclosureAt)) return undefined
  return refuse('not-later', 'The new date is not later than the one before.', 'An earlier date is made with `campaign shorten`.')
}

function refusalOfLater(campaign: Campaign, change: { disclosureAt: Circumstances['at'] }): Refusal | undefined {
  if (change.disclosureAt < fromStored(campaign.disclosureAt)) return undefined
  return refuse('not-earlier', 'The new date is not earlier than the one before.', 'A later date is a matter of consent: reschedule.')
}

function refusalOfInclude(campaign: Campaign, change: Change & { kind: 'include' }): Refusal | undefined {
  if (change.members > (campaign.approved?.members ?? 0)) return undefined
  return refuse('nobody-new', 'Everybody who is named is in the audience already.', 'See `campaign status`.')
}
