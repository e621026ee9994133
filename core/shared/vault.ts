import * as z from 'zod'
import type { Json } from './canonical-json.ts'

/** What sealed bytes are for. Each role's KMS right is conditioned on the purposes it needs. */
export const Purpose = z.enum([
  'content',
  'history',
  'audience',
  'recipient',
  'address-key',
  'halt',
  'patch',
  'access',
  /** The private halves of the team's keys. */
  'team-key',
  /** Their public halves: whoever may read them may not sign. */
  'team-public',
])
export type Purpose = z.infer<typeof Purpose>

/** Where sealed bytes lie: inside the plaintext too, and compared on opening, so that rows cannot be swapped. */
export interface SealedPlace {
  readonly purpose: Purpose
  /** The item's own key, such as `CAMPAIGN#c-…|CONTENT#…`. */
  readonly place: string
}

/** Seals values before they leave the process. */
export interface Vault {
  /** @throws Fault `KEYS_UNAVAILABLE` */
  seal(at: SealedPlace, value: Json): Promise<Uint8Array>
  /** @throws Fault `KEYS_UNAVAILABLE`, `ITEM_SWAPPED` when the bytes belong elsewhere, `ITEM_MALFORMED` */
  open(at: SealedPlace, sealed: Uint8Array): Promise<unknown>
}
