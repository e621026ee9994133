import { fromStored, toStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import type { PersonId } from '../shared/ids.ts'
import type { Campaign, Notice, ProposalKind } from './campaign.ts'
import type { Circumstances } from './command.ts'
import { type Pin, digestOfPin } from './pin.ts'
import { cancelOpen, hasBegun, isOpen, keepReleased, latest, planAll, planDay, planNext, supersede } from './plan.ts'

/** What takes effect once enough persons have consented. */
export interface Approved {
  readonly kind: ProposalKind
  readonly pin: Pin
  readonly members: number
  readonly reporters: number
  readonly isForReporters: boolean
  readonly proposedBy: PersonId
  readonly editors: readonly PersonId[]
}

/** Puts an approved change into force. The caller has checked that the state allows it. */
export function effectOf(campaign: Campaign, approved: Approved, now: Circumstances): Campaign {
  const { pin, members, reporters } = approved
  const inForce: Campaign = {
    ...campaign,
    content: pin.content,
    disclosureAt: pin.disclosureAt,
    editors: editorsAfter(campaign, approved),
    approved: { digest: digestOfPin(pin), pin, at: toStored(now.at), members, reporters },
  }
  delete inForce.proposal
  return noticesOf(inForce, { approved, former: campaign.approved?.digest }, now)
}

/** Whoever wrote what is now in force has edited it, should it become a draft again. */
function editorsAfter(campaign: Campaign, { pin, editors, proposedBy }: Approved): PersonId[] {
  const isSame = pin.content === campaign.content && pin.disclosureAt === campaign.disclosureAt
  return isSame ? campaign.editors : [...new Set([...campaign.editors, ...editors, proposedBy])]
}

function noticesOf(
  campaign: Campaign,
  { approved, former }: { approved: Approved; former: Digest | undefined },
  now: Circumstances,
): Campaign {
  switch (approved.kind) {
    case 'approve':
      return { ...campaign, state: 'scheduled', notices: planFresh(campaign, approved, now) }
    case 'reschedule':
    case 'shorten':
      return hasBegun(campaign)
        ? { ...campaign, state: 'embargoed', notices: reissueWithDate(campaign, approved, now) }
        : { ...campaign, state: 'scheduled', notices: planFresh(campaign, approved, now) }
    case 'revise':
      return { ...campaign, notices: reissue(campaign, approved, now) }
    case 'include':
      return { ...campaign, notices: widen(campaign, { approved, former, at: now.at }) }
    case 'collapse':
      return { ...campaign, state: 'collapsed', notices: end(campaign, { kind: 'collapse', pin: approved.pin, at: now.at }) }
  }
}

/** Before the advance notice only the team can have got anything. */
function planFresh(campaign: Campaign, { pin, reporters }: Approved, now: Circumstances): Notice[] {
  const kept = keepReleased(campaign.notices, 'superseded')
  return planAll(kept, { digest: digestOfPin(pin), disclosureAt: fromStored(pin.disclosureAt), reporters }, now)
}

/** The date moved after the advance notice: its next version and the reporters', now, and the day's notices anew. */
function reissueWithDate(campaign: Campaign, approved: Approved, now: Circumstances): Notice[] {
  const digest = digestOfPin(approved.pin)
  const disclosureAt = fromStored(approved.pin.disclosureAt)
  const kept = keepReleased(campaign.notices, 'superseded')
  const again = (kind: 'advance' | 'reporter-date') => planNext(kept, { kind, dueAt: now.at, disclosureAt, digest })
  const reporterDate = approved.reporters > 0 ? [again('reporter-date')] : []
  return [...kept, again('advance'), ...reporterDate, ...planDay(kept, { digest, disclosureAt, advanceAt: now.at, at: now.at })]
}

/** Reporters learn of a date together with recipients, so who still waits for it gets it with the next version. */
const isAwaited = ({ kind, state }: Notice): boolean => kind === 'reporter-date' && (state === 'planned' || state === 'held')

/**
 * New content after the advance notice: its next version now, and the reporters' if it concerns them.
 * A reminder on its way is overtaken by it.
 */
function reissue(campaign: Campaign, { pin, reporters, isForReporters }: Approved, now: Circumstances): Notice[] {
  const digest = digestOfPin(pin)
  const plan = { dueAt: now.at, disclosureAt: fromStored(pin.disclosureAt), digest }
  const toReporters = reporters > 0 && (isForReporters || campaign.notices.some(isAwaited))
  const isOvertaken = ({ kind, state }: Notice) =>
    kind === 'advance' || (kind === 'reminder' && state === 'releasing') || (kind === 'reporter-date' && (toReporters || reporters === 0))
  const kept = repin(supersede(campaign.notices, isOvertaken), digest)
  const anew = planNext(kept, { kind: 'advance', ...plan })
  return [...kept, anew, ...(toReporters ? [planNext(kept, { kind: 'reporter-date', ...plan })] : [])]
}

/**
 * More recipients: what is still to come goes to them too, and an advance notice that has gone opens again for them.
 * The mails of those who were there before are the same, so what of them is opened again may go out by the new pin.
 */
function widen(campaign: Campaign, { approved, former, at }: { approved: Approved; former: Digest | undefined; at: Instant }): Notice[] {
  const digest = digestOfPin(approved.pin)
  const current = latest(campaign.notices, 'advance')
  return repin(campaign.notices, digest).map((notice) => {
    if (notice.state !== 'released') return notice
    if (notice.id === current?.id) return { ...notice, state: 'planned', digest, dueAt: toStored(at) }
    return notice.digest === former ? { ...notice, digest } : notice
  })
}

/**
 * Open notices carry the bytes that are in force. A sender that had read the former digest sees the difference
 * on its last look and lets the member go back to planned.
 */
function repin(notices: readonly Notice[], digest: Pin['content']): Notice[] {
  return notices.map((notice) => (isOpen(notice) && notice.kind !== 'rehearsal' ? { ...notice, digest } : notice))
}

/** The end of the embargo, in one of its three ways: nothing else goes out any more. */
export function end(campaign: Campaign, last: { kind: 'disclosed' | 'collapse' | 'withdrawn'; pin: Pin; at: Instant }): Notice[] {
  const kept = cancelOpen(campaign.notices, last.kind)
  const plan = { kind: last.kind, dueAt: last.at, disclosureAt: fromStored(last.pin.disclosureAt), digest: digestOfPin(last.pin) }
  return [...kept, planNext(kept, { ...plan, mayKnowOnly: last.kind === 'withdrawn' })]
}
