import * as z from 'zod'
import { Digest, digestOf } from '../shared/digest.ts'
import { StoredInstant } from '../embargo/instant.ts'

/**
 * Exactly what an approval consents to. Each part is itself a digest, so a sender can follow it
 * from the campaign's head down to every byte of a mail, and stop where one does not match.
 *
 * - `content` covers the advisory and, in it, each patch's SHA-256;
 * - `audience` covers the list of chunk digests, each of which covers its members and their versions;
 * - `bundle` covers every template.
 */
export const Pin = z.strictObject({ content: Digest, audience: Digest, disclosureAt: StoredInstant, bundle: Digest })
export type Pin = z.infer<typeof Pin>

/** The digest that operators see, compare and approve. */
export function digestOfPin(pin: Pin): Digest {
  return digestOf(pin)
}
