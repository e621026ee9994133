import type { Campaign, ProposalKind } from '../../core/campaign/campaign.ts'
import type { OperatorCommand } from '../../core/campaign/command.ts'
import { toStored } from '../../core/embargo/instant.ts'
import type { CampaignId } from '../../core/shared/ids.ts'
import type { Campaigns } from './api-client.ts'
import { approvalsOf, approvalsText, campaignFacts, planText } from './campaign-facts.ts'
import type { Cli } from './cli.ts'
import { dateFacts } from './date-facts.ts'
import { forecast } from './forecast.ts'
import { type Status, statusOf, warnOfHalts } from './status.ts'
import { factsOf } from './table.ts'
import { type Terms, termsOf } from './terms.ts'

/** A change of a campaign that was approved, and the campaign that its operator saw. */
export interface Asked extends Pick<Status, 'halts' | 'mayKnow'> {
  readonly campaign: Campaign
  readonly advisoryId: string
  readonly campaigns: Campaigns
  readonly terms: Terms
  readonly cli: Cli
}

export interface ReasonOptions {
  readonly reason: string
  readonly yes: boolean
}

export async function ask(campaigns: Campaigns, id: CampaignId, cli: Cli): Promise<Asked> {
  const [report, terms] = await Promise.all([statusOf(campaigns, id), termsOf(campaigns)])
  return { ...report, campaigns, terms, cli }
}

/** Shows what the command would do, to whom and when, and asks. @throws Stop when a rule says no, or the operator does */
export async function confirmed(
  { campaign, advisoryId, halts, mayKnow, terms, cli }: Asked,
  command: OperatorCommand,
  asks: { readonly question: string; readonly yes: boolean },
): Promise<void> {
  const { inForce } = forecast(campaign, command, terms)
  const { zone } = terms.policy.embargo
  const isMoved = inForce.disclosureAt !== campaign.disclosureAt
  const facts = [
    ['advisory', advisoryId] as const,
    ['state', campaign.state === inForce.state ? campaign.state : `${campaign.state}, then ${inForce.state}`] as const,
    ...dateFacts('disclosure', campaign.disclosureAt, zone),
    ...(isMoved ? dateFacts('moves to', inForce.disclosureAt, zone) : []),
    ...(isMoved ? dateFacts('now is', toStored(terms.now), zone) : []),
  ]
  cli.terminal.note(`${factsOf(facts)}\n\n${planText(campaign, inForce, { ...terms, mayKnow })}\n`)
  warnOfHalts(halts, cli)
  await cli.terminal.confirm(asks.question, asks.yes)
}

/** What a proposal made of the campaign, and whose approval is still to come. */
export function tellProposed({ terms, cli }: Asked, after: Campaign, { kind, ...more }: { kind: ProposalKind; added?: number }): void {
  const approvals = approvalsOf(kind, after, terms)
  cli.terminal.result({ campaign: after, ...more, approvals }, resultText(after, terms, approvalsText(approvals, after)))
}

export const resultText = (campaign: Campaign, terms: Terms, last: string): string =>
  `${factsOf(campaignFacts(campaign, terms))}\n\n${last}`
