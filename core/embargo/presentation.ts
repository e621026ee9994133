import { Duration } from 'luxon'
import type { Instant } from '../shared/clock.ts'
import { offsetText } from './wall-time.ts'

/** English and Gregorian with Latin digits, whatever the machine is set to. */
const ENGLISH = { locale: 'en-US', numberingSystem: 'latn', outputCalendar: 'gregory' } as const

export interface PresentedInstant {
  /** `Tuesday, 15 December 2026, 16:00 UTC` */
  readonly utc: string
  /** `Tuesday, 15 December 2026, 17:00 (Europe/Berlin, UTC+01:00)`; undefined when the zone is UTC. */
  readonly local: string | undefined
}

/** An instant as every mail shows it: with its weekday, and with seconds only when there are any. */
export function presentInstant(at: Instant, zone: string): PresentedInstant {
  const format = at.second === 0 ? 'cccc, d LLLL yyyy, HH:mm' : 'cccc, d LLLL yyyy, HH:mm:ss'
  const local = at.setZone(zone).reconfigure(ENGLISH)
  return {
    utc: `${at.toUTC().reconfigure(ENGLISH).toFormat(format)} UTC`,
    local: zone === 'UTC' || zone === 'Etc/UTC' ? undefined : `${local.toFormat(format)} (${zone}, UTC${offsetText(local.offset)})`,
  }
}

const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const

/**
 * A span of time in words: `7 days`, `3 days and 2 hours`, `1 hour, 5 minutes and 2 seconds`.
 * Units stay as they are: `P14D` is 14 days, not two weeks. Fractions of a second are dropped; `0 seconds` when nothing is left.
 */
export function inWords(span: Duration): string {
  const said = UNITS.map((unit) => ({ unit, count: Math.trunc(Math.abs(span.get(unit))) }))
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`)
  const last = said.pop()
  if (last === undefined) return '0 seconds'
  return said.length === 0 ? last : `${said.join(', ')} and ${last}`
}

/** From one instant to another, in days of 24 hours, hours and minutes; what is under a minute is dropped. In either order. */
export function distance(from: Instant, to: Instant): Duration {
  const minutes = Math.trunc(Math.abs(to.toMillis() - from.toMillis()) / 60_000)
  return Duration.fromObject({ days: Math.trunc(minutes / 1440), hours: Math.trunc((minutes % 1440) / 60), minutes: minutes % 60 })
}
