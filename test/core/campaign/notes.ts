import type { Campaign, ProposalKind } from '../../../core/campaign/campaign.ts'
import type { By, Circumstances } from '../../../core/campaign/command.ts'
import type { Changed } from '../../../core/campaign/decision.ts'
import type { Digest } from '../../../core/shared/digest.ts'
import type { PersonId } from '../../../core/shared/ids.ts'
import * as w from './world.ts'

/** One command that changed a campaign. */
export interface Step {
  readonly before: Campaign
  readonly after: Campaign
  readonly by: By
  readonly now: Circumstances
  readonly decision: Changed
  readonly notes: Notes
}

/** What the explorer keeps by itself, apart from the code under test. */
export interface Notes {
  /** Who wrote what stands proposed. */
  readonly authors: Set<PersonId>
  /** Who wrote what the campaign says. */
  readonly editors: Set<PersonId>
  /** Who consented to what stands proposed. */
  readonly consents: Set<PersonId>
  /** What the campaign was when it was proposed. */
  base: string
  digest: Digest | undefined
  /** Ids of notices that went out and were cancelled. */
  readonly cancelled: Set<string>
}

export const emptyNotes = (): Notes => ({
  authors: new Set(),
  editors: new Set([w.alice]),
  consents: new Set(),
  base: '',
  digest: undefined,
  cancelled: new Set(),
})

export const baseOf = ({ state, content, disclosureAt, approved }: Campaign): string =>
  JSON.stringify([state, content, disclosureAt, approved?.digest])

const isProposing = ({ by }: Step): boolean => 'person' in by && (by.command.kind === 'propose' || by.command.kind === 'consent')

/** Whether a proposal took effect by this step. */
export const isEffect = (step: Step): boolean => isProposing(step) && step.after.proposal === undefined

export const kindOf = ({ before, by }: Step): ProposalKind | undefined =>
  'person' in by && by.command.kind === 'propose' ? by.command.change.kind : before.proposal?.kind

/** Before the laws are asked: who proposed and consented. */
export function noteConsent(step: Step): void {
  const { before, after, by, notes } = step
  if (!('person' in by)) return
  if (by.command.kind === 'consent') notes.consents.add(by.person)
  if (by.command.kind !== 'propose') return
  const { kind } = by.command.change
  const digest = after.proposal?.digest ?? after.approved?.digest
  if (before.proposal === undefined || digest !== notes.digest) notes.authors.clear()
  notes.consents.clear()
  notes.digest = digest
  notes.base = baseOf(before)
  if (kind !== 'approve') notes.authors.add(by.person)
  if (kind === 'approve' || kind === 'shorten' || kind === 'collapse') notes.consents.add(by.person)
}

/** After the laws: who has written what the campaign now says, and what is over. */
export function noteChange(step: Step): void {
  const { after, by, notes } = step
  if ('person' in by && by.command.kind === 'edit') notes.editors.add(by.person)
  const kind = kindOf(step)
  if (isEffect(step) && (kind === 'revise' || kind === 'reschedule' || kind === 'shorten'))
    notes.authors.forEach((author) => notes.editors.add(author))
  for (const { id, state, releasedAt } of after.notices) if (state === 'cancelled' && releasedAt !== undefined) notes.cancelled.add(id)
}
