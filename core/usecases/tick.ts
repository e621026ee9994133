import { CHUNK_SIZE, type AudienceIndex } from '../campaign/audience.ts'
import type { Campaign, Notice } from '../campaign/campaign.ts'
import { nextClockCommand } from '../campaign/clock.ts'
import type { By, ClockCommand } from '../campaign/command.ts'
import { isDue } from '../campaign/plan.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import { type DeliveryState, expired, isAccounted, stateOf } from '../delivery/attempts.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Fences, HintQueue, Ledger, MailService, SweepMark, SweepStore, TroubleStore } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import { type SweepChunk, affordable, creditAt, isStuck, startMark } from '../delivery/sweep.ts'
import type { Instant } from '../shared/clock.ts'
import type { CampaignId, NoticeId } from '../shared/ids.ts'
import { Fault } from '../shared/fault.ts'
import { type ChangeDeps, changeByClock } from './change-campaign.ts'
import { noticeChunks } from './notice-chunks.ts'
import { raiseAlarm } from './raise-alarm.ts'

/** A tick looks at this many chunks of a notice at the most, so that it ends before the next one. */
const MOST_LOOKS = 60

export interface TickDeps extends ChangeDeps {
  readonly documents: DocumentStore
  readonly fences: Fences
  readonly ledger: Ledger
  readonly troubles: TroubleStore
  readonly sweeps: SweepStore
  readonly queue: HintQueue
  readonly mail: Pick<MailService, 'quota'>
  /** From one tick to the next. */
  readonly tickSeconds: number
}

/**
 * One run of the clock: for each campaign, what time makes of it, and the sweep of what is going out.
 * Ticks may double, overlap, come late or not at all: everything is decided from what is stored and the time now.
 * A campaign that cannot be handled does not keep the others from their time.
 *
 * @throws Fault the last one, after every campaign had its turn
 */
export type Tick = () => Promise<void>

export function makeTick(deps: TickDeps): Tick {
  const audiences = new Map<string, Promise<AudienceIndex>>()
  return async () => {
    let failed: Fault | undefined
    const purse = new Purse(deps)
    for (const campaign of await deps.campaigns.list()) {
      if (!isUnfinished(campaign)) continue
      try {
        await new CampaignTick(deps, { audiences, purse }).run(campaign)
      } catch (error) {
        failed = faultOf(error, campaign.id)
        deps.log.error('tick.failed', { campaign: campaign.id, code: failed.code })
      }
    }
    await purse.close()
    if (failed) throw failed
  }
}

/** An error that is no fault may quote what it met: only its being there is kept. */
const faultOf = (error: unknown, campaign: CampaignId): Fault =>
  error instanceof Fault
    ? error
    : new Fault('UNEXPECTED', 'the clock met an error that it does not know', { retry: 'later', facts: { campaign } })

const isUnfinished = ({ state, notices }: Campaign): boolean =>
  state === 'scheduled' || state === 'embargoed' || notices.some((notice) => notice.state === 'planned' || notice.state === 'releasing')

/** What the account may send until the next tick, shared by all that is going out. Asked for once a tick, and only when needed. */
class Purse {
  readonly #deps: TickDeps
  #credit: number | undefined

  constructor(deps: TickDeps) {
    this.#deps = deps
  }

