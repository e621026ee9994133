import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { readMessage, reformatKey } from 'openpgp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openpgpSealing } from '../../../adapters/openpgp/sealing.ts'
import { toStored } from '../../../core/embargo/instant.ts'
import type { MailKey } from '../../../core/keys/mail-key.ts'
import type { MadeKey } from '../../../core/keys/ports.ts'
import { Confidential } from '../../../core/shared/confidential.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { INSTALLING_MILLIS } from '../../endpoints/debian.ts'
import { type TestGnupg, startGnupg } from '../../endpoints/gnupg.ts'
import { GOOD_KINDS, at, keyFile, madeAt, mailKey, owner, pairOf, privateFile } from './keys.ts'

const { seal } = openpgpSealing
const entity = Buffer.from(`Content-Type: text/plain\r\n\r\n${'A heap overflow in the parser. '.repeat(600)}\r\n\r\n\r\n`)

let gpg: TestGnupg
let team: MadeKey

beforeAll(async () => {
  gpg = await startGnupg(at.toJSDate())
  team = await openpgpSealing.team.create(owner, madeAt)
  await gpg.import(team.made.published)
  for (const kind of GOOD_KINDS) await gpg.import(privateFile(kind))
}, INSTALLING_MILLIS)
afterAll(() => gpg.stop())

interface Sealed {
  readonly key: MailKey
  readonly by?: MadeKey
  readonly content?: Uint8Array
  readonly now?: typeof at
}

async function sealed({ key, by = team, content = entity, now = at }: Sealed): Promise<string> {
  const body = await seal({ key, team: new Confidential(by.secret), entity: content, at: now })
  if ('unusable' in body) throw new Error(body.unusable)
  if (body.kind !== 'openpgp') throw new Error('of another kind')
  return body.armored
}

describe('GnuPG opens what is sealed', () => {
  test.each(GOOD_KINDS)('to a key of the kind %s, byte for byte, and finds it signed', async (kind) => {
    const { content, status } = await gpg.open(await sealed({ key: await mailKey(keyFile(kind)) }))
    expect(content.equals(entity)).toBe(true)
    expect(status.get('GOODSIG')?.slice(1).join(' ')).toBe('Larch security <notices@larch.example>')
    expect(status.get('VALIDSIG')?.at(-1)).toBe(team.made.fingerprint)
    // AES-256, with a modification code.
    expect(status.get('DECRYPTION_INFO')?.slice(0, 2)).toEqual(['2', '9'])
    expect(status.has('DECRYPTION_OKAY')).toBe(true)
  })

  test.each(['rsa3072', 'p256', 'brainpool256'] as const)('by a team that signs with %s', async (kind) => {
    const by = await openpgpSealing.team.adopt(
      privateFile(kind),
      { ...owner, address: (await mailKey(keyFile(kind))).addresses[0] as typeof owner.address },
      at,
    )
    if ('unusable' in by) throw new Error(by.unusable)
    const { status } = await gpg.open(await sealed({ key: await mailKey(keyFile('curve25519')), by }))
    expect(status.get('VALIDSIG')?.at(-1)).toBe(by.made.fingerprint)
  })

  test('by a team that keeps its primary key elsewhere', async () => {
    const by = await openpgpSealing.team.adopt(privateFile('team-subkeys'), owner, at)
    if ('unusable' in by) throw new Error(by.unusable)
    await gpg.import(by.made.published)
    const { status } = await gpg.open(await sealed({ key: await mailKey(keyFile('curve25519')), by }))
    expect(status.get('VALIDSIG')?.at(-1)).toBe(by.made.fingerprint)
  })

  test('whatever its bytes are', async () => {
    const key = await mailKey(keyFile('curve25519'))
    const isSame = async (content: Uint8Array) => (await gpg.open(await sealed({ key, content }))).content.equals(content)
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 5000 }), isSame), { numRuns: 15 })
  })
})

