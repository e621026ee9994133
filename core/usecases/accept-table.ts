import type { Campaign } from '../campaign/campaign.ts'
import { isOpen } from '../campaign/plan.ts'
import type { CampaignStore, HaltStore } from '../campaign/ports.ts'
import type { TableGuard } from '../delivery/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { CampaignId, PersonId } from '../shared/ids.ts'
import type { Log } from '../shared/log.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'

export interface AcceptDeps {
  readonly table: TableGuard
  readonly campaigns: CampaignStore
  readonly halts: HaltStore
  readonly clock: Clock
  readonly log: Log
}

export type AcceptTable = (
  person: PersonId,
  why: string,
) => Promise<{ readonly outcome: 'accepted'; readonly halted: readonly CampaignId[] } | Refusal>

/**
 * Takes a restored copy of the table for the table. What was sent, or decided, after the copy was made is not in it, so
 * every campaign that has not ended is halted until an operator has looked at it, and whatever was due by now and is not
 * settled becomes uncertain instead of being sent.
 *
 * The halts are written first: a crash leaves a table that is not accepted, with campaigns that are halted.
 */
export function makeAcceptTable({ table, campaigns, halts, clock, log }: AcceptDeps): AcceptTable {
  return async (by, reason) => {
    const owner = await table.owner()
    const ids = await campaigns.ids()
    if (owner === 'ours' || (owner === 'unclaimed' && ids.length === 0)) {
      return refuse('not-restored', 'This table is no restored copy.', 'There is nothing to accept.')
    }
    const halted: CampaignId[] = []
    const since = clock.now()
    for (const id of ids) {
      if (hasEnded(await readable(campaigns, id))) continue
      await halts.halt({ scope: id, since, by, reason: `table restored: ${reason}` })
      halted.push(id)
    }
    await table.accept(clock.now())
    log.error('table.accepted', { by, halted: halted.length })
    return { outcome: 'accepted', halted }
  }
}

/** A campaign whose head is broken is halted like the others: it must not keep the table from being accepted. */
async function readable(campaigns: CampaignStore, id: CampaignId): Promise<Campaign | undefined> {
  try {
    return await campaigns.read(id)
  } catch (error) {
    if (error instanceof Fault && error.retry === 'never') return undefined
    throw error
  }
}

const hasEnded = (campaign: Campaign | undefined): boolean => campaign !== undefined && !isUnfinished(campaign)

const isUnfinished = ({ state, notices }: Campaign): boolean =>
  state === 'scheduled' || state === 'embargoed' || state === 'due' || notices.some(isOpen)
