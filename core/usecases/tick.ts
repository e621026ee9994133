import type { AudienceIndex } from '../campaign/audience.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import { alarmDeliveryKey } from '../delivery/alarm.ts'
import { isToSend } from '../delivery/attempts.ts'
import type { TableGuard } from '../delivery/ports.ts'
import { Purse, type PurseDeps } from './purse.ts'
import { AlarmBoard } from './raise-alarm.ts'
import { withoutLostClaims } from './sweep-notice.ts'
import { type TickCampaignDeps, makeTickCampaign } from './tick-campaign.ts'
import { TickFailures } from './tick-failures.ts'

export interface TickDeps extends TickCampaignDeps, PurseDeps {
  readonly table: TableGuard
}

/**
 * One run of the clock: for each campaign, what time makes of it, the sweep of what is going out, and the rounds over
 * what went out; then the mails of alarms.
 * Ticks may double, overlap, come late or not at all: everything is decided from what is stored and the time now.
 * A campaign that cannot be handled does not keep the others from their time, nor a notice the others of its campaign.
 *
 * @throws Fault the last one, after every campaign had its turn
 */
export type Tick = () => Promise<void>

export function makeTick(deps: TickDeps): Tick {
  const documents = withAudiencesKept(deps.documents)
  return async () => {
    const failures = new TickFailures(deps.log)
    const board = new AlarmBoard(deps, await deps.alarms.standing())
    const ids = await deps.campaigns.ids()
    if (await isOwnTable(deps, { board, isEmpty: ids.length === 0 })) {
      const purse = new Purse(deps)
      const tickCampaign = makeTickCampaign({ ...deps, documents }, { board, purse, failures })
      for (const campaign of ids) await failures.during({ campaign }, () => tickCampaign(campaign))
      await failures.during({}, () => purse.close())
    }
    await failures.during({}, () => mailAlarms(deps))
    failures.throwLast()
  }
}

/** In a table that is a restored copy nothing is decided: what was sent since the copy was made is not in it. */
async function isOwnTable(deps: TickDeps, { board, isEmpty }: { board: AlarmBoard; isEmpty: boolean }): Promise<boolean> {
  const isOurs = isEmpty || (await deps.table.owner()) === 'ours'
  await board.settle(({ code }) => code === 'table-restored', isOurs ? [] : [{ code: 'table-restored' }])
  return isOurs
}

/**
 * Queues the mail of every alarm that stands and for which the ledger does not account. What is no state, but happened,
 * stands for a day.
 */
async function mailAlarms({ alarms, ledger, queue, clock }: TickDeps): Promise<void> {
  for (const alarm of await alarms.standing()) {
    const { cause, occurrence, raisedAt } = alarm
    const delivery = await ledger.read(alarmDeliveryKey(cause, occurrence))
    const isOpen = isToSend(delivery && (await withoutLostClaims(ledger, delivery, clock.now())))
    if (isOpen) await queue.put([{ hint: { schema: 'alarm-hint/1', cause, occurrence }, delaySeconds: 0 }])
    else if (cause.code === 'unknown-delivery' && raisedAt.plus({ days: 1 }) <= clock.now()) await alarms.clear(cause)
  }
}

/** Immutable, so read once. */
function withAudiencesKept(documents: DocumentStore): DocumentStore {
  const audiences = new Map<string, Promise<AudienceIndex>>()
  return {
    ...documents,
    audience: (campaign, digest) => {
      const known = audiences.get(digest) ?? documents.audience(campaign, digest)
      audiences.set(digest, known)
      known.catch(() => audiences.delete(digest))
      return known
    },
  }
}
