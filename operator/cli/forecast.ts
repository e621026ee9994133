import type { Campaign, Notice, ProposalKind } from '../../core/campaign/campaign.ts'
import type { Circumstances, OperatorCommand } from '../../core/campaign/command.ts'
import { decide } from '../../core/campaign/decide.ts'
import { isOpen } from '../../core/campaign/plan.ts'
import { circumstances } from '../../core/usecases/change-campaign.ts'
import { Stop } from './stop.ts'
import type { Terms } from './terms.ts'

/** As if every consent were there already. */
const NO_QUORUM: Circumstances['quorum'] = { approve: 0, revise: 0, reschedule: 0, include: 0, shorten: 0, collapse: 0 }

export interface Forecast {
  /** The campaign as the command leaves it: with a proposal, when it takes more consents. */
  readonly next: Campaign
  /** The campaign once the last of them has come. */
  readonly inForce: Campaign
}

/**
 * What a command would make of a campaign, by the rules of the core itself. Nothing is changed: the function decides
 * again, on what is stored then.
 *
 * @throws Stop (1) when a rule says no
 */
export function forecast(campaign: Campaign, command: OperatorCommand, { now, you, policy }: Terms): Forecast {
  const at = circumstances(policy, now)
  const decided = (quorum: Circumstances['quorum']): Campaign => {
    const decision = decide(campaign, { person: you, command }, { ...at, quorum })
    if (decision.outcome === 'changed') return decision.campaign
    throw new Stop(1, { code: decision.code, message: decision.why, hint: decision.hint })
  }
  return { next: decided(at.quorum), inForce: decided(NO_QUORUM) }
}

/** Consents that this kind of change takes. */
export const consentsFor = (kind: ProposalKind, { now, policy }: Terms): number => circumstances(policy, now).quorum[kind]

/** What of a plan is new or comes at another time, and what of it will not come any more. */
export function changesOfPlan(before: Campaign, after: Campaign): { readonly comes: readonly Notice[]; readonly falls: readonly Notice[] } {
  const find = ({ notices }: Campaign, { id }: Notice) => notices.find((notice) => notice.id === id)
  return {
    comes: after.notices.filter((notice) => notice.state === 'planned' && find(before, notice)?.dueAt !== notice.dueAt),
    falls: before.notices.filter((notice) => isOpen(notice) && !isStillOpen(find(after, notice))),
  }
}

const isStillOpen = (notice: Notice | undefined): boolean => notice !== undefined && isOpen(notice)
