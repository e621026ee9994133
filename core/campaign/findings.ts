import * as z from 'zod'
import { Digest } from '../shared/digest.ts'
import { StoredInstant } from '../embargo/instant.ts'

/** One result of a check. `fail` keeps the approval from happening; `warn` and `note` are shown. Never confidential. */
export const Finding = z.strictObject({
  check: z.string(),
  level: z.enum(['ok', 'note', 'warn', 'fail']),
  says: z.string(),
})
export type Finding = z.infer<typeof Finding>

/** What the walk over the whole list found: counts and recipient ids, nothing that names anyone. */
export const Findings = z.strictObject({
  audience: Digest,
  content: Digest,
  bundle: Digest,
  disclosureAt: StoredInstant,
  checkedAt: StoredInstant,
  members: z.int().nonnegative(),
  /** Active, but not in this audience. */
  outside: z.int().nonnegative(),
  /** Would be blocked, such as a recipient who requires encryption. */
  blocked: z.int().nonnegative(),
  /** Bytes, as SES counts them. */
  largestMail: z.int().nonnegative(),
  /** Members and reporters whose mail could not be rendered or failed the scan; the first twenty ids. */
  unrenderable: z.array(z.string()).max(20),
  unrenderableCount: z.int().nonnegative(),
})
export type Findings = z.infer<typeof Findings>
