import type { Campaign, Notice } from '../campaign/campaign.ts'
import { causesIn } from '../campaign/causes.ts'
import { nextClockCommand } from '../campaign/clock.ts'
import type { By, ClockCommand } from '../campaign/command.ts'
import { isDue, isOpen } from '../campaign/plan.ts'
import type { DocumentStore } from '../campaign/ports.ts'
import { type Cause, isOfRounds } from '../delivery/alarm.ts'
import type { AlarmStore, Fences, HintQueue, Ledger, SweepStore, TroubleStore } from '../delivery/ports.ts'
import { isWatched } from '../delivery/round.ts'
import type { Instant } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { CampaignId } from '../shared/ids.ts'
import { brokenPin } from './broken-pin.ts'
import { type ChangeDeps, changeByClock } from './change-campaign.ts'
import { makeRound } from './make-round.ts'
import type { Purse } from './purse.ts'
import { makeQueueChunk } from './queue-chunk.ts'
import type { AlarmBoard } from './raise-alarm.ts'
import { type Sweep, type Swept, makeSweepNotice } from './sweep-notice.ts'
import type { TickFailures } from './tick-failures.ts'

export interface TickCampaignDeps extends ChangeDeps {
  readonly documents: DocumentStore
  readonly fences: Fences
  readonly ledger: Ledger
  readonly troubles: TroubleStore
  readonly alarms: AlarmStore
  readonly sweeps: SweepStore
  readonly queue: HintQueue
}

/** What the campaigns of one tick have in common. */
interface Shared {
  readonly board: AlarmBoard
  readonly purse: Purse
  readonly failures: TickFailures
}

type SweptNotice = Swept & { readonly notice: Notice }

/** One campaign's part of a tick: what time makes of it, the sweep of what is going out, its alarms, and the rounds. */
export function makeTickCampaign(deps: TickCampaignDeps, shared: Shared): (id: CampaignId) => Promise<void> {
  const tick = new CampaignTick(deps, shared)
  return (id) => tick.run(id)
}

const needsTick = ({ id, state, notices }: Campaign, { board, at }: { board: AlarmBoard; at: Instant }): boolean =>
  state === 'scheduled' ||
  state === 'embargoed' ||
  state === 'due' ||
  notices.some((notice) => isOpen(notice) || isWatched(notice, at)) ||
  board.stands(({ campaign }) => campaign === id).length > 0

class CampaignTick {
  readonly #deps: TickCampaignDeps
  readonly #board: AlarmBoard
  readonly #failures: TickFailures
  readonly #sweep: ReturnType<typeof makeSweepNotice>
  readonly #round: ReturnType<typeof makeRound>

  constructor(deps: TickCampaignDeps, { board, purse, failures }: Shared) {
    this.#deps = deps
    this.#board = board
    this.#failures = failures
    this.#sweep = makeSweepNotice({ ...deps, purse })
    this.#round = makeRound({ ...deps, queueChunk: makeQueueChunk(deps.queue) })
  }

  async run(id: CampaignId): Promise<void> {
    const { campaign, halted: isHalted } = await this.#deps.fences.look(id, undefined)
    if (!campaign || !needsTick(campaign, { board: this.#board, at: this.#deps.clock.now() })) return
    const released = await this.#timePasses(campaign, { isHalted, accounted: [] })
    const swept = await this.#goesOut(released, isHalted)
    const accounted = swept.filter(({ isAccounted }) => isAccounted).map(({ notice }) => notice)
    const now = accounted.length > 0 ? await this.#timePasses(released, { isHalted, accounted }) : released
    await this.#settleAlarms(now, swept)
    for (const notice of now.notices) {
      if (!isWatched(notice, this.#deps.clock.now())) continue
      await this.#failures.during({ campaign: id, notice: notice.id }, () => this.#round({ campaign: now, notice, board: this.#board }))
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

  /** Sweeps what is going out. Of a notice that failed nothing is known: it is not among the answers. */
  async #goesOut(campaign: Campaign, isHalted: boolean): Promise<readonly SweptNotice[]> {
    const all: SweptNotice[] = []
    for (const notice of campaign.notices.filter(({ state }) => state === 'releasing')) {
      const of = { campaign: campaign.id, notice: notice.id }
      const swept = await this.#failures.during(of, () => this.#sweepOrHold({ campaign, notice, isHalted }))
      if (swept) all.push({ notice, ...swept })
    }
    return all
  }

  async #sweepOrHold(of: Sweep): Promise<Swept | undefined> {
    const [campaign, notice] = [of.campaign.id, of.notice.id]
    const because = await this.#deps.troubles.reported(campaign, notice)
    if (because !== undefined) {
      await this.#hold(of, because)
      await this.#deps.troubles.clear(campaign, notice)
      return undefined
    }
    try {
      return await this.#sweep(of)
    } catch (error) {
      // What can never be read goes no further by waiting: an operator must look.
      if (error instanceof Fault && error.retry === 'never') await this.#hold(of, brokenPin(error))
      throw error
    }
  }

  /** What is due was not going out, so what was reported of it is of a time before an operator let it go on. */
  async #forgetTroubles({ id, notices }: Campaign): Promise<void> {
    const at = this.#deps.clock.now()
    for (const notice of notices) if (isDue(notice, at)) await this.#deps.troubles.clear(id, notice.id)
  }

  async #hold({ campaign: { id }, notice: { id: notice } }: Sweep, because: string): Promise<void> {
    await changeByClock(this.#deps, id, ({ notices }) =>
      notices.some((other) => other.id === notice && other.state === 'releasing')
        ? { clock: true, command: { kind: 'hold', notice, because } }
        : undefined,
    )
  }

  /** What the head says, and of what was swept its pace, and nothing of notices that are over. Rounds see to the rest. */
  async #settleAlarms(campaign: Campaign, swept: readonly SweptNotice[]): Promise<void> {
    const isUnknown = ({ code, notice }: Cause) =>
      (code === 'quota-reached' || code === 'too-slow') &&
      campaign.notices.some(({ id, state }) => id === notice && state === 'releasing' && swept.every((of) => of.notice.id !== id))
    const at = this.#deps.clock.now()
    const isOfLaterRound = (cause: Cause) =>
      isOfRounds(cause) && campaign.notices.some((notice) => notice.id === cause.notice && isWatched(notice, at))
    const isOurs = (cause: Cause) =>
      cause.campaign === campaign.id && cause.code !== 'unknown-delivery' && !isUnknown(cause) && !isOfLaterRound(cause)
    const slow = swept.flatMap(({ notice, slowedBy }) => slowedBy.map((code) => ({ code, notice: notice.id })))
    await this.#board.settle(
      isOurs,
      [...causesIn(campaign, at), ...slow].map((cause) => ({ ...cause, campaign: campaign.id })),
    )
  }
}

const byClock = (command: ClockCommand | undefined): By | undefined => command && { clock: true, command }
