import type { Campaign, Notice, ProposalKind } from '../../core/campaign/campaign.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'
import { type Fact, dateFacts } from './date-facts.ts'
import { changesOfPlan, consentsFor } from './forecast.ts'
import { counted, planToText } from './notice-text.ts'
import type { Status } from './status.ts'
import { tableOf } from './table.ts'
import type { Terms } from './terms.ts'

/** What a campaign is: its id, its state and its date. Nothing of what the advisory says. */
export function campaignFacts(campaign: Campaign, { policy }: Terms): readonly Fact[] {
  return [['campaign', campaign.id], ['state', campaign.state], ...dateFacts('disclosure', campaign.disclosureAt, policy.embargo.zone)]
}

export interface Approvals {
  readonly kind: ProposalKind
  readonly in: number
  readonly needed: number
  readonly isInForce: boolean
}

/** How far a change of this kind has come, by the campaign as the command left it. */
export function approvalsOf(kind: ProposalKind, { proposal }: Campaign, terms: Terms): Approvals {
  const needed = consentsFor(kind, terms)
  return { kind, needed, in: proposal?.approvals.length ?? needed, isInForce: proposal === undefined }
}

export function approvalsText({ kind, isInForce, ...approvals }: Approvals, { id, proposal }: Campaign): string {
  const count = `${approvals.in} of ${approvals.needed} approvals`
  if (isInForce) return `${kind}: in force (${count}).`
  const by = proposal && proposal.approvals.length > 0 ? ` (${proposal.approvals.join(', ')})` : ''
  return `${kind}: ${count}${by}; it takes effect with the last. The others see and give theirs with \`./forewarn campaign approve ${id}\`.`
}

/** Under which terms, and how many may know what was told before. */
type PlanTerms = Terms & { readonly mayKnow: Status['mayKnow'] }

/** Each notice that a change adds or moves, to whom and when; then what falls away. */
export function planText(before: Campaign, after: Campaign, { now, policy, mayKnow }: PlanTerms): string {
  const { comes, falls } = changesOfPlan(before, after)
  const audience = { members: after.approved?.members ?? 0, reporters: after.approved?.reporters ?? 0, mayKnow }
  const added = audience.members - (before.approved?.members ?? 0)
  const dates = (notice: Notice) => presentInstant(fromStored(notice.dueAt), policy.embargo.zone)
  const isNow = (notice: Notice): boolean => fromStored(notice.dueAt) <= now
  const coming = tableOf(comes, [
    { title: 'goes out', cell: ({ id }) => id },
    // What went out already goes out again to those alone who were added.
    {
      title: 'to',
      cell: (notice) => (notice.releasedAt === undefined ? planToText(notice, audience) : `${counted(added, 'recipient')} more`),
    },
    { title: 'when', cell: (notice) => (isNow(notice) ? 'AT ONCE' : dates(notice).utc) },
    ...(policy.embargo.zone === 'UTC'
      ? []
      : [{ title: policy.embargo.zone, cell: (notice: Notice) => (isNow(notice) ? '' : (dates(notice).local ?? '')) }]),
  ])
  const falling = falls.length === 0 ? [] : [`Does not go out any more: ${falls.map(({ id }) => id).join(', ')}`]
  return [...(comes.length === 0 ? ['No notice goes out.'] : [coming]), ...falling].join('\n')
}
