import type { Campaign, Notice } from '../campaign/campaign.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import { expired, isAccounted, stateOf } from '../delivery/attempts.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { HintQueue, Ledger, SweepMark, SweepStore } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import { type SweepChunk, doneAt, everyMillis, isStuck, leftToday, startMark } from '../delivery/sweep.ts'
import { fromStored } from '../embargo/instant.ts'
import type { Clock, Instant } from '../shared/clock.ts'
import { noticeChunks } from './notice-chunks.ts'
import type { Purse } from './purse.ts'

/** A tick looks at this many chunks of a notice at the most, so that it ends before the next one. */
export const MOST_LOOKS = 60

export interface SweepDeps {
  readonly documents: Pick<DocumentStore, 'audience'>
  readonly ledger: Ledger
  readonly sweeps: SweepStore
  readonly queue: HintQueue
  readonly clock: Clock
  readonly purse: Purse
}

export interface Sweep {
  readonly campaign: Campaign
  readonly notice: Notice
  readonly isHalted: boolean
}

export interface Swept {
  /** Whether the ledger accounts for the whole audience. */
  readonly isAccounted: boolean
  /** What keeps it from going out in time. */
  readonly slowedBy: readonly ('quota-reached' | 'too-slow')[]
}

type Part = Sweep & { readonly chunks: readonly SweepChunk[] }

/** Queues what the pace allows of a releasing notice, and finds out how far the ledger accounts for it. */
export function makeSweepNotice(deps: SweepDeps): (of: Sweep) => Promise<Swept> {
  return async (of) => {
    const { campaign, notice } = of
    const chunks = await noticeChunks(deps.documents, campaign, notice)
    const at = deps.clock.now()
    const before = clamped((await deps.sweeps.mark(campaign.id, notice.id)) ?? startMark(at), chunks.length)
    const mark = await swept(deps, { ...of, chunks }, before)
    if (mark !== before) await deps.sweeps.putMark(campaign.id, notice.id, mark)
    const isAccounted = mark.settled === chunks.length
    return { isAccounted, slowedBy: isAccounted || of.isHalted ? [] : await slowedBy(deps, { ...of, chunks }, mark) }
  }
}

async function swept(deps: SweepDeps, of: Part, before: SweepMark): Promise<SweepMark> {
  const at = deps.clock.now()
  const settled = await settledUpTo(deps, of, { mark: before, at })
  const restart = !of.isHalted && isStuck({ ...before, settled }, of.chunks.length, at)
  const from = restart ? settled : Math.max(before.queued, settled)
  const queued = of.isHalted || from === of.chunks.length ? from : await queue(deps, of, from)
  if (settled === before.settled && queued === before.queued) return before
  return { settled, queued, movedAt: at }
}

/** The first chunk from `mark.settled` on that the ledger does not account for. Leases that ran out become uncertain on the way. */
async function settledUpTo(deps: SweepDeps, of: Part, { mark, at }: { mark: SweepMark; at: Instant }): Promise<number> {
  const end = Math.min(mark.queued, mark.settled + MOST_LOOKS)
  for (let position = mark.settled; position < end; position++) {
    const chunk = of.chunks[position]
    if (!chunk || !(await isChunkAccounted(deps, of, { chunk, at }))) return position
  }
  return end
}

async function isChunkAccounted(
  deps: SweepDeps,
  { campaign, notice }: Part,
  { chunk: { chunk, members }, at }: { chunk: SweepChunk; at: Instant },
): Promise<boolean> {
  const deliveries = await deps.ledger.chunk(campaign.id, notice.id, chunk)
  const now = await Promise.all(deliveries.map((delivery) => withoutLostClaims(deps.ledger, delivery, at)))
  return now.filter((delivery) => isAccounted(stateOf(delivery))).length >= members
}

/** A claim whose lease ran out has no holder any more: what became of it, nobody knows. */
export async function withoutLostClaims(ledger: Ledger, delivery: Delivery, at: Instant): Promise<Delivery> {
  let current = delivery
  for (const { number } of expired(delivery, at)) {
    current = await record(ledger, current, { state: 'uncertain', reason: 'lease-ran-out', at, number })
  }
  return current
}

async function queue({ queue, purse }: SweepDeps, { campaign, notice, chunks }: Part, from: number): Promise<number> {
  const picked = await purse.buy(chunks, from)
  if (picked.length === 0) return from
  const pace = everyMillis(await purse.quota())
  await queue.put(
    picked.map(({ chunk, delaySeconds }) => ({
      hint: { schema: 'chunk-hint/1', campaign: campaign.id, notice: notice.id, chunk, everyMillis: pace },
      delaySeconds,
    })),
  )
  return from + picked.length
}

async function slowedBy({ purse, clock }: SweepDeps, { notice, chunks }: Part, mark: SweepMark): Promise<Swept['slowedBy']> {
  const quota = await purse.quota()
  const next = chunks[mark.queued]
  const left = chunks.slice(mark.settled).reduce((sum, { members }) => sum + members, 0)
  const done = doneAt(left, quota, clock.now())
  const isLate = notice.notAfter !== undefined && (done === 'never' || done >= fromStored(notice.notAfter))
  return [...(next && leftToday(quota) < next.members ? (['quota-reached'] as const) : []), ...(isLate ? (['too-slow'] as const) : [])]
}

/** An audience may have grown since the mark was made; it never shrinks. */
const clamped = (mark: SweepMark, total: number): SweepMark =>
  mark.queued <= total ? mark : { ...mark, queued: total, settled: Math.min(mark.settled, total) }
