import { IANAZone } from 'luxon'
import type { Instant } from '../shared/clock.ts'
import { instantAt } from './instant.ts'

const DAY_MILLIS = 24 * 60 * 60 * 1000
const MINUTE_MILLIS = 60 * 1000

/** What a clock on the wall shows, as milliseconds since 1970-01-01T00:00 on that wall. */
export type WallMillis = number

/** The instants at which a wall clock shows a time: one as a rule, two in an overlap, none in a gap. */
export interface WallReading {
  /** In order of time. */
  readonly instants: readonly Instant[]
  /** In a gap: what the time would be by the offset after and before it, in order of time. */
  readonly guesses: readonly Instant[]
}

/**
 * Luxon moves a time in a gap forward and takes the first of two in an overlap, silently;
 * here both show.
 *
 * @param zone - an IANA zone
 */
export function readWall(wall: WallMillis, zone: string): WallReading {
  const clock = IANAZone.create(zone)
  // No zone is further than a day from UTC, so the offsets in force then are among those a day before and after.
  const offsets = [-DAY_MILLIS, 0, DAY_MILLIS].map((shift) => clock.offset(wall + shift))
  const guesses = [...new Set(offsets)]
    .map((minutes) => ({ minutes, millis: wall - minutes * MINUTE_MILLIS }))
    .toSorted((a, b) => a.millis - b.millis)
  const real = guesses.filter(({ minutes, millis }) => clock.offset(millis) === minutes)
  return { instants: real.map(({ millis }) => instantAt(millis)), guesses: guesses.map(({ millis }) => instantAt(millis)) }
}

/** What a clock in `zone` shows at `at`. */
export function wallOf(at: Instant, zone: string): WallMillis {
  return at.toMillis() + IANAZone.create(zone).offset(at.toMillis()) * MINUTE_MILLIS
}

/** Minutes east of UTC as `+01:00`. */
export function offsetText(minutes: number): string {
  const magnitude = Math.abs(minutes)
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(magnitude / 60))}:${pad(magnitude % 60)}`
}
