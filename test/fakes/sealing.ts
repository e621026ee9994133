import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import { type KeyKind, type MailKey, isUsableAt } from '../../core/keys/mail-key.ts'
import type { MadeKey, MakeTeamKey, Seal, SealedBody, Sealing } from '../../core/keys/ports.ts'
import { Fault } from '../../core/shared/fault.ts'
import { type MailAddress, normalisedAddress } from '../../core/shared/mail-address.ts'

/** What only the owner of a key sees. */
export interface Opened {
  readonly entity: string
  /** The fingerprint of the team's key. */
  readonly signedBy: string
}

export interface MemorySealing extends Sealing {
  /** @throws Error when it was sealed to another key */
  open(body: SealedBody, key: Pick<MailKey, 'fingerprint'>): Opened
}

const IV_BYTES = 12
const TAG_BYTES = 16
const PRIVATE = /^private (openpgp|s-mime) (\w+) of (.+)$/m
const Sealed = z.strictObject({ entity: z.string(), signedBy: z.string() })

/** Seals for real, so that no word of a letter is left to find, to whoever knows the fingerprint. Its keys are made up. */
export function memorySealing(kind: KeyKind = 'openpgp'): MemorySealing {
  return {
    seal: sealWith(kind),
    team: makeTeamKey(kind),
    open: (body, { fingerprint }) => {
      const bytes = body.kind === 'openpgp' ? Buffer.from(body.armored.split('\r\n').slice(3, -2).join(''), 'base64') : withoutHead(body)
      return Sealed.parse(JSON.parse(decrypt(fingerprint, bytes)))
    },
  }
}

/** A key of somebody's, good until `usableUntil`. */
export function mailKeyOf(of: { address: MailAddress; kind?: KeyKind; usableUntil?: string; seed?: string }): MailKey {
  const { address, kind = 'openpgp', usableUntil, seed = '' } = of
  const named = { fingerprint: fingerprintOf(kind, `${address} ${seed}`), addresses: [normalisedAddress(address)] }
  const kept = { ...named, bytes: Buffer.from(`public ${seed}`).toString('base64'), ...(usableUntil !== undefined && { usableUntil }) }
  return kind === 'openpgp' ? { kind, ...kept } : { kind, cipher: 'aes-256-gcm', ...kept }
}

/** A file with a private key, as `adopt` reads it. */
export const privateKeyFile = (kind: KeyKind, address: string, { seed = '', locked = false } = {}): Buffer =>
  Buffer.from(`${locked ? 'locked ' : ''}private ${kind} ${fingerprintOf(kind, `${address} ${seed}`)} of ${address}`)

function sealWith(kind: KeyKind): Seal {
  return async ({ key, team, entity, at }) => {
    const { kind: signs, fingerprint: signedBy } = team.reveal()
    if (signs !== kind) throw new Fault('TEAM_KEY_UNUSABLE', 'the team’s key is of another kind', { retry: 'never' })
    if (key.kind !== kind) return { unusable: 'unreadable' }
    if (!isUsableAt(key, at)) return { unusable: 'expired' }
    const der = encrypt(key.fingerprint, JSON.stringify({ entity: Buffer.from(entity).toString('latin1'), signedBy }))
    return key.kind === 'openpgp'
      ? { kind: key.kind, armored: armored(der) }
      : { kind: key.kind, cipher: key.cipher, der: Buffer.concat([HEADS[key.cipher], der]) }
  }
}

/** How a ContentInfo begins: whoever puts it into a mail looks whether it is one. */
const HEADS = {
  'aes-256-cbc': Buffer.from('308006092a864886f70d010703', 'hex'),
  'aes-256-gcm': Buffer.from('3080060b2a864886f70d0109100117', 'hex'),
} as const
const withoutHead = ({ cipher, der }: Extract<SealedBody, { kind: 's-mime' }>): Uint8Array => der.subarray(HEADS[cipher].byteLength)

function makeTeamKey(kind: KeyKind): MakeTeamKey {
  let made = 0
  const keyOf = (fingerprint: string, address: string): MadeKey => ({
    made: { kind, fingerprint, published: `public ${kind} ${fingerprint} of ${address}` },
    secret: { kind, fingerprint, secret: `private ${kind} ${fingerprint} of ${address}` },
  })
  return {
    create: async ({ address }) => keyOf(fingerprintOf(kind, `${address} made ${made++}`), address),
    async adopt(bytes, owner) {
      const text = Buffer.from(bytes).toString('utf8')
      if (text.startsWith('locked ')) return { unusable: 'locked' }
      if (text.startsWith('public ')) return { unusable: 'no-private-key' }
      const [, found, fingerprint = '', address] = PRIVATE.exec(text) ?? []
      if (found !== kind) return { unusable: 'unreadable' }
      return address === owner.address ? keyOf(fingerprint, address) : { unusable: 'wrong-address' }
    },
  }
}

const fingerprintOf = (kind: KeyKind, of: string): string =>
  createHash(kind === 'openpgp' ? 'sha1' : 'sha256')
    .update(of)
    .digest('hex')
    .toUpperCase()

const cipherKey = (fingerprint: string): Buffer => createHash('sha256').update(fingerprint).digest()

function encrypt(fingerprint: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', cipherKey(fingerprint), iv)
  const body = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function decrypt(fingerprint: string, sealed: Uint8Array): string {
  const decipher = createDecipheriv('aes-256-gcm', cipherKey(fingerprint), sealed.subarray(0, IV_BYTES))
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
}

function armored(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN PGP MESSAGE-----', 'Comment: sealed by a fake', '', ...lines, '-----END PGP MESSAGE-----', ''].join('\r\n')
}
