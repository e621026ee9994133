import { DateTime, type DurationLike } from 'luxon'
import type { Clock, Instant } from '../../core/shared/clock.ts'

/** A clock that stands still until it is told otherwise. */
export function manualClock(at: string): Clock & { advance(by: DurationLike): void; set(at: string): void } {
  let now = instant(at)
  return {
    now: () => now,
    advance: (by) => (now = now.plus(by)),
    set: (at) => (now = instant(at)),
  }
}

export function instant(text: string): Instant {
  const at = DateTime.fromISO(text, { zone: 'utc' })
  if (!at.isValid) throw new RangeError(`not an instant: ${text}`)
  return at
}
