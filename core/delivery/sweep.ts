import type { Instant } from '../shared/clock.ts'
import type { SweepMark } from './ports.ts'

/** Without progress for this long, what is not accounted for is queued again. A second hint costs one read. */
export const REQUEUE_AFTER_SECONDS = 60

/** A chunk of a notice's audience: its number in the keys of deliveries, and how many members it has. */
export interface SweepChunk {
  readonly chunk: number
  readonly members: number
}

/** Where the sweep of a notice stands, as positions in its list of chunks. */
export function startMark(at: Instant): SweepMark {
  return { queued: 0, settled: 0, movedAt: at }
}

/** A chunk to queue, and when the account's rate allows it. */
export interface PacedChunk extends SweepChunk {
  readonly delaySeconds: number
}

/** The chunks to queue now: as many as the budget pays for, in order, each when those before it will have gone. None at no rate at all. */
export function affordable(
  chunks: readonly SweepChunk[],
  from: number,
  budget: { readonly credit: number; readonly ahead: number; readonly perSecond: number },
): readonly PacedChunk[] {
  const picked: PacedChunk[] = []
  if (budget.perSecond <= 0) return picked
  let spent = 0
  for (const chunk of chunks.slice(from)) {
    if (budget.credit - spent < chunk.members) break
    picked.push({ ...chunk, delaySeconds: Math.min(MOST_DELAY_SECONDS, Math.floor((budget.ahead + spent) / budget.perSecond)) })
    spent += chunk.members
  }
  return picked
}

/** What SQS takes. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const MOST_DELAY_SECONDS = 900

/** Whether to begin again at the first chunk that is not accounted for. */
export function isStuck(mark: SweepMark, total: number, at: Instant): boolean {
  return mark.queued === total && mark.settled < total && mark.movedAt.plus({ seconds: REQUEUE_AFTER_SECONDS }) <= at
}

/** What SES lets the account send. */
export interface SendQuota {
  /** Mails per 24 hours. */
  readonly daily: number
  /** Of those, sent in the last 24. */
  readonly sent: number
  readonly perSecond: number
}

/** Mails that the account may take by now: a bucket that fills at its rate and holds one tick's worth, at least one chunk's. */
export function creditAt(
  budget: { readonly credit: number; readonly at: Instant } | undefined,
  quota: SendQuota,
  now: { readonly at: Instant; readonly tickSeconds: number; readonly chunkSize: number },
): number {
  const cap = Math.max(quota.perSecond * now.tickSeconds, now.chunkSize)
  const seconds = budget ? Math.max(0, now.at.diff(budget.at).as('seconds')) : now.tickSeconds
  const filled = Math.min(cap, (budget?.credit ?? 0) + quota.perSecond * seconds)
  return Math.max(0, Math.min(filled, leftToday(quota)))
}

/** Mails that the account may still send in these 24 hours. */
export const leftToday = ({ daily, sent }: SendQuota): number => Math.max(0, daily - sent)

/** Milliseconds from one mail to the next. */
export const everyMillis = ({ perSecond }: SendQuota): number => (perSecond > 0 ? Math.min(60_000, Math.ceil(1000 / perSecond)) : 60_000)

/** When so many mails will be out, by the account's rate and its quota of 24 hours; never, when it may send nothing. */
export function doneAt(mails: number, quota: SendQuota, at: Instant): Instant | 'never' {
  if (quota.perSecond <= 0 || quota.daily <= 0) return 'never'
  const beyondToday = Math.max(0, mails - leftToday(quota))
  const days = Math.ceil(beyondToday / quota.daily)
  return at.plus({ days, seconds: Math.ceil((days > 0 ? beyondToday - (days - 1) * quota.daily : mails) / quota.perSecond) })
}
