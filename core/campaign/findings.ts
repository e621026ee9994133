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

export const finding = (check: string, level: Finding['level'], says: string): Finding => ({ check, level, says })
/** For what a finding says: `1 mail`, `2 mails`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** What the keys of members and reporters make of their mails, each counted at their first contact. */
export const KeyCounts = z.strictObject({
  /** To be sealed to, with no key that will do through the disclosure and a week after it. */
  blocked: z.int().nonnegative(),
  /** Will do, and end within two weeks. */
  keysEnding: z.int().nonnegative(),
  /** Whom the team must have a key of that kind for. */
  sealedTo: z.strictObject({ openpgp: z.int().nonnegative(), 's-mime': z.int().nonnegative() }),
})
export type KeyCounts = z.infer<typeof KeyCounts>

export const NO_KEYS: KeyCounts = { blocked: 0, keysEnding: 0, sealedTo: { openpgp: 0, 's-mime': 0 } }

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
  ...KeyCounts.shape,
  /** Bytes, as SES counts them; of what will be sealed, at most so many. */
  largestMail: z.int().nonnegative(),
  /** Members and reporters whose mail could not be rendered or failed the scan; the first twenty ids. */
  unrenderable: z.array(z.string()).max(20),
  unrenderableCount: z.int().nonnegative(),
})
export type Findings = z.infer<typeof Findings>
