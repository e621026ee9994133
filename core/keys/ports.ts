import type { Confidential } from '../shared/confidential.ts'
import type { Instant } from '../shared/clock.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import type { KeyFault } from './key-fault.ts'
import type { KeyKind, MailKey } from './mail-key.ts'
import type { TeamKey, TeamKeys, TeamSecret } from './team-key.ts'

export type Inspection = { readonly ok: true; readonly key: MailKey } | { readonly ok: false; readonly fault: KeyFault }

/**
 * Parses what somebody gave as their key, armoured or not, and tries it. A key that is kept was found good by this, and may
 * have expired since.
 *
 * @param of.addresses at least one of which the key must name
 */
export type InspectKey = (
  bytes: Uint8Array,
  of: { readonly addresses: readonly MailAddress[]; readonly at: Instant },
) => Promise<Inspection>

/** Signed and encrypted, as it stands in a mail. */
export type SealedBody =
  | { readonly kind: 'openpgp'; /** ASCII armour with CRLF. */ readonly armored: string }
  | { readonly kind: 's-mime'; readonly cipher: 'aes-256-gcm' | 'aes-256-cbc'; /** A CMS ContentInfo. */ readonly der: Uint8Array }

/**
 * Signs a MIME entity with the team's key and encrypts it to one addressee's. Both are parsed once and kept, found by fingerprint.
 * The key is looked at again, so that one that went bad since its intake seals nothing.
 *
 * @throws Fault `TEAM_KEY_UNUSABLE`
 */
export type Seal = (of: SealOf) => Promise<SealedBody | { readonly unusable: KeyFault }>

export interface SealOf {
  readonly key: MailKey
  readonly team: Confidential<TeamSecret>
  /** A MIME entity: header, empty line, body; CRLF and 7 bits. */
  readonly entity: Uint8Array
  readonly at: Instant
}

/** Whose key it is, as it stands in the key. */
export interface KeyOwner {
  readonly name: string
  readonly address: MailAddress
}

export interface MadeKey {
  readonly made: Omit<TeamKey, 'madeAt' | 'by'>
  readonly secret: TeamSecret
}

export interface MakeTeamKey {
  /** A new key. An S/MIME certificate signs itself: its fingerprint is what recipients compare. */
  create(owner: KeyOwner, at: Instant): Promise<MadeKey>
  /** Reads a private key without a passphrase (with its certificates, for S/MIME) that may sign for the owner's address. */
  adopt(bytes: Uint8Array, owner: KeyOwner, at: Instant): Promise<MadeKey | { readonly unusable: KeyFault | 'no-private-key' | 'locked' }>
}

/** One way to seal: OpenPGP or S/MIME. */
export interface Sealing {
  readonly seal: Seal
  readonly team: MakeTeamKey
}

/** Loads the library of a kind, once, when it is first needed: most mails need none. */
export type LoadSealing = (kind: KeyKind) => Promise<Sealing>

/** A key of nobody, both halves of which are at hand: what is sealed to it is only looked at. */
export interface ThrowawayKey {
  readonly key: MailKey
  /** What was sealed, and whether `team` signed it. @throws Error when it is not sealed to this key */
  open(body: SealedBody, team: Pick<TeamKey, 'published'>): Promise<{ readonly entity: Uint8Array; readonly isSigned: boolean }>
}

export type MakeThrowawayKey = (address: MailAddress, at: Instant) => Promise<ThrowawayKey>

export interface TeamKeyStore {
  /** Strongly consistent; `NO_TEAM_KEYS` before the first. */
  keys(): Promise<TeamKeys>
  /** Writes `keys` if what is stored has version `keys.version - 1`. The secret of each current key is written before. */
  write(keys: TeamKeys): Promise<'written' | 'conflict'>
  /** Idempotent: a fingerprint has one secret. */
  keepSecret(secret: TeamSecret): Promise<void>
}

/** The sender's half: nobody else can open it. */
export interface TeamSecrets {
  keys(): Promise<TeamKeys>
  /** @throws Fault `ITEM_MISSING` */
  secret(fingerprint: string): Promise<Confidential<TeamSecret>>
}
