import type { Campaign, Notice } from '../campaign/campaign.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import { type Cause, type DeliveryCode, isOfRounds } from '../delivery/alarm.ts'
import { isToSend, openSince } from '../delivery/attempts.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Ledger, RoundMark, SweepStore } from '../delivery/ports.ts'
import { type Patience, nextRound, troubleOf } from '../delivery/round.ts'
import type { SweepChunk } from '../delivery/sweep.ts'
import { fromStored } from '../embargo/instant.ts'
import type { Clock } from '../shared/clock.ts'
import { noticeChunks } from './notice-chunks.ts'
import type { QueueChunk } from './queue-chunk.ts'
import type { AlarmBoard } from './raise-alarm.ts'
import { MOST_LOOKS, withoutLostClaims } from './sweep-notice.ts'

export interface RoundDeps {
  readonly documents: Pick<DocumentStore, 'audience'>
  readonly ledger: Ledger
  readonly sweeps: SweepStore
  readonly queueChunk: QueueChunk
  readonly policy: Patience
  readonly clock: Clock
}

type Of = { readonly campaign: Campaign; readonly notice: Notice; readonly board: AlarmBoard }

/**
 * One tick's part of a round over the ledger of a notice that goes out or went out: whatever of it stays uncertain,
 * unconfirmed or undelivered raises an alarm, and what was opened again and is not under way is queued again. An alarm
 * whose cause a whole round did not find is cleared.
 */
export function makeRound(deps: RoundDeps): (of: Of) => Promise<void> {
  return async ({ campaign, notice, board }) => {
    const at = deps.clock.now()
    const mark = (await deps.sweeps.round(campaign.id, notice.id)) ?? firstRound(notice, deps)
    if (at < mark.from) return
    const chunks = await noticeChunks(deps.documents, campaign, notice)
    const part = chunks.slice(mark.next, mark.next + MOST_LOOKS)
    const found = await lookAt(deps, { campaign, notice, board }, part)
    const all = [...new Set([...mark.found, ...found])]
    const next = mark.next + part.length
    if (next < chunks.length) return deps.sweeps.putRound(campaign.id, notice.id, { ...mark, next, found: all })
    await board.settle(
      isOfDeliveries(campaign, notice),
      all.map((code) => ({ code, campaign: campaign.id, notice: notice.id })),
    )
    await deps.sweeps.putRound(campaign.id, notice.id, nextRound(at, deps.policy))
  }
}

const firstRound = (notice: Notice, { policy, clock }: RoundDeps): RoundMark =>
  nextRound(notice.releasedAt === undefined ? clock.now() : fromStored(notice.releasedAt), policy)

/** The alarms that rounds over this notice raise and clear. */
const isOfDeliveries =
  (campaign: Campaign, notice: Notice) =>
  (cause: Cause): boolean =>
    cause.campaign === campaign.id && cause.notice === notice.id && isOfRounds(cause)

async function lookAt(deps: RoundDeps, of: Of, chunks: readonly SweepChunk[]): Promise<readonly DeliveryCode[]> {
  const { campaign, notice, board } = of
  const found = new Set<DeliveryCode>()
  for (const { chunk } of chunks) {
    const deliveries = await settledNow(deps, of, chunk)
    for (const delivery of deliveries) {
      const code = troubleOf(delivery, deps.clock.now(), deps.policy)
      if (code !== undefined) found.add(code)
    }
    const isLeft = (delivery: Delivery) => (notice.state === 'released' ? isToSend(delivery) : openSince(delivery) !== undefined)
    if (deliveries.some(isLeft)) await deps.queueChunk(campaign.id, notice.id, chunk)
  }
  for (const code of found) await board.raise({ code, campaign: campaign.id, notice: notice.id })
  return [...found]
}

async function settledNow({ ledger, clock }: RoundDeps, { campaign, notice }: Of, chunk: number): Promise<readonly Delivery[]> {
  const deliveries = await ledger.chunk(campaign.id, notice.id, chunk)
  return Promise.all(deliveries.map((delivery) => withoutLostClaims(ledger, delivery, clock.now())))
}
