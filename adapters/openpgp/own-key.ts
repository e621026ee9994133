import { type AnyPacket, type Key, PacketList, PrivateKey, PublicKey, enums } from 'openpgp'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import type { OwnParts, OwnSubkey, OwnUser } from './own-parts.ts'

/** Milliseconds of the epoch: inclusive, exclusive; `Infinity` if it does not end. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** What somebody's key can do, and when. */
export interface OwnKey extends Span {
  /** Upper-case hex. */
  readonly fingerprint: string
  readonly users: readonly OwnUser[]
  /** Those that can do what the key is wanted for, the oldest first. */
  readonly subkeys: readonly OwnSubkey[]
  /** When there is something that can do it, be it the primary key itself. */
  readonly spans: readonly [Span, ...Span[]]
}

/** `encrypt`: a key to write to. `sign`: the team's. */
export type Use = 'encrypt' | 'sign'

const { keyFlags, publicKey } = enums
const FLAGS: Readonly<Record<Use, number>> = { encrypt: keyFlags.encryptCommunication | keyFlags.encryptStorage, sign: keyFlags.signData }
const ALGORITHMS: Readonly<Record<Use, ReadonlySet<number>>> = {
  encrypt: new Set([publicKey.rsaEncryptSign, publicKey.rsaEncrypt, publicKey.elgamal, publicKey.ecdh, publicKey.x25519, publicKey.x448]),
  sign: new Set([
    publicKey.rsaEncryptSign,
    publicKey.rsaSign,
    publicKey.dsa,
    publicKey.ecdsa,
    publicKey.eddsaLegacy,
    publicKey.ed25519,
    publicKey.ed448,
  ]),
}
/** What a key is said to lack that has nothing for it. */
const LACKS = { encrypt: 'no-encryption-key', sign: 'wrong-usage' } as const satisfies Record<Use, KeyFault>

/** What is wrong with it at any time, or what it can do at some. */
export function ownKeyOf(parts: OwnParts, use: Use): OwnKey | { readonly fault: KeyFault } {
  const primary = parts.users.at(-1)
  if (primary === undefined) return { fault: parts.weakUsers.length > 0 ? 'weak-signature' : 'wrong-address' }
  const { keyPacket } = parts.key
  const direct =
    parts.direct?.keyNeverExpires === false ? keyPacket.created.getTime() + (parts.direct.keyExpirationTime ?? 0) * 1000 : Infinity
  const whole = { from: primary.from, until: Math.min(primary.until, direct) }
  const able = parts.subkeys.filter((subkey) => canBe(use, subkey))
  const subkeys = newestOfEachTime(able.filter(({ fault }) => fault === undefined))
  const [first, ...more] = [...(canBe(use, { ...primary, packet: keyPacket }) ? [whole] : []), ...subkeys]
  if (first === undefined) return { fault: able.at(-1)?.fault ?? LACKS[use] }
  return { fingerprint: parts.key.getFingerprint().toUpperCase(), users: parts.users, subkeys, ...whole, spans: [first, ...more] }
}

const canBe = (
  use: Use,
  { packet, signature }: Pick<OwnSubkey, 'packet' | 'signature'> | { packet: Key['keyPacket']; signature: OwnUser['signature'] },
): boolean => ALGORITHMS[use].has(packet.algorithm) && ((signature.keyFlags?.[0] ?? 0) & FLAGS[use]) !== 0

/** Without those that a newer one stands in for as long as they last: it is taken instead of them whenever there is a choice. */
const newestOfEachTime = (subkeys: readonly OwnSubkey[]): readonly OwnSubkey[] =>
  subkeys.filter((old, index) => !subkeys.slice(index + 1).some(({ until }) => until >= old.until))

/** What is wrong with a key at a time, if anything. */
export function faultAt({ from, until, spans }: OwnKey, at: number): KeyFault | undefined {
  if (at < from) return 'not-yet-valid'
  if (at >= until) return 'expired'
  if (spans.some((span) => span.from <= at && at < span.until)) return undefined
  return spans.every((span) => at < span.from) ? 'not-yet-valid' : 'encryption-key-expired'
}

/** When the key, or the last part of it that can do what it is wanted for, ends. */
export const endOf = ({ until, spans }: OwnKey): number => Math.min(until, Math.max(...spans.map((span) => span.until)))

/** The key as its owner made it, with these parts alone: the same packets in the same order, however the file had them. */
export function composed(
  { key, direct }: OwnParts,
  of: { readonly users: readonly OwnUser[]; readonly subkeys: readonly OwnSubkey[] },
): Key {
  const packets = new PacketList<AnyPacket>()
  packets.push(key.keyPacket)
  if (direct) packets.push(direct)
  for (const { packet, signature } of [...of.users, ...of.subkeys]) packets.push(packet, signature)
  return key.isPrivate() ? new PrivateKey(packets) : new PublicKey(packets)
}
