import { IANAZone } from 'luxon'
import { z } from 'zod'

/** An IANA time zone, such as `Europe/Berlin`. Fixed offsets and abbreviations are not zones: they know no DST. */
export const Zone = z.string().refine((name) => (name === 'UTC' || name.includes('/')) && IANAZone.isValidZone(name), {
  error: 'must be an IANA time zone, such as Europe/Berlin or UTC',
})
