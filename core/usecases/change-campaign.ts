import type { Campaign } from '../campaign/campaign.ts'
import type { By, Circumstances } from '../campaign/command.ts'
import { decide } from '../campaign/decide.ts'
import type { Decision } from '../campaign/decision.ts'
import { baseOf } from '../campaign/propose.ts'
import type { CampaignStore } from '../campaign/ports.ts'
import type { Policy } from '../policy/policy.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import type { Clock } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { CampaignId } from '../shared/ids.ts'
import type { Log } from '../shared/log.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'

const TRIES = 5

export interface ChangeDeps {
  readonly campaigns: CampaignStore
  readonly policy: Policy
  readonly clock: Clock
  readonly log: Log
}

/** What the campaign became, or why not. */
export type ChangeOutcome = { readonly outcome: 'changed'; readonly campaign: Campaign } | Refusal

/** Decides on what is stored and writes it, under its version. */
export interface ChangeCampaign {
  /** An operator's command is decided on what they saw: when another person's write came between, they look again. */
  (campaign: Campaign | undefined, by: By): Promise<ChangeOutcome>
}

/** What of a policy a decision turns on. */
export type Terms = Pick<Policy, 'approvals' | 'override' | 'embargo'>

export function circumstances(policy: Terms, at: Circumstances['at']): Circumstances {
  const { approvals, override, embargo } = policy
  const quorum = {
    approve: approvals,
    revise: approvals,
    reschedule: approvals,
    include: approvals,
    shorten: override.approvals,
    collapse: override.approvals,
  }
  return { at, quorum, lead: embargo.lead, zone: embargo.zone }
}

export function makeChangeCampaign(deps: ChangeDeps): ChangeCampaign {
  return async (seen, by) => {
    let campaign = seen
    for (let tries = 0; tries < TRIES; tries++) {
      const decision = decide(campaign, by, circumstances(deps.policy, deps.clock.now()))
      if (decision.outcome === 'refused') return decision
      if ((await deps.campaigns.write(decision.campaign, decision.entry)) === 'written') {
        logChange(deps.log, decision)
        return { outcome: 'changed', campaign: decision.campaign }
      }
      const stored = campaign && (await deps.campaigns.read(campaign.id))
      if (!campaign || !stored || !isAsSeen(campaign, stored)) break
      campaign = stored
    }
    return refuse(
      'changed-meanwhile',
      'Somebody else changed the campaign at the same moment.',
      'Look at `campaign status`, and try again.',
    )
  }
}

/** Whether all that an operator's command turns on is as it was: the clock writes, too, when a notice has gone out. */
const isAsSeen = (seen: Campaign, stored: Campaign): boolean =>
  baseOf(seen) === baseOf(stored) && canonicalJson(seen.proposal ?? null) === canonicalJson(stored.proposal ?? null)

/** For the clock, which does not look again but decides again: on a conflict the campaign is read anew. */
export async function changeByClock(
  deps: ChangeDeps,
  id: CampaignId,
  choose: (campaign: Campaign) => By | undefined,
): Promise<Campaign | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const campaign = await deps.campaigns.read(id)
    const by = campaign && choose(campaign)
    if (!by) return undefined
    const decision = decide(campaign, by, circumstances(deps.policy, deps.clock.now()))
    if (decision.outcome === 'refused') return undefined
    if ((await deps.campaigns.write(decision.campaign, decision.entry)) === 'written') {
      logChange(deps.log, decision)
      return decision.campaign
    }
  }
  throw new Fault('STORE_CONTENDED', 'a campaign changed too often while the clock wrote it', { retry: 'later', facts: { campaign: id } })
}

function logChange(log: Log, { campaign, entry }: Exclude<Decision, Refusal>): void {
  log.info('campaign.changed', { campaign: campaign.id, version: campaign.version, state: campaign.state, what: entry.what })
}
