import { DateTime } from 'luxon'
import * as z from 'zod'
import type { Instant } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'

/**
 * @param epochMillis - milliseconds since 1970-01-01T00:00Z
 * @throws RangeError outside of what a date can hold
 */
export function instantAt(epochMillis: number): Instant {
  const instant = DateTime.fromMillis(epochMillis, { zone: 'utc' })
  if (!instant.isValid) throw new RangeError('not an instant')
  return instant
}

/** ISO 8601 in UTC with seconds, and with milliseconds only when there are any: one text for one instant. */
export function toStored(instant: Instant): string {
  return instant.toUTC().toISO({ suppressMilliseconds: true })
}

/** Instants in stored documents: ISO 8601 in UTC with seconds, as `toStored` writes them. */
export const StoredInstant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/, 'must be an instant in UTC')

/**
 * Reads what `toStored` wrote.
 *
 * @throws Fault `ITEM_MALFORMED` on anything else: what is stored was valid when it was written
 */
export function fromStored(text: string): Instant {
  const instant = /^\d{4}-.*Z$/.test(text) ? DateTime.fromISO(text, { zone: 'utc' }) : DateTime.invalid('not in UTC')
  if (!instant.isValid) throw new Fault('ITEM_MALFORMED', 'a stored instant does not parse', { retry: 'never' })
  return instant
}