describe('a sealed body', () => {
  test('is armour with CRLF and no header', async () => {
    const armored = await sealed({ key: await mailKey(keyFile('curve25519')) })
    expect(armored).toMatch(
      /^-----BEGIN PGP MESSAGE-----\r\n\r\n([A-Za-z0-9+/=]{1,76}\r\n)+=[A-Za-z0-9+/]{4}\r\n-----END PGP MESSAGE-----\r\n$/,
    )
  })

  test('shares no ciphertext with another of the same text, be it to the same key', async () => {
    const key = await mailKey(keyFile('curve25519'))
    const lines = await Promise.all([key, key, await mailKey(keyFile('p256'))].map(async (to) => (await sealed({ key: to })).split('\r\n')))
    const all = lines.flatMap((of) => of.slice(3, -3))
    expect(new Set(all).size).toBe(all.length)
  })

  test('is as long as another of a text of the same length: nothing is compressed', async () => {
    const key = await mailKey(keyFile('curve25519'))
    const [plain, random] = [Buffer.alloc(8192, 'a'), Buffer.from(randomBytes(6144).toString('base64'))]
    expect((await sealed({ key, content: plain })).length).toBe((await sealed({ key, content: random })).length)
  })

  test('is to the addressee alone: the team cannot open it either', async () => {
    const message = await readMessage({ armoredMessage: await sealed({ key: await mailKey(keyFile('curve25519')) }) })
    expect(message.getEncryptionKeyIDs()).toHaveLength(1)
  })

  test('is of AES-256 for a key too that prefers something weaker', async () => {
    await gpg.import(privateFile('prefers-aes128'))
    const { status } = await gpg.open(await sealed({ key: await mailKey(keyFile('prefers-aes128')) }))
    expect(status.get('DECRYPTION_INFO')?.[1]).toBe('9')
  })
})

describe('nothing is sealed', () => {
  const sealing = async (key: MailKey, now = at) => seal({ key, team: new Confidential(team.secret), entity, at: now })

  test('to a key that has expired since its intake', async () => {
    const { publicKey } = await pairOf({ keyExpirationTime: 86_400 * 400 })
    const key = await mailKey(publicKey.write())
    const end = madeAt.plus({ days: 400 })
    expect(key.usableUntil).toBe(toStored(end))
    expect(await sealing(key, end.minus({ milliseconds: 1 }))).toHaveProperty('armored')
    expect(await sealing(key, end)).toEqual({ unusable: 'expired' })
  })

  test('to a key whose encryption subkey has expired since', async () => {
    const { publicKey } = await pairOf({ subkeys: [{ keyExpirationTime: 86_400 * 400 }] })
    const key = await mailKey(publicKey.write())
    const end = madeAt.plus({ days: 400 })
    expect(key.usableUntil).toBe(toStored(end))
    expect(await sealing(key, end.minus({ milliseconds: 1 }))).toHaveProperty('armored')
    expect(await sealing(key, end)).toEqual({ unusable: 'encryption-key-expired' })
  })

  test('to a key that is not the one that it is said to be, or none', async () => {
    const [key, other] = await Promise.all([mailKey(keyFile('p256')), mailKey(keyFile('p384'))])
    expect(await sealing({ ...key, bytes: other.bytes })).toEqual({ unusable: 'unreadable' })
    expect(await sealing({ ...key, bytes: 'AAAA' })).toEqual({ unusable: 'unreadable' })
    expect(await sealing({ ...key, kind: 's-mime', cipher: 'aes-256-gcm' })).toEqual({ unusable: 'unreadable' })
    expect(await sealing(key)).toHaveProperty('armored')
  })

  test('to what was extended as it was before: the newer bytes count', async () => {
    const { privateKey, publicKey } = await pairOf({ keyExpirationTime: 86_400 * 400 })
    const key = await mailKey(publicKey.write())
    const now = madeAt.plus({ days: 500 })
    expect(await sealing(key, now)).toEqual({ unusable: 'expired' })
    const extended = await reformatKey({
      privateKey,
      userIDs: [{ email: key.addresses[0] ?? '' }],
      date: madeAt.plus({ days: 1 }).toJSDate(),
      format: 'object',
    })
    expect(await sealing(await mailKey(extended.publicKey.write()), now)).toHaveProperty('armored')
  })

  test.each([
    ['of another kind', { kind: 's-mime' as const }],
    ['that does not parse', { secret: 'no key' }],
    ['of another fingerprint', { fingerprint: 'A'.repeat(40) }],
  ])('by a key of the team %s, which is a fault', async (_, broken) => {
    const key = await mailKey(keyFile('curve25519'))
    const secret = { ...team.secret, ...broken }
    const error: unknown = await seal({ key, team: new Confidential(secret), entity, at }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Fault)
    expect(error).toMatchObject({ code: 'TEAM_KEY_UNUSABLE', retry: 'never' })
  })

  test('by a key of the team that has expired, whatever the recipient’s', async () => {
    const key = await mailKey(keyFile('curve25519'))
    const { privateKey } = await pairOf({ userIDs: [{ email: owner.address }], keyExpirationTime: 86_400 })
    const by = await openpgpSealing.team.adopt(privateKey.write(), owner, madeAt)
    if ('unusable' in by) throw new Error(by.unusable)
    await expect(sealed({ key, by })).rejects.toMatchObject({ code: 'TEAM_KEY_UNUSABLE' })
  })
})
