import type { AudienceIndex } from '../campaign/audience.ts'
import type { Campaign, Notice } from '../campaign/campaign.ts'
import { causesIn } from '../campaign/causes.ts'
import { nextClockCommand } from '../campaign/clock.ts'
import type { By, ClockCommand } from '../campaign/command.ts'
import { isDue, isOpen } from '../campaign/plan.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import { DELIVERY_CODES, type Cause, alarmDeliveryKey } from '../delivery/alarm.ts'
import { isToSend } from '../delivery/attempts.ts'
import type { AlarmStore, Fences, HintQueue, Ledger, MailService, SweepStore, TableGuard, TroubleStore } from '../delivery/ports.ts'
import { isWatched } from '../delivery/round.ts'
import type { Instant } from '../shared/clock.ts'
import type { CampaignId, NoticeId } from '../shared/ids.ts'
import { Fault } from '../shared/fault.ts'
import { type ChangeDeps, changeByClock } from './change-campaign.ts'
import { makeRound } from './make-round.ts'
import { Purse } from './purse.ts'
import { makeQueueChunk } from './queue-chunk.ts'
import { AlarmBoard } from './raise-alarm.ts'
import { type Swept, makeSweepNotice, withoutLostClaims } from './sweep-notice.ts'

export interface TickDeps extends ChangeDeps {
  readonly table: TableGuard
  readonly documents: DocumentStore
  readonly fences: Fences
  readonly ledger: Ledger
  readonly troubles: TroubleStore
  readonly alarms: AlarmStore
  readonly sweeps: SweepStore
  readonly queue: HintQueue
  readonly mail: Pick<MailService, 'quota'>
  /** From one tick to the next. */
  readonly tickSeconds: number
}

/**
 * One run of the clock: for each campaign, what time makes of it, the sweep of what is going out, and the rounds over
 * what went out; then the mails of alarms.
 * Ticks may double, overlap, come late or not at all: everything is decided from what is stored and the time now.
 * A campaign that cannot be handled does not keep the others from their time.
 *
 * @throws Fault the last one, after every campaign had its turn
 */
export type Tick = () => Promise<void>

export function makeTick(deps: TickDeps): Tick {
  const documents = withAudiencesKept(deps.documents)
  return async () => {
    const failures = new Failures(deps)
    const board = new AlarmBoard(deps, await deps.alarms.standing())
    const ids = await deps.campaigns.ids()
    if (await isOwnTable(deps, { board, isEmpty: ids.length === 0 })) {
      const purse = new Purse(deps)
      const ticking = { ...deps, documents }
      for (const id of ids) await failures.during(id, () => new CampaignTick(ticking, { board, purse }).run(id))
      await failures.during(undefined, () => purse.close())
    }
    await failures.during(undefined, () => mailAlarms(deps))
    failures.throwLast()
  }
}

/** In a table that is a restored copy nothing is decided: what was sent since the copy was made is not in it. */
async function isOwnTable(deps: TickDeps, { board, isEmpty }: { board: AlarmBoard; isEmpty: boolean }): Promise<boolean> {
  const isOurs = isEmpty || (await deps.table.owner()) === 'ours'
  await board.settle(({ code }) => code === 'table-restored', isOurs ? [] : [{ code: 'table-restored' }])
  return isOurs
}

const needsTick = ({ id, state, notices }: Campaign, { board, at }: { board: AlarmBoard; at: Instant }): boolean =>
  state === 'scheduled' ||
  state === 'embargoed' ||
  notices.some((notice) => isOpen(notice) || isWatched(notice, at)) ||
  board.stands(({ campaign }) => campaign === id).length > 0

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

/** What went wrong in a tick, which goes on all the same. */
class Failures {
  readonly #log: TickDeps['log']
  #last: Fault | undefined

  constructor({ log }: Pick<TickDeps, 'log'>) {
    this.#log = log
  }

  async during(campaign: CampaignId | undefined, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#last = faultOf(error, campaign)
      this.#log.error('tick.failed', { ...(campaign === undefined ? {} : { campaign }), code: this.#last.code })
    }
  }

  throwLast(): void {
    if (this.#last) throw this.#last
  }
}

