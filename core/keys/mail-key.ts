import * as z from 'zod'
import { StoredInstant, fromStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import { type MailAddress, normalisedAddress } from '../shared/mail-address.ts'

export const KeyKind = z.enum(['openpgp', 's-mime'])
export type KeyKind = z.infer<typeof KeyKind>
export const KIND_NAMES: Readonly<Record<KeyKind, string>> = { openpgp: 'OpenPGP', 's-mime': 'S/MIME' }

/** What an addressee asks for. `required`: nothing without it. `preferred`: sealed if there is a key, and in plain only on an operator's word once there is one. */
export const Encryption = z.enum(['required', 'preferred', 'none'])
export type Encryption = z.infer<typeof Encryption>

/** As a file holds it, armoured or not. What others have signed onto a key is no use to us. */
export const MOST_KEY_FILE_BYTES = 64 * 1024
/** As it is kept: 25 recipients with their keys make a chunk, which is one item of the table, and that takes 400 KB. */
const MOST_KEPT_CHARACTERS = 11_000

const kept = {
  /** Upper-case hex: of an OpenPGP primary key, or the SHA-256 of a certificate. */
  fingerprint: z.string().regex(/^([0-9A-F]{40}|[0-9A-F]{64})$/),
  /** The mailboxes that it names, as `normalisedAddress` writes them. */
  addresses: z.array(z.string()).min(1),
  /** From this instant on it cannot be used, be it for the whole or for the part that encrypts. */
  usableUntil: StoredInstant.optional(),
  /** Base64: an OpenPGP key without the signatures of others, or a certificate as DER. */
  bytes: z.base64().max(MOST_KEPT_CHARACTERS, 'must be a smaller key'),
}

/** The public key that an addressee's mail is sealed to, as it was found good at intake. */
export const MailKey = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('openpgp'), ...kept }),
  z.strictObject({
    kind: z.literal('s-mime'),
    ...kept,
    /** AES-256-CBC is for mail programs that know no AuthEnvelopedData. @see RFC 8551, section 2.7 */
    cipher: z.enum(['aes-256-gcm', 'aes-256-cbc']),
  }),
])
export type MailKey = z.infer<typeof MailKey>

/** The key for a mailbox: the first that names it. A key of another mailbox of the same addressee is no key for this one. */
export function keyFor(address: MailAddress, keys: readonly MailKey[]): MailKey | undefined {
  const mailbox = normalisedAddress(address)
  return keys.find(({ addresses }) => addresses.includes(mailbox))
}

export const isUsableAt = ({ usableUntil }: Pick<MailKey, 'usableUntil'>, at: Instant): boolean =>
  usableUntil === undefined || at < fromStored(usableUntil)

/** In groups of four, as people compare them. */
export const spacedFingerprint = (fingerprint: string): string => fingerprint.replaceAll(/.{4}(?=.)/g, '$& ')
