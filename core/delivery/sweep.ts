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

/** The chunks to queue now: as many as the budget pays for, in order. */
export function affordable(chunks: readonly SweepChunk[], from: number, credit: number): readonly SweepChunk[] {
  const picked: SweepChunk[] = []
  let left = credit
  for (const chunk of chunks.slice(from)) {
    if (left < chunk.members) break
    left -= chunk.members
    picked.push(chunk)
  }
  return picked
}

/** Whether to begin again at the first chunk that is not accounted for. */
export function isStuck(mark: SweepMark, total: number, at: Instant): boolean {
  return mark.queued === total && mark.settled < total && mark.movedAt.plus({ seconds: REQUEUE_AFTER_SECONDS }) <= at
}

/** Mails that the account may take by now: a bucket that fills at its rate and holds one tick's worth, at least one chunk's. */
export function creditAt(
  budget: { readonly credit: number; readonly at: Instant } | undefined,
  quota: { readonly perSecond: number; readonly daily: number; readonly sent: number },
  now: { readonly at: Instant; readonly tickSeconds: number; readonly chunkSize: number },
): number {
  const cap = Math.max(quota.perSecond * now.tickSeconds, now.chunkSize)
  const seconds = budget ? Math.max(0, now.at.diff(budget.at).as('seconds')) : now.tickSeconds
  const filled = Math.min(cap, (budget?.credit ?? 0) + quota.perSecond * seconds)
  return Math.max(0, Math.min(filled, quota.daily - quota.sent))
}