/** An error that is no fault may quote what it met: only its being there is kept. */
const faultOf = (error: unknown, campaign: CampaignId | undefined): Fault =>
  error instanceof Fault
    ? error
    : new Fault('UNEXPECTED', 'the clock met an error that it does not know', {
        retry: 'later',
        ...(campaign === undefined ? {} : { facts: { campaign } }),
      })

class CampaignTick {
  readonly #deps: TickDeps
  readonly #board: AlarmBoard
  readonly #sweep: ReturnType<typeof makeSweepNotice>
  readonly #round: ReturnType<typeof makeRound>

  constructor(deps: TickDeps, { board, purse }: { board: AlarmBoard; purse: Purse }) {
    this.#deps = deps
    this.#board = board
    this.#sweep = makeSweepNotice({ ...deps, purse })
    this.#round = makeRound({ ...deps, queueChunk: makeQueueChunk(deps.queue) })
  }

  async run(id: CampaignId): Promise<void> {
    const { campaign, halted: isHalted } = await this.#deps.fences.look(id, undefined)
    if (!campaign || !needsTick(campaign, { board: this.#board, at: this.#deps.clock.now() })) return
    const released = await this.#timePasses(campaign, { isHalted, accounted: [] })
    // Before SES is asked for its quota: when it is away, the team must hear of the rest all the same.
    for (const cause of ofHead(released)) await this.#board.raise(cause)
    const { accounted, slow } = await this.#goesOut(released, isHalted)
    const now = accounted.length > 0 ? await this.#timePasses(released, { isHalted, accounted }) : released
    await this.#settleAlarms(now, slow)
    for (const notice of now.notices) {
      if (isWatched(notice, this.#deps.clock.now())) await this.#round({ campaign: now, notice, board: this.#board })
    }
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

  async #goesOut(campaign: Campaign, isHalted: boolean): Promise<{ accounted: readonly Notice[]; slow: readonly Cause[] }> {
    const accounted: Notice[] = []
    const slow: Cause[] = []
    for (const notice of campaign.notices) {
      if (notice.state !== 'releasing' || (await this.#isHeldUp(campaign.id, notice.id))) continue
      const swept: Swept = await this.#sweep({ campaign, notice, isHalted })
      if (swept.isAccounted) accounted.push(notice)
      slow.push(...swept.slowedBy.map((code) => ({ code, campaign: campaign.id, notice: notice.id })))
    }
    return { accounted, slow }
  }

  /** What is due was not going out, so what was reported of it is of a time before an operator let it go on. */
  async #forgetTroubles({ id, notices }: Campaign): Promise<void> {
    const at = this.#deps.clock.now()
    for (const notice of notices) if (isDue(notice, at)) await this.#deps.troubles.clear(id, notice.id)
  }

  /** Holds a notice of which a sender reported that it cannot go on. */
  async #isHeldUp(campaign: CampaignId, notice: NoticeId): Promise<boolean> {
    const because = await this.#deps.troubles.reported(campaign, notice)
    if (because === undefined) return false
    await changeByClock(this.#deps, campaign, ({ notices }) =>
      notices.some(({ id, state }) => id === notice && state === 'releasing')
        ? { clock: true, command: { kind: 'hold', notice, because } }
        : undefined,
    )
    await this.#deps.troubles.clear(campaign, notice)
    return true
  }

  /** What the head and the pace say, and nothing of notices that are over. Rounds see to the rest. */
  async #settleAlarms(campaign: Campaign, slow: readonly Cause[]): Promise<void> {
    const at = this.#deps.clock.now()
    const watched = campaign.notices.filter((notice) => isWatched(notice, at)).map(({ id }) => id)
    const isOfRounds = ({ code, notice }: Cause) =>
      (DELIVERY_CODES as readonly string[]).includes(code) && notice !== undefined && watched.includes(notice)
    const causes = [...ofHead(campaign), ...slow]
    await this.#board.settle((cause) => cause.campaign === campaign.id && cause.code !== 'unknown-delivery' && !isOfRounds(cause), causes)
  }
}

const ofHead = (campaign: Campaign): readonly Cause[] => causesIn(campaign).map((cause) => ({ ...cause, campaign: campaign.id }))

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

const byClock = (command: ClockCommand | undefined): By | undefined => command && { clock: true, command }
