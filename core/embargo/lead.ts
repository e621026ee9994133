import { Duration } from 'luxon'
import type { Instant } from '../shared/clock.ts'
import { instantAt } from './instant.ts'
import { readWall, wallOf } from './wall-time.ts'

/**
 * When something is due that comes `span` before `disclosureAt`. Years, months, weeks and days are the
 * calendar's, counted on the wall clock of `zone`: `P7D` is the same time of day seven days earlier, even
 * if clocks change between. Hours, minutes and seconds are then counted exactly, so `PT24H` is always 24 hours.
 *
 * Where the wall clock shows that time never or twice, the earlier instant counts: telling people an
 * hour early harms nobody, an hour late cuts the lead that the policy promised.
 *
 * @param span - positive ISO 8601, as the policy's `Span`
 * @param zone - the policy's zone
 */
export function leadBefore(disclosureAt: Instant, span: string, zone: string): Instant {
  const { years, months, weeks, days, ...exact } = Duration.fromISO(span).toObject()
  const calendar = Object.entries({ years, months, weeks, days }).filter(([, count]) => count !== undefined && count !== 0)
  const clock = Duration.fromObject(exact)
  if (calendar.length === 0) return disclosureAt.minus(clock)
  const wall = instantAt(wallOf(disclosureAt, zone)).minus(Object.fromEntries(calendar)).toMillis()
  const { instants, guesses } = readWall(wall, zone)
  const [earliest] = instants.length > 0 ? instants : guesses
  return (earliest ?? instantAt(wall)).minus(clock)
}
