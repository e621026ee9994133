import { type Cause, REPEATED_AFTER_HOURS, type StandingAlarm, alarmDeliveryKey, isSameCause } from '../delivery/alarm.ts'
import { isAccounted, stateOf } from '../delivery/attempts.ts'
import type { AlarmStore, Ledger } from '../delivery/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { asFault } from '../shared/fault.ts'
import type { Log } from '../shared/log.ts'

export interface RaiseDeps {
  readonly alarms: AlarmStore
  readonly clock: Clock
  readonly log: Log
}

/** @param count - deliveries concerned, where it is known */
export type RaiseAlarm = (cause: Cause, count?: number) => Promise<void>

/** Raises an alarm once while its cause stands. The stack's metric filters count the line in the log; the clock sends the mail. */
export function makeRaiseAlarm({ alarms, clock, log }: RaiseDeps): RaiseAlarm {
  return async (cause, count) => {
    if ((await alarms.raise(cause, clock.now())) === 'standing') return
    log.error('alarm.raised', { ...factsOf(cause), ...(count === undefined ? {} : { count }) })
  }
}

/**
 * For whoever must go on whatever becomes of the alarm: the rounds of the clock find the same cause in the ledger.
 *
 * @see `core/usecases/make-round.ts`
 */
export function orLog(raise: RaiseAlarm, log: Log): RaiseAlarm {
  return async (cause, count) => {
    try {
      await raise(cause, count)
    } catch (error) {
      log.error('alarm.not-raised', { ...factsOf(cause), fault: asFault(error).code })
    }
  }
}

const factsOf = ({ code, campaign, notice }: Cause) => ({
  code,
  ...(campaign === undefined ? {} : { campaign }),
  ...(notice === undefined ? {} : { notice }),
})

/** Alarms as a tick found them, and how it leaves them. */
export class AlarmBoard {
  readonly #deps: BoardDeps
  readonly #raise: RaiseAlarm
  readonly #standing: readonly StandingAlarm[]

  constructor(deps: BoardDeps, standing: readonly StandingAlarm[]) {
    this.#deps = deps
    this.#raise = makeRaiseAlarm(deps)
    this.#standing = standing
  }

  stands(of: (cause: Cause) => boolean): readonly Cause[] {
    return this.#standing.map(({ cause }) => cause).filter(of)
  }

  async raise(cause: Cause): Promise<void> {
    if (!this.#standing.some((known) => isSameCause(known.cause, cause))) await this.#raise(cause)
  }

  /**
   * Of the alarms that `of` picks, those stand that `causes` names, and no others. One whose mail has not gone yet stands
   * until it has: also what cleared up by itself is told, however long SES takes nothing.
   */
  async settle(of: (cause: Cause) => boolean, causes: readonly Cause[]): Promise<void> {
    for (const cause of causes) await this.raise(cause)
    for (const known of this.#standing) {
      const stands = causes.some((cause) => isSameCause(cause, known.cause))
      if (!of(known.cause) || (stands && !this.#isToRepeat(known))) continue
      if (!(await isMailed(this.#deps, known))) continue
      await this.#deps.alarms.clear(known.cause)
      if (stands) await this.#raise(known.cause)
    }
  }

  #isToRepeat({ cause: { code }, raisedAt }: StandingAlarm): boolean {
    const hours = REPEATED_AFTER_HOURS[code]
    return hours !== undefined && raisedAt.plus({ hours }) <= this.#deps.clock.now()
  }
}

export interface BoardDeps extends RaiseDeps {
  readonly ledger: Pick<Ledger, 'read'>
}

/** Whether the mail of an alarm has gone, or never will. */
const isMailed = async ({ ledger }: Pick<BoardDeps, 'ledger'>, { cause, occurrence }: StandingAlarm): Promise<boolean> =>
  isAccounted(stateOf(await ledger.read(alarmDeliveryKey(cause, occurrence))))
