import { type AnyKeyPacket, type Key, type SignaturePacket, type Subkey, type User, type UserIDPacket, enums } from 'openpgp'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { MailAddress, normalisedAddress } from '../../core/shared/mail-address.ts'
import { LAX, WEAK_HASHES, weaknessOf } from './strictness.ts'

/** A part of a key that its owner holds to it by their newest signature. What was revoked is no part. */
interface OwnPart {
  readonly signature: SignaturePacket
  /** Milliseconds of the epoch: inclusive, exclusive; `Infinity` if it does not end. */
  readonly from: number
  readonly until: number
  /** Why it does not count, whatever the time. */
  readonly fault: KeyFault | undefined
}

export interface OwnUser extends OwnPart {
  readonly packet: UserIDPacket
  /** As `normalisedAddress` writes it; absent when the user id holds none. */
  readonly address?: string
}

export interface OwnSubkey extends OwnPart {
  readonly packet: Subkey['keyPacket']
}

export interface OwnParts {
  readonly key: Key
  /** The newest signature of the owner on the key alone. */
  readonly direct: SignaturePacket | undefined
  /** Those that count, the primary one last: of several alike that is where the library looks for it. */
  readonly users: readonly OwnUser[]
  /** Those that an outdated signature holds. */
  readonly weakUsers: readonly OwnUser[]
  /** The oldest first. */
  readonly subkeys: readonly OwnSubkey[]
}

const { signature: kinds } = enums

/** Takes apart what the owner made. The time of day plays no part in it: what has ended, or not begun, is told by its `from` and `until`. */
export async function ownPartsOf(key: Key): Promise<OwnParts | { readonly fault: KeyFault }> {
  const data = { key: key.keyPacket }
  const newest = newestBy(key.keyPacket)
  if (await newest(key.revocationSignatures, kinds.keyRevocation, data)) return { fault: 'revoked' }
  const weakness = weaknessOf(key.keyPacket)
  if (weakness !== undefined) return { fault: weakness }
  const users = (await Promise.all(key.users.map((user) => ownUser(key, user)))).filter((user) => user !== undefined)
  const subkeys = (await Promise.all(key.subkeys.map((subkey) => ownSubkey(key, subkey)))).filter((subkey) => subkey !== undefined)
  const onKey = key.toPacketList().filterByTag(enums.packet.signature) as SignaturePacket[]
  return {
    key,
    direct: await newest(
      onKey.filter(({ signatureType }) => signatureType === kinds.key),
      kinds.key,
      data,
    ),
    users: users.filter(({ fault }) => fault === undefined).toSorted(primaryLast),
    weakUsers: users.filter(({ fault }) => fault !== undefined),
    subkeys: subkeys.toSorted((a, b) => a.from - b.from || (a.packet.getFingerprint() < b.packet.getFingerprint() ? -1 : 1)),
  }
}

async function ownUser({ keyPacket: key }: Key, { userID: packet, ...user }: User): Promise<OwnUser | undefined> {
  if (packet === null) return undefined
  const data = { key, userID: packet }
  const newest = newestBy(key)
  if (await newest(user.revocationSignatures, kinds.certRevocation, data)) return undefined
  const signature = await newest(user.selfCertifications, kinds.certGeneric, data)
  if (signature === undefined) return undefined
  const address = MailAddress.safeParse(packet.email)
  return { packet, ...partOf(key, signature), ...(address.success && { address: normalisedAddress(address.data) }) }
}

async function ownSubkey({ keyPacket: key }: Key, subkey: Subkey): Promise<OwnSubkey | undefined> {
  const packet = subkey.keyPacket
  const data = { key, bind: packet }
  const newest = newestBy(key)
  if (await newest(subkey.revocationSignatures, kinds.subkeyRevocation, data)) return undefined
  const signature = await newest(subkey.bindingSignatures, kinds.subkeyBinding, data)
  if (signature === undefined) return undefined
  const part = partOf(packet, signature)
  return { packet, ...part, fault: weaknessOf(packet) ?? part.fault }
}

function partOf(packet: AnyKeyPacket, signature: SignaturePacket): OwnPart {
  const madeAt = packet.created.getTime()
  const signedAt = signature.created?.getTime() ?? Infinity
  return {
    signature,
    from: Math.max(madeAt, signedAt),
    until: Math.min(
      signature.keyNeverExpires === false ? madeAt + (signature.keyExpirationTime ?? 0) * 1000 : Infinity,
      Number(signature.getExpirationTime()),
    ),
    fault: WEAK_HASHES.has(signature.hashAlgorithm ?? 0) ? 'weak-signature' : undefined,
  }
}

/** Finds the newest signature that the key made. Each is tried as of its own time, so that no clock has a say. */
function newestBy(by: AnyKeyPacket) {
  return async (signatures: readonly SignaturePacket[], type: enums.signature, data: object): Promise<SignaturePacket | undefined> => {
    for (const signature of signatures.toSorted(newestFirst)) {
      const at = signature.created ?? undefined
      const isGood = await signature.verify(by, type, data, at, false, LAX).then(
        () => true,
        () => false,
      )
      if (isGood) return signature
    }
    return undefined
  }
}

const newestFirst = (a: SignaturePacket, b: SignaturePacket): number =>
  Number(b.created) - Number(a.created) || Buffer.compare(a.write(), b.write())

const primaryLast = (a: OwnUser, b: OwnUser): number =>
  Number(a.signature.isPrimaryUserID) - Number(b.signature.isPrimaryUserID) ||
  a.from - b.from ||
  Buffer.compare(a.packet.write(), b.packet.write())
