import * as z from 'zod'
import { StoredInstant } from '../embargo/instant.ts'
import { PersonId } from '../shared/ids.ts'
import { KeyKind } from './mail-key.ts'

/** The public half of a key that the team's notices are signed with. */
export const TeamKey = z.strictObject({
  kind: KeyKind,
  /** Upper-case hex: of the OpenPGP primary key, or the SHA-256 of the certificate. */
  fingerprint: z.string().regex(/^([0-9A-F]{40}|[0-9A-F]{64})$/),
  madeAt: StoredInstant,
  by: PersonId,
  usableUntil: StoredInstant.optional(),
  /** Armoured OpenPGP key, or PEM: the certificate first, then those up to its root. */
  published: z.string().max(64_000),
})
export type TeamKey = z.infer<typeof TeamKey>

/** What the team signs with, and what it signed with before: recipients may still hold the former ones. */
export const TeamKeys = z.strictObject({
  /** Raised by one with every write; 0 while there are none. */
  version: z.int().nonnegative(),
  /** At most one of a kind. */
  current: z.array(TeamKey),
  former: z.array(TeamKey.extend({ until: StoredInstant })),
})
export type TeamKeys = z.infer<typeof TeamKeys>

export const NO_TEAM_KEYS: TeamKeys = { version: 0, current: [], former: [] }

/** Both halves. Opened by the sender alone. */
export const TeamSecret = z.strictObject({
  kind: KeyKind,
  fingerprint: z.string(),
  /** Armoured OpenPGP private key without a passphrase, or PEM: PKCS #8 and then the certificates as in `published`. */
  secret: z.string().max(64_000),
})
export type TeamSecret = z.infer<typeof TeamSecret>
