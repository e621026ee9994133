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
  readonly everySeconds: number
  /** Past this a tick is reported; it is waited for all the same, since two must not overlap. */
  readonly timeoutSeconds: number
  readonly log: Log
}

/** Calls the clock function, one tick at a time, whatever becomes of each. */
export function startScheduler(options: SchedulerOptions): Scheduler {
  let tail: Promise<unknown> = Promise.resolve()
  const between = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work)
    tail = run.catch(() => undefined)
    return run
  }
  const tickNow = () => between(() => tick(options))

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

async function tick({ clock, handler, timeoutSeconds, log }: SchedulerOptions): Promise<void> {
  const running = Promise.resolve().then(() => handler(scheduledEvent(clock.now())))
  try {
    if ((await withDeadline(running, timeoutSeconds)) !== 'timed-out') return
    log.error('function.timed-out', { function: 'clock', seconds: timeoutSeconds })
    await running
  } catch (error) {
    log.error('function.failed', { function: 'clock', code: codeOf(error) })
  }
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export function scheduledEvent(at: Instant): ScheduledEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: at.startOf('second').toISO({ suppressMilliseconds: true }),
    region,
    resources: [`arn:aws:events:${region}:${accountId}:rule/forewarn-clock`],
    detail: {},
  }
}
