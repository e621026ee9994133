import { DateTime } from 'luxon'
import type { Clock } from '../../core/shared/clock.ts'

/** The machine's own time. */
export function systemClock(): Clock {
  return { now: () => DateTime.utc() }
}
