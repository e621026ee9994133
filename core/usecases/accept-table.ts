import type { Campaign } from '../campaign/campaign.ts'
import { isOpen } from '../campaign/plan.ts'
import type { CampaignStore, HaltStore } from '../campaign/ports.ts'
import type { TableGuard } from '../delivery/ports.ts'
import type { Clock } from '../shared/clock.ts'
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
    const all = await campaigns.list()
    if (owner === 'ours' || (owner === 'unclaimed' && all.length === 0)) {
      return refuse('not-restored', 'This table is no restored copy.', 'There is nothing to accept.')
    }
    const unfinished = all.filter(isUnfinished)
    const since = clock.now()
    for (const { id } of unfinished) await halts.halt({ scope: id, since, by, reason: `table restored: ${reason}` })
    await table.accept(clock.now())
    log.error('table.accepted', { by, halted: unfinished.length })
    return { outcome: 'accepted', halted: unfinished.map(({ id }) => id) }
  }
}

const isUnfinished = ({ state, notices }: Campaign): boolean =>
  state === 'scheduled' || state === 'embargoed' || state === 'due' || notices.some(isOpen)
