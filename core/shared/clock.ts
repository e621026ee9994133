import type { DateTime } from 'luxon'

/** A point in time; always valid, always in UTC. */
export type Instant = DateTime<true>

export interface Clock {
  now(): Instant
}
