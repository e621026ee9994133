import { randomUUID } from 'node:crypto'
import type { ScheduledEvent } from 'aws-lambda'
import type { Clock, Instant } from '../../../core/shared/clock.ts'
import type { Log } from '../../../core/shared/log.ts'
import { accountId, region } from '../account.ts'
import { withDeadline } from '../deadline.ts'
import { codeOf } from '../failure.ts'

export interface Scheduler {
  /** Runs a tick that starts after this call, and returns when it has ended. */
  tickNow(): Promise<void>
  /** Runs `work` while no tick runs. */
  between<T>(work: () => Promise<T>): Promise<T>
  /** Lets a running tick end. */
  stop(): Promise<void>
}

export interface SchedulerOptions {
  readonly clock: Clock
  readonly handler: (event: ScheduledEvent) => Promise<void>
  /** Called likewise by the first tick of a week, which begins on Monday at 06:00 UTC, as the deployed rule does. */
  readonly weekly?: ((event: ScheduledEvent) => Promise<void>) | undefined
  readonly everySeconds: number
  /** Past this a tick is reported; it is waited for all the same, since two must not overlap. */
  readonly timeoutSeconds: number
  readonly log: Log
}

/** Calls the clock function, one tick at a time, whatever becomes of each, and once a week the other that has a schedule. */
export function startScheduler(options: SchedulerOptions): Scheduler {
  let tail: Promise<unknown> = Promise.resolve()
  const between = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work)
    tail = run.catch(() => undefined)
    return run
  }
  const weeks = newWeeks(options.clock)
  const tickNow = () =>
    between(async () => {
      await call({ ...options, name: 'clock' })
      if (options.weekly && weeks.isNew()) await call({ ...options, name: 'recipients', handler: options.weekly })
    })

  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const schedule = () => {
    if (stopped) return
    timer = setTimeout(() => void tickNow().finally(schedule), options.everySeconds * 1000)
  }
  schedule()
  return {
    tickNow,
    between,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await tail
    },
  }
}

/** A week that began while nothing ran is not made up for: the next one is. */
function newWeeks(clock: Clock): { isNew(): boolean } {
  const weekOf = () => clock.now().minus({ hours: 6 }).startOf('week').toMillis()
  let known = weekOf()
  return {
    isNew: () => {
      const week = weekOf()
      const isNew = week !== known
      known = week
      return isNew
    },
  }
}

interface Call extends SchedulerOptions {
  /** The function, as its log calls it. */
  readonly name: string
}

async function call({ name, clock, handler, timeoutSeconds, log }: Call): Promise<void> {
  const running = Promise.resolve().then(() => handler(scheduledEvent(clock.now(), name)))
  try {
    if ((await withDeadline(running, timeoutSeconds)) !== 'timed-out') return
    log.error('function.timed-out', { function: name, seconds: timeoutSeconds })
    await running
  } catch (error) {
    log.error('function.failed', { function: name, code: codeOf(error) })
  }
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export function scheduledEvent(at: Instant, rule = 'clock'): ScheduledEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: at.startOf('second').toISO({ suppressMilliseconds: true }),
    region,
    resources: [`arn:aws:events:${region}:${accountId}:rule/forewarn-${rule}`],
    detail: {},
  }
}
