import * as z from 'zod'
import { presentInstant } from '../embargo/presentation.ts'
import type { Instant } from '../shared/clock.ts'

/** An instant for a reader, each time with its weekday; `local` is absent where it would say UTC again. */
export const When = z.strictObject({ utc: z.string(), local: z.string().optional() })
export type When = z.infer<typeof When>

export function whenOf(at: Instant, zone: string): When {
  const { utc, local } = presentInstant(at, zone)
  return local === undefined ? { utc } : { utc, local }
}
