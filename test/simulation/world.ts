import type { Campaign } from '../../core/campaign/campaign.ts'
import type { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import { deliveryIdOf } from '../../core/delivery/attempts.ts'
import type { Delivery } from '../../core/delivery/delivery.ts'
import type { QueuedHint } from '../../core/delivery/ports.ts'
import { instantAt } from '../../core/embargo/instant.ts'
import type { Clock } from '../../core/shared/clock.ts'
import type { Digest } from '../../core/shared/digest.ts'
import type { CampaignId, IdSource, RecipientId } from '../../core/shared/ids.ts'
import type { Log } from '../../core/shared/log.ts'
import { countedIds } from '../fakes/ids.ts'
import type { TakenMail } from '../fakes/mail.ts'
import type { TableCopy } from '../fakes/table.ts'
import type { Call, FaultKind } from './call.ts'
import { brokenFault } from './faults.ts'
import { type Fate, eventsOf } from './post.ts'
import { type Process, Scheduler, never } from './scheduler.ts'
import { type Around, type Blobs, type StoreName, type Stores, guarded, makeAround, makeStores } from './stores.ts'
import type { Trace } from './trace.ts'
import type { ReporterWish } from './wishes.ts'
import type { Sent, Witness } from './witness.ts'

/** A call on a store takes this long, so that no two things happen at one instant. */
const CALL_MILLIS = 20

/** Where a schedule begins: what was there before anything went wrong. */
export interface Start {
  readonly now: number
  /** The number of the last id that was given out; or more. */
  readonly ids: number
  readonly table: TableCopy
  /** The table at the beginning of it all. */
  readonly oldest: TableCopy
  readonly blobs: Blobs
  readonly bundles: readonly Digest[]
  readonly patch: Digest
  /** How the reporter of its campaigns may be written to. */
  readonly reporter: ReporterWish
  readonly members: readonly RecipientId[]
  readonly campaigns: readonly CampaignId[]
  readonly witness: Witness
  readonly hints: readonly QueuedHint['hint'][]
  readonly events: readonly FeedbackEvent[]
  readonly broken: readonly string[]
  readonly taken: readonly TakenMail[]
}

/** Ids that one world may use up before another goes on from where it ends. */
const IDS = 1_000_000

/** One installation, from the outside: its stores, its time, and what is on its way in the queues. */
export class World {
  /** The true time, which no process knows exactly. */
  now: number
  readonly scheduler = new Scheduler()
  readonly witness: Witness
  readonly trace: Trace
  readonly ids: IdSource
  readonly start: Start
  /** What a new version of the service would let operators approve with. */
  bundle: Digest
  readonly campaigns: CampaignId[]
  readonly members: RecipientId[]
  readonly hints: QueuedHint['hint'][]
  readonly events: FeedbackEvent[]
  /** Calls whose bytes are not what they were, until somebody mends them. */
  readonly broken: Set<string>
  readonly #around: Around
  #stores: Stores
  #tables = 1
  /** What goes wrong with a call, if anything. */
  choose: (call: Pick<Call, 'name' | 'process'>) => FaultKind | undefined = () => undefined
  /** What becomes of the next mail that SES takes. */
  fate: (sent: Sent) => Fate = () => 'delivered'

  constructor(start: Start, trace: Trace) {
    this.start = start
    this.now = start.now
    this.trace = trace
    this.#around = makeAround(start.blobs, { now: () => this.now, taken: start.taken })
    this.#stores = makeStores(this.#around, { copy: start.table, number: this.#tables })
    this.witness = start.witness.fork()
    this.ids = countedIds(start.ids)
    this.bundle = start.bundles[0] as Digest
    this.campaigns = [...start.campaigns]
    this.members = [...start.members]
    this.hints = [...start.hints]
    this.events = [...start.events]
    this.broken = new Set(start.broken)
  }

  /** A place to begin from that is where this world has come to; its processes stay behind. */
  here(): Start {
    const { now, members, campaigns, hints, events, witness, start } = this
    const broken = [...this.broken]
    const { table, mail } = this.#stores
    return {
      ...start,
      now,
      ids: start.ids + IDS,
      table: table.copy(),
      members,
      campaigns,
      hints,
      events,
      broken,
      witness,
      taken: mail.taken,
    }
  }

  get stores(): Stores {
    return this.#stores
  }

  /** Which table is in use, from 1. */
  get table(): number {
    return this.#tables
  }

  clockOf(process: Process): Clock {
    return { now: () => instantAt(this.now + process.skewMillis) }
  }

  logOf(process: Process): Log {
    const take =
      (level: 'info' | 'error'): Log['info'] =>
      (event, facts) => {
        this.note(process.name, `logs ${event} ${JSON.stringify(facts)}`)
        this.witness.logs.push({ level, event, facts })
      }
    return { info: take('info'), error: take('error') }
  }

  /** The stores as one process sees them: each call passes the schedule before and after it. */
  storesFor<Name extends StoreName>(process: Process, ...names: readonly Name[]): Pick<Stores, Name> {
    const table = this.#tables
    return guarded(this.#stores, { names, enter: (name, args, call) => this.#enter(process, { name, args, table, call }) })
  }

  async #enter(process: Process, of: Wanted): Promise<unknown> {
    await this.#pass(process)
    const call: Call = {
      process,
      name: of.name,
      args: of.args,
      go: () => this.#go(process, of),
      die: async () => {
        this.note(process.name, 'dies')
        this.scheduler.kill(process)
        return never()
      },
      wait: (seconds) => void (this.now += seconds * 1000),
    }
    const fault = this.choose(call)
    if (!fault) return call.go()
    return fault.run(call)
  }

  async #go(process: Process, of: Wanted): Promise<unknown> {
    await this.#live(process)
    this.now += CALL_MILLIS
    if (this.broken.has(of.name)) throw brokenFault('DIGEST_MISMATCH')
    const result = await of.call()
    if (this.trace.isKept) this.note(process.name, `${of.name} → ${shown(result)}`)
    const { name, args, table } = of
    this.witness.sees({ process: process.name, name, args, table, result, at: this.now })
    this.#takeAway(name)
    await this.#pass(process)
    return result
  }

  /** What was queued is on its way, and so is what SES tells of a mail. */
  #takeAway(name: string): void {
    if (name === 'queue.put') this.hints.push(...this.stores.queue.drain())
    const sent = name === 'mail.send' ? this.witness.sent.at(-1) : undefined
    if (!sent || sent.at !== this.now) return
    const fate = this.fate(sent)
    this.witness.count(`mail ${fate}`)
    const events = eventsOf(sent, fate, this.now)
    this.events.push(...events)
    this.witness.events.push(...events)
  }

  async #pass(process: Process): Promise<void> {
    await this.scheduler.pass(process)
    await this.#live(process)
  }

  /** Whoever ran too long is stopped by whoever runs it. */
  async #live(process: Process): Promise<void> {
    if (!process.isDead && this.now - process.startedAt > process.timeoutMillis) {
      this.note(process.name, 'is stopped: it ran too long')
      this.witness.count('ran too long')
      this.scheduler.kill(process)
    }
    if (process.isDead) await never()
  }

  /** Another table takes the place of the one in use: a copy from the beginning, or of a while ago. Whoever runs still works on the one before. */
  restoreOld(from: 'oldest' | 'table'): void {
    this.#stores = makeStores(this.#around, { copy: this.start[from], number: ++this.#tables })
    const heads = this.#stores.table.items<{ readonly campaign: Campaign }>('campaigns').values()
    this.witness.restored(
      { at: this.now, table: this.#tables },
      [...heads].map(({ campaign }) => campaign),
    )
  }

  /** Whether the ledger knows by which id SES has the mail that an event tells of. */
  isMailKnown({ campaign, delivery, attempt }: FeedbackEvent): boolean {
    const deliveries = this.#stores.table.items<Delivery>('deliveries').values()
    const known = [...deliveries].find(({ key }) => key.campaign === campaign && deliveryIdOf(key) === delivery)
    return known?.attempts.find(({ number }) => number === attempt)?.sesId !== undefined
  }

  note(who: string, what: string): void {
    this.trace.note(this.now, who, what)
  }
}

interface Wanted {
  readonly name: string
  readonly args: readonly unknown[]
  readonly table: number
  readonly call: () => Promise<unknown>
}

function shown(result: unknown): string {
  const text = JSON.stringify(result) ?? 'nothing'
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
