import { randomBytes } from 'node:crypto'
import { type Key, type Message, type PrivateKey, createMessage, encrypt, readPrivateKey, sign } from 'openpgp'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { Kept } from '../../core/keys/kept.ts'
import type { MailKey } from '../../core/keys/mail-key.ts'
import type { Seal } from '../../core/keys/ports.ts'
import type { TeamSecret } from '../../core/keys/team-key.ts'
import { Fault } from '../../core/shared/fault.ts'
import { armoured } from './armour.ts'
import { type OwnKey, composed, faultAt, ownKeyOf } from './own-key.ts'
import { publicPartsIn } from './read-key.ts'
import { strictly } from './strictness.ts'

/** A release goes through its chunks in order, and each of them has 25 members: more than this is of no use. */
const MOST_RECIPIENTS = 256
const MOST_TEAM_KEYS = 4
const AES_256_BYTES = 32

interface Recipient {
  readonly key: Key
  readonly own: OwnKey
}

const recipients = new Kept<Promise<Recipient | { readonly fault: KeyFault }>>(MOST_RECIPIENTS)
const teamKeys = new Kept<Promise<PrivateKey | undefined>>(MOST_TEAM_KEYS)

/** One-pass signed and then encrypted, in the form that GnuPG has read since its version 1. */
export const sealOpenpgp: Seal = async ({ key, team, entity, at }) => {
  const date = at.toJSDate()
  if (key.kind !== 'openpgp') return { unusable: 'unreadable' }
  const recipient = await recipients.of(key.fingerprint, key.bytes, () => recipientOf(key))
  const fault = 'fault' in recipient ? recipient.fault : faultAt(recipient.own, at.toMillis())
  const signed = await signedBy(team.reveal(), entity, date)
  if ('fault' in recipient || fault !== undefined) return { unusable: fault ?? 'unreadable' }
  // A key that names no preferences gets AES-128 from the library, which makes a session key by them: here it gets one of AES-256.
  const sessionKey = { algorithm: 'aes256', data: randomBytes(AES_256_BYTES) } as const
  const sealed: unknown = await encrypt({
    message: signed,
    encryptionKeys: recipient.key,
    sessionKey,
    date,
    format: 'binary',
    ...strictly,
  }).catch(() => undefined)
  return sealed instanceof Uint8Array ? { kind: 'openpgp', armored: armoured(sealed) } : { unusable: 'unreadable' }
}

async function recipientOf({ bytes, fingerprint }: MailKey): Promise<Recipient | { readonly fault: KeyFault }> {
  const parts = await publicPartsIn(Buffer.from(bytes, 'base64'))
  if ('fault' in parts) return parts
  const own = ownKeyOf(parts, 'encrypt')
  if ('fault' in own) return own
  return own.fingerprint === fingerprint ? { key: composed(parts, own), own } : { fault: 'unreadable' }
}

async function signedBy({ kind, fingerprint, secret }: TeamSecret, entity: Uint8Array, date: Date): Promise<Message<Uint8Array>> {
  const isOurs = kind === 'openpgp'
  const key = isOurs
    ? await teamKeys.of(fingerprint, secret, () => readPrivateKey({ armoredKey: secret, ...strictly }).catch(() => undefined))
    : undefined
  if (key === undefined || key.getFingerprint().toUpperCase() !== fingerprint) throw teamKeyUnusable('does not parse')
  // As bytes: a text would be normalised, and what GnuPG gives back would not be what was signed.
  const message = await createMessage({ binary: entity, date })
  return sign({ message, signingKeys: key, date, format: 'object', ...strictly }).catch(() => {
    throw teamKeyUnusable('cannot sign')
  })
}

export const teamKeyUnusable = (why: string): Fault => new Fault('TEAM_KEY_UNUSABLE', `the team’s OpenPGP key ${why}`, { retry: 'never' })
