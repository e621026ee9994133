import * as z from 'zod'
import { parseInstant } from '../../core/embargo/instant-text.ts'
import type { Instant } from '../../core/shared/clock.ts'

/** An instant in a body. */
export const InstantText = z.string().transform((text, context): Instant => {
  const parsed = parseInstant(text)
  if (parsed.ok) return parsed.value
  for (const { message } of parsed.problems) context.addIssue({ code: 'custom', message })
  return z.NEVER
})
