import { IANAZone } from 'luxon'
import type { Instant } from '../shared/clock.ts'
import type { Parsed } from '../shared/parsed.ts'
import { instantAt } from './instant.ts'
import { type WallMillis, offsetText, readWall } from './wall-time.ts'
import { Zone } from './zone.ts'

const EXAMPLE = 'such as 2026-12-15T16:00Z, 2026-12-15T17:00+01:00 or 2026-12-15T17:00[Europe/Berlin]'
/** Disclosure dates lie in weeks, not in centuries: other years are slips of the finger. */
const FIRST_YEAR = 2000
const LAST_YEAR = 2099
/** Offsets on Earth, in minutes: from Baker Island to the Line Islands. */
const WESTMOST = -12 * 60
const EASTMOST = 14 * 60

const DATE = /(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)/
const TIME = /(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,3}))?)?/
const OFFSET = /(?<utc>Z)|(?<sign>[+-])(?<offsetHours>\d\d):?(?<offsetMinutes>\d\d)/
const ZONE = /\[!?(?<bracketed>[^[\]]+)\]| (?<spaced>[A-Za-z][\w/+-]*)/
const INSTANT = new RegExp(`^${DATE.source}[T ]${TIME.source}(?:${OFFSET.source})?(?:${ZONE.source})?$`, 'i')
const DATE_ALONE = new RegExp(`^${DATE.source}(?:Z|[ [].*)?$`, 'i')

type Parts = Readonly<Record<string, string | undefined>>

/**
 * An instant as people write it: ISO 8601 with `Z` or an offset, or a local time with its IANA zone
 * in brackets or after a space. Seconds may be absent. A local time that does not exist or exists
 * twice is refused, as is an offset that the zone does not have then.
 *
 * @param field - what problems call it
 * @see RFC 9557 for the brackets
 */
export function parseInstant(text: string, field = 'instant'): Parsed<Instant> {
  const result = read(text.trim())
  return typeof result === 'string' ? { ok: false, problems: [{ field, message: result }] } : { ok: true, value: result }
}

/** @returns the instant, or what is wrong */
function read(text: string): Instant | string {
  const parts: Parts | undefined = INSTANT.exec(text)?.groups
  if (parts === undefined) return DATE_ALONE.test(text) ? `must have a time of day, ${EXAMPLE}` : `must be an instant, ${EXAMPLE}`
  const wall = wallIn(parts)
  if (typeof wall === 'string') return wall
  const offset = offsetIn(parts)
  if (typeof offset === 'string') return offset
  const zone = parts['bracketed'] ?? parts['spaced']
  if (zone === undefined) return offset === undefined ? `must say its zone, ${EXAMPLE}` : instantAt(wall - offset * 60_000)
  if (!Zone.safeParse(zone).success) return 'must name an IANA time zone, such as Europe/Berlin'
  if (offset === undefined) return readLocal(wall, zone)
  return readBoth({ at: instantAt(wall - offset * 60_000), offset, zone, isUtc: parts['utc'] !== undefined })
}

function wallIn(parts: Parts): WallMillis | string {
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((name) =>
    Number(parts[name] ?? 0),
  )
  if (year === undefined || month === undefined || day === undefined) return `must be an instant, ${EXAMPLE}`
  if (year < FIRST_YEAR || year > LAST_YEAR) return `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}`
  const midnight = new Date(Date.UTC(year, month - 1, day))
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return 'must be a date that the calendar has'
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return 'must be a time of day from 00:00 to 23:59:59'
  return Date.UTC(year, month - 1, day, hour, minute, second, Number((parts['fraction'] ?? '').padEnd(3, '0')))
}

/** @returns minutes east of UTC, undefined when none is given, or what is wrong */
function offsetIn(parts: Parts): number | string | undefined {
  if (parts['utc'] !== undefined) return 0
  if (parts['sign'] === undefined) return undefined
  const minutes = Number(parts['offsetMinutes'])
  const offset = (Number(parts['offsetHours']) * 60 + minutes) * (parts['sign'] === '-' ? -1 : 1)
  return minutes > 59 || offset < WESTMOST || offset > EASTMOST ? 'must have an offset from -12:00 to +14:00' : offset
}

function readLocal(wall: WallMillis, zone: string): Instant | string {
  const { instants, guesses } = readWall(wall, zone)
  const [first, second] = instants
  const offsets = (instants.length > 0 ? instants : guesses).map((at) => offsetText(IANAZone.create(zone).offset(at.toMillis())))
  if (first === undefined)
    return `does not exist in ${zone}: clocks are put forward over it (${offsets.join(' to ')}); give another time, or one in UTC`
  if (second === undefined) return first
  return `exists twice in ${zone}, at ${offsets.join(' and at ')}: write it with the offset that is meant, as in T01:30${offsets[0]}[${zone}]`
}

/** With `Z` the zone only says whose wall matters, and cannot contradict. */
function readBoth(given: { at: Instant; offset: number; zone: string; isUtc: boolean }): Instant | string {
  const actual = IANAZone.create(given.zone).offset(given.at.toMillis())
  if (given.isUtc || actual === given.offset) return given.at
  return `has the offset ${offsetText(given.offset)}, but ${given.zone} is at ${offsetText(actual)} then: leave one of them out`
}
