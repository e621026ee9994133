import { CHUNK_SIZE } from '../campaign/audience.ts'
import type { MailService, SweepStore } from '../delivery/ports.ts'
import { type PacedChunk, type SendQuota, type SweepChunk, affordable, creditAt } from '../delivery/sweep.ts'
import type { Clock } from '../shared/clock.ts'

export interface PurseDeps {
  readonly sweeps: SweepStore
  readonly mail: Pick<MailService, 'quota'>
  readonly clock: Clock
  /** From one tick to the next. */
  readonly tickSeconds: number
}

/** What the account may send until the next tick, shared by all that is going out. Asked for once a tick, and only when needed. */
export class Purse {
  readonly #deps: PurseDeps
  #opened: Promise<{ readonly quota: SendQuota; readonly credit: number }> | undefined
  #spent = 0

  constructor(deps: PurseDeps) {
    this.#deps = deps
  }

  async quota(): Promise<SendQuota> {
    return (await this.#open()).quota
  }

  /** Pays for as many chunks as it can, from a position on. */
  async buy(chunks: readonly SweepChunk[], from: number): Promise<readonly PacedChunk[]> {
    const { quota, credit } = await this.#open()
    const picked = affordable(chunks, from, { credit: credit - this.#spent, ahead: this.#spent, perSecond: quota.perSecond })
    this.#spent += picked.reduce((sum, { members }) => sum + members, 0)
    return picked
  }

  async close(): Promise<void> {
    if (!this.#opened) return
    const { credit } = await this.#opened
    await this.#deps.sweeps.putBudget({ credit: Math.max(0, credit - this.#spent), at: this.#deps.clock.now() })
  }

  #open() {
    this.#opened ??= this.#ask()
    return this.#opened
  }

  async #ask() {
    const { sweeps, mail, clock, tickSeconds } = this.#deps
    const quota = await mail.quota()
    return { quota, credit: creditAt(await sweeps.budget(), quota, { at: clock.now(), tickSeconds, chunkSize: CHUNK_SIZE }) }
  }
}
