import { IANAZone } from 'luxon'
import * as z from 'zod'

/** Asking whether a zone exists takes most of a millisecond, and lists of ten thousand name the same few. */
const known = new Set<string>()
const MOST_KNOWN = 1000

function isZone(name: string): boolean {
  if (known.has(name)) return true
  const exists = (name === 'UTC' || name.includes('/')) && IANAZone.isValidZone(name)
  if (exists && known.size < MOST_KNOWN) known.add(name)
  return exists
}

/** An IANA time zone, such as `Europe/Berlin`. Fixed offsets and abbreviations are not zones: they know no DST. */
export const Zone = z.string().refine(isZone, { error: 'must be an IANA time zone, such as Europe/Berlin or UTC' })
