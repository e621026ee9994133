import { setTimeout as sleep } from 'node:timers/promises'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { Instant } from '../../core/shared/clock.ts'
import type { Log } from '../../core/shared/log.ts'
import type { Refusal } from '../../core/shared/refusal.ts'
import { type Scheduler, startScheduler } from './clock/scheduler.ts'
import type { ShiftedClock } from './clock/shifted-clock.ts'
import { withDeadline } from './deadline.ts'
import { type Handlers, tickSeconds, timeoutSeconds } from './functions.ts'
import { type EventSource, runEventSource } from './queues/event-source.ts'
import type { Services } from './services.ts'

/** Whatever calls a function without being asked: the schedule and the two queues. */
export interface Invocations {
  /** Moves the clock while nothing is under way, and returns after the first tick at the new time. */
  moveClock(move: () => Promise<Instant | Refusal>): Promise<Instant | Refusal>
  stop(): Promise<void>
}

export interface InvocationsOptions {
  readonly services: Services
  readonly handlers: Handlers
  readonly clock: ShiftedClock
  readonly log: Log
}

/** How many calls, and how many messages a call: `send` takes one chunk at a time. */
const sources = { send: { batchSize: 1, concurrency: 4 }, feedback: { batchSize: 10, concurrency: 2 } } as const
const settleSeconds = 15

export function startInvocations({ services, handlers, clock, log }: InvocationsOptions): Invocations {
  const sqs = new SQSClient()
  const { broker } = services
  const source = (name: 'send' | 'feedback') =>
    runEventSource({
      sqs,
      name,
      queueUrl: broker.queueUrl(name),
      queueArn: broker.queueArn(name),
      handler: handlers[name],
      ...sources[name],
      timeoutSeconds: timeoutSeconds[name],
      abandoned: broker.inFlight(name),
      log,
    })
  const running: Running = { services, send: source('send'), feedback: source('feedback') }
  const scheduler = startScheduler({
    clock,
    handler: handlers.clock,
    weekly: handlers.weekly,
    everySeconds: tickSeconds,
    timeoutSeconds: timeoutSeconds.clock,
    log,
  })
  return {
    moveClock: async (move) => {
      const moved = await scheduler.between(() => whileQuiet(running, move))
      if (!('outcome' in moved)) await scheduler.tickNow()
      return moved
    },
    stop: () => stopAll(scheduler, running, sqs),
  }
}

interface Running {
  readonly services: Services
  readonly send: EventSource
  readonly feedback: EventSource
}

/**
 * A jump in time is nothing that happens to a deployed stack: a mail whose claim was made before it and whose outcome comes
 * after it would look like one that hung for days. So what is under way ends first, and what SES has to tell is heard.
 */
async function whileQuiet<T>(running: Running, work: () => Promise<T>): Promise<T> {
  const patience = new AbortController()
  try {
    await withDeadline(settle(running, patience.signal), settleSeconds)
    return await work()
  } finally {
    patience.abort()
    running.send.resume()
    running.feedback.resume()
  }
}

/** Leaves both queues paused, unless patience ends before. */
async function settle({ services, send, feedback }: Running, patience: AbortSignal): Promise<void> {
  await send.pause()
  await services.ses.outbox.idle()
  while (depth(services) > 0 && !patience.aborted) await sleep(10)
  if (!patience.aborted) await feedback.pause()
}

function depth({ broker }: Services): number {
  const { waiting, inFlight } = broker.depth('feedback')
  return waiting + inFlight
}

async function stopAll(scheduler: Scheduler, { send, feedback }: Running, sqs: SQSClient): Promise<void> {
  await scheduler.stop()
  await Promise.all([send.stop(), feedback.stop()])
  sqs.destroy()
}