  async credit(): Promise<number> {
    if (this.#credit !== undefined) return this.#credit
    const { sweeps, mail, clock, tickSeconds } = this.#deps
    const quota = await mail.quota()
    this.#credit = creditAt(await sweeps.budget(), quota, { at: clock.now(), tickSeconds, chunkSize: CHUNK_SIZE })
    return this.#credit
  }

  spend(mails: number): void {
    this.#credit = Math.max(0, (this.#credit ?? 0) - mails)
  }

  async close(): Promise<void> {
    if (this.#credit !== undefined) await this.#deps.sweeps.putBudget({ credit: this.#credit, at: this.#deps.clock.now() })
  }
}

class CampaignTick {
  readonly #deps: TickDeps
  readonly #shared: { readonly audiences: Map<string, Promise<AudienceIndex>>; readonly purse: Purse }

  constructor(deps: TickDeps, shared: { readonly audiences: Map<string, Promise<AudienceIndex>>; readonly purse: Purse }) {
    this.#deps = deps
    this.#shared = shared
  }

  async run(listed: Campaign): Promise<void> {
    const isHalted = (await this.#deps.fences.look(listed.id, undefined)).halted
    const released = await this.#timePasses(listed, { isHalted, accounted: [] })
    const accounted: Notice[] = []
    for (const notice of released.notices) {
      if (notice.state === 'releasing' && (await this.#goesOut(released, notice, isHalted)) === 'accounted') accounted.push(notice)
    }
    if (accounted.length > 0) await this.#timePasses(released, { isHalted, accounted })
  }

  /** Carries out, one write each, all that time has made of the campaign by now. */
  async #timePasses(campaign: Campaign, seen: { isHalted: boolean; accounted: readonly Notice[] }): Promise<Campaign> {
    const next = (current: Campaign): ClockCommand | undefined => nextClockCommand(current, { ...seen, at: this.#deps.clock.now() })
    let current = campaign
    while (next(current)) {
      if (next(current)?.kind === 'release') await this.#forgetTroubles(current)
      const changed = await changeByClock(this.#deps, campaign.id, (stored) => byClock(next(stored)))
      if (!changed) return (await this.#deps.campaigns.read(campaign.id)) ?? current
      current = changed
    }
    return current
  }

  /** Queues what the pace allows of a releasing notice, and finds out whether the ledger accounts for all of it. */
  async #goesOut(campaign: Campaign, notice: Notice, isHalted: boolean): Promise<'accounted' | 'going'> {
    const trouble = await this.#deps.troubles.reported(campaign.id, notice.id)
    if (trouble !== undefined) return this.#hold(campaign.id, notice.id, trouble)
    const chunks = await noticeChunks({ audience: this.#audience }, campaign, notice)
    const at = this.#deps.clock.now()
    const before = (await this.#deps.sweeps.mark(campaign.id, notice.id)) ?? startMark(at)
    const mark = await this.#sweep({ campaign: campaign.id, notice: notice.id, chunks, isHalted }, clamped(before, chunks.length))
    if (mark !== before) await this.#deps.sweeps.putMark(campaign.id, notice.id, mark)
    return mark.settled === chunks.length ? 'accounted' : 'going'
  }

  /** What is due was not going out, so what was reported of it is of a time before an operator let it go on. */
  async #forgetTroubles({ id, notices }: Campaign): Promise<void> {
    const at = this.#deps.clock.now()
    for (const notice of notices) if (isDue(notice, at)) await this.#deps.troubles.clear(id, notice.id)
  }

  async #hold(campaign: CampaignId, notice: NoticeId, because: string): Promise<'going'> {
    await changeByClock(this.#deps, campaign, ({ notices }) =>
      notices.some(({ id, state }) => id === notice && state === 'releasing')
        ? { clock: true, command: { kind: 'hold', notice, because } }
        : undefined,
    )
    await this.#deps.troubles.clear(campaign, notice)
    return 'going'
  }

  async #sweep(of: Sweep, before: SweepMark): Promise<SweepMark> {
    const at = this.#deps.clock.now()
    const settled = await this.#settledUpTo(of, before, at)
    const restart = !of.isHalted && isStuck({ ...before, settled }, of.chunks.length, at)
    const from = restart ? settled : Math.max(before.queued, settled)
    const queued = of.isHalted || from === of.chunks.length ? from : await this.#queue(of, from)
    if (settled === before.settled && queued === before.queued) return before
    return { settled, queued, movedAt: at }
  }

  /** The first chunk from `mark.settled` on that the ledger does not account for. Leases that ran out become uncertain on the way. */
  async #settledUpTo(of: Sweep, mark: SweepMark, at: Instant): Promise<number> {
    const end = Math.min(mark.queued, mark.settled + MOST_LOOKS)
    for (let position = mark.settled; position < end; position++) {
      const chunk = of.chunks[position]
      if (!chunk || !(await this.#isAccounted(of, chunk, at))) return position
    }
    return end
  }

  async #isAccounted({ campaign, notice }: Sweep, { chunk, members }: SweepChunk, at: Instant): Promise<boolean> {
    const deliveries = await this.#deps.ledger.chunk(campaign, notice, chunk)
    const states = await Promise.all(deliveries.map((delivery) => this.#stateNow(delivery, at)))
    return states.filter(isAccounted).length >= members
  }

  async #stateNow(delivery: Delivery, at: Instant): Promise<DeliveryState> {
    let current = delivery
    for (const { number } of expired(delivery, at)) {
      current = await record(this.#deps.ledger, current, { state: 'uncertain', reason: 'lease-ran-out', at, number })
      raiseAlarm(this.#deps.log, { campaign: delivery.key.campaign, code: 'uncertain', notice: delivery.key.notice, count: 1 })
    }
    return stateOf(current)
  }

  async #queue({ campaign, notice, chunks }: Sweep, from: number): Promise<number> {
    const { purse } = this.#shared
    const picked = affordable(chunks, from, await purse.credit())
    await this.#deps.queue.put(picked.map(({ chunk }) => ({ schema: 'chunk-hint/1', campaign, notice, chunk })))
    purse.spend(picked.reduce((sum, { members }) => sum + members, 0))
    return from + picked.length
  }

  /** Immutable, so read once. */
  readonly #audience: DocumentStore['audience'] = (campaign, digest) => {
    const { audiences } = this.#shared
    const known = audiences.get(digest) ?? this.#deps.documents.audience(campaign, digest)
    audiences.set(digest, known)
    known.catch(() => audiences.delete(digest))
    return known
  }
}

interface Sweep {
  readonly campaign: CampaignId
  readonly notice: NoticeId
  readonly chunks: readonly SweepChunk[]
  readonly isHalted: boolean
}

const byClock = (command: ClockCommand | undefined): By | undefined => command && { clock: true, command }

/** An audience may have grown since the mark was made; it never shrinks. */
const clamped = (mark: SweepMark, total: number): SweepMark =>
  mark.queued <= total ? mark : { ...mark, queued: total, settled: Math.min(mark.settled, total) }
