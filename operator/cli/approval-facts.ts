import type { Campaign, Proposal } from '../../core/campaign/campaign.ts'
import type { PreflightReport } from '../../core/usecases/preflight.ts'
import { type Fact, dateFacts } from './date-facts.ts'
import { type Forecast, consentsFor } from './forecast.ts'
import type { Terms } from './terms.ts'

interface Shown {
  readonly campaign: Campaign
  readonly advisoryId: string
  readonly terms: Terms
  readonly foreseen: Forecast
}

/** What somebody who approves a campaign consents to. */
export function approvalFacts({ report, ...shown }: Shown & { readonly report: PreflightReport }): readonly Fact[] {
  const { campaign, advisoryId, terms } = shown
  const { proposal } = campaign
  const isConsent = proposal?.digest === report.digest
  const outside = report.findings.find(({ check }) => check === 'outside')
  return [
    ['advisory', advisoryId],
    ...dateFacts('disclosure', report.pin.disclosureAt, terms.policy.embargo.zone),
    ['recipients', report.members],
    ...(outside ? [['', outside.says] as const] : []),
    ['reporters', report.reporters],
    ['digest', report.digest],
    ['this is', `${isConsent ? `consent to the proposal of ${proposal.proposedBy}` : 'a proposal'}: ${countText('approve', shown)}`],
    ...(proposal && !isConsent
      ? [['instead of', `the proposal of ${proposal.proposedBy}, digest ${proposal.digest}: its approvals are void`] as const]
      : []),
  ]
}

/** What somebody consents to who did not propose it. */
export function consentFacts(proposal: Proposal, shown: Shown): readonly Fact[] {
  const { campaign, advisoryId, terms } = shown
  const { zone } = terms.policy.embargo
  const isMoved = proposal.pin.disclosureAt !== campaign.disclosureAt
  return [
    ['advisory', advisoryId],
    ['proposed', `${proposal.kind}, by ${proposal.proposedBy}`],
    ...dateFacts('since', proposal.proposedAt, zone),
    ...dateFacts('disclosure', campaign.disclosureAt, zone),
    ...(isMoved ? dateFacts('moves to', proposal.pin.disclosureAt, zone) : []),
    ['recipients', proposal.members],
    ['reporters', proposal.reporters],
    ['digest', proposal.digest],
    ['this is', countText(proposal.kind, shown)],
  ]
}

function countText(kind: Proposal['kind'], { foreseen: { next }, terms }: Shown): string {
  const needed = consentsFor(kind, terms)
  const given = next.proposal?.approvals.length ?? needed
  return `approval ${given} of ${needed}${next.proposal ? '' : ', with which it takes effect'}`
}
