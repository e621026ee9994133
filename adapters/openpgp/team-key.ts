import { type Key, type PrivateKey, createMessage, generateKey, sign, verify } from 'openpgp'
import { instantAt, toStored } from '../../core/embargo/instant.ts'
import type { KeyOwner, MadeKey, MakeTeamKey } from '../../core/keys/ports.ts'
import { TeamKey, TeamSecret } from '../../core/keys/team-key.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { normalisedAddress } from '../../core/shared/mail-address.ts'
import { type OwnKey, composed, endOf, faultAt, ownKeyOf } from './own-key.ts'
import { ownPartsOf } from './own-parts.ts'
import { isLocked, privateKeyIn } from './read-key.ts'
import { teamKeyUnusable } from './seal.ts'
import { STRICT, strictly } from './strictness.ts'

type Adopted = Awaited<ReturnType<MakeTeamKey['adopt']>>

export const openpgpTeamKeys: MakeTeamKey = {
  // Of the kind that GnuPG 2.2 reads, and for signatures alone: its private half never leaves the vault, so nobody could read what is
  // encrypted to it. It does not expire: a key that did would stop
  // the notices of an embargo on its last day, and its end is a rotation, which says so to the recipients.
  async create(owner, at) {
    const { privateKey } = await generateKey({
      type: 'ecc',
      curve: 'curve25519Legacy',
      subkeys: [],
      userIDs: [{ name: owner.name.replaceAll(/[<>]/g, ''), email: owner.address }],
      date: at.toJSDate(),
      format: 'object',
      ...strictly,
    }).catch(() => {
      throw teamKeyUnusable('cannot be made for this sender')
    })
    const made = await madeOf(privateKey, owner, at)
    if ('unusable' in made) throw teamKeyUnusable(`was made, and is ${made.unusable}`)
    return made
  },
  async adopt(bytes, owner, at) {
    const key = await privateKeyIn(bytes)
    return 'fault' in key ? { unusable: key.fault } : madeOf(key, owner, at)
  },
}

/** Both halves with what the owner made alone, when it signs for its address. */
async function madeOf(given: PrivateKey, { address }: KeyOwner, at: Instant): Promise<Adopted> {
  if (isLocked(given)) return { unusable: 'locked' }
  const parts = await ownPartsOf(given)
  if ('fault' in parts) return { unusable: parts.fault }
  const own = ownKeyOf(parts, 'sign')
  if ('fault' in own) return { unusable: own.fault }
  const fault = faultAt(own, at.toMillis())
  if (fault !== undefined) return { unusable: fault === 'encryption-key-expired' ? 'expired' : fault }
  if (!own.users.some((user) => user.address === normalisedAddress(address))) return { unusable: 'wrong-address' }
  const key = composed(parts, { users: own.users, subkeys: parts.subkeys.filter((subkey) => subkey.fault === undefined) }) as PrivateKey
  const signs = await howItSigns(key, at.toJSDate())
  return signs === 'well' ? written(key, own) : { unusable: signs }
}

/** A file may hold halves that do not belong together, or leave out the secret of the very part that signs. */
async function howItSigns(key: PrivateKey, date: Date): Promise<'well' | 'no-private-key' | 'unreadable'> {
  const signer = await key.getSigningKey(undefined, date, undefined, STRICT).catch(() => undefined)
  if (signer === undefined) return 'unreadable'
  if (!signer.keyPacket.isDecrypted()) return 'no-private-key'
  try {
    const message = await createMessage({ binary: Buffer.from('a trial'), date })
    const signed = await sign({ message, signingKeys: key, date, format: 'object', ...strictly })
    await verify({ message: signed, verificationKeys: key.toPublic(), expectSigned: true, date, format: 'binary', ...strictly })
    return 'well'
  } catch {
    return 'unreadable'
  }
}

function written(key: PrivateKey, own: OwnKey): MadeKey | { readonly unusable: 'too-large' } {
  const named = { kind: 'openpgp', fingerprint: own.fingerprint } as const
  const end = endOf(own)
  const made = { ...named, ...(end !== Infinity && { usableUntil: toStored(instantAt(end)) }), published: armouredKey(key.toPublic()) }
  const secret = { ...named, secret: armouredKey(key) }
  const fits = TeamKey.shape.published.safeParse(made.published).success && TeamSecret.shape.secret.safeParse(secret.secret).success
  return fits ? { made, secret } : { unusable: 'too-large' }
}

const armouredKey = (key: Key): string => key.armor(STRICT)
