import { type AnyPacket, PacketList, enums, readKey, reformatKey } from 'openpgp'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { inspectOpenpgpKey } from '../../../adapters/openpgp/inspect-key.ts'
import { type Instant } from '../../../core/shared/clock.ts'
import { MailKey } from '../../../core/keys/mail-key.ts'
import type { MailAddress } from '../../../core/shared/mail-address.ts'
import { GOOD_KINDS, address, at, keyFile, madeAt, mailKey, pairOf, privateFile } from './keys.ts'

const inspect = (bytes: Uint8Array, when: Instant = at, addresses: readonly MailAddress[] = [address]) =>
  inspectOpenpgpKey(bytes, { addresses, at: when })
const faultOf = async (bytes: Uint8Array, when?: Instant): Promise<string> => {
  const inspected = await inspect(bytes, when)
  return inspected.ok ? 'none' : inspected.fault
}

/** The armour taken off, the plain way. */
const binaryOf = (file: Buffer): Buffer => Buffer.from(/\n\n([^=]+=*)/.exec(file.toString())?.[1] ?? '', 'base64')

/** A packet in the new format, of at most 191 bytes. */
const packet = (tag: number, ...body: readonly number[]): Buffer => Buffer.from([0xc0 | tag, body.length, ...body])
const PHOTO = packet(enums.packet.userAttribute, 5, 1, 2, 3, 4, 5)
const photos = (bytes: number): Buffer => Buffer.concat(Array.from({ length: bytes / PHOTO.length }, () => PHOTO))

/** The octet after the header of an old-format packet, which is how GnuPG writes a primary key. */
function ofVersion(version: number): Buffer {
  const bytes = binaryOf(keyFile('curve25519'))
  bytes[2] = version
  return bytes
}

describe('a good key', () => {
  test.each(GOOD_KINDS)('of the kind %s is taken, armoured or not', async (kind) => {
    const key = await mailKey(keyFile(kind))
    expect(MailKey.parse(key)).toEqual(key)
    expect(key.addresses).toEqual([address])
    expect(key).not.toHaveProperty('usableUntil')
    expect(await mailKey(binaryOf(keyFile(kind)))).toEqual(key)
  })

  test('is kept as bytes that are found good again, and kept as the same', async () => {
    const key = await mailKey(keyFile('rsa3072'))
    expect(await mailKey(Buffer.from(key.bytes, 'base64'))).toEqual(key)
  })

  test('is found for an address however it is spelled', async () => {
    expect(await inspect(keyFile('p256'), at, ['OPS@alder.example' as MailAddress])).toHaveProperty('ok', true)
  })

  test('may name several mailboxes, and things that are none', async () => {
    const userIDs = [{ email: address }, { name: 'Alder', email: 'Second@Alder.example' }, { name: 'no address at all' }]
    const { publicKey } = await pairOf({ userIDs })
    expect((await mailKey(publicKey.write())).addresses).toEqual([address, 'second@alder.example'])
  })

  test('may come in a mail, with words around it and lines that end in CRLF', async () => {
    const mail = `Hello,\r\n\r\n${keyFile('p256').toString().replaceAll('\n', '\r\n')}\r\n-- \r\nAlder\r\n`
    expect(await mailKey(Buffer.from(mail))).toEqual(await mailKey(keyFile('p256')))
  })

  test('ends with its primary key or with the last subkey that encrypts, whichever is first', async () => {
    const day = 86_400
    const ends = async (keyExpirationTime: number, ...subkeys: number[]) => {
      const { publicKey } = await pairOf({
        keyExpirationTime: keyExpirationTime * day,
        subkeys: subkeys.map((days) => ({ keyExpirationTime: days * day })),
      })
      return (await mailKey(publicKey.write())).usableUntil
    }
    expect(await ends(400, 0)).toBe('2027-02-05T00:00:00Z')
    expect(await ends(500, 400)).toBe('2027-02-05T00:00:00Z')
    expect(await ends(0, 350, 400)).toBe('2027-02-05T00:00:00Z')
  })
})

describe('a bad key is told by what is wrong with it', () => {
  test.each([
    ['bad-expired', 'expired'],
    ['bad-subkey-expired', 'encryption-key-expired'],
    ['bad-revoked', 'revoked'],
    ['bad-subkey-revoked', 'no-encryption-key'],
    ['bad-sign-only', 'no-encryption-key'],
    ['bad-dsa', 'weak-dsa'],
    ['bad-elgamal-subkey', 'weak-dsa'],
    ['bad-rsa1024', 'weak-rsa'],
    ['bad-rsa1024-subkey', 'weak-rsa'],
    ['bad-sha1-self', 'weak-signature'],
    ['bad-sha1-binding', 'weak-signature'],
    ['bad-other-address', 'wrong-address'],
    ['curve25519.private-for-tests', 'private-key'],
    ['team-locked.private-for-tests', 'private-key'],
  ])('%s: %s', async (name, fault) => {
    expect(await faultOf(keyFile(name))).toBe(fault)
    expect(await faultOf(binaryOf(keyFile(name)))).toBe(fault)
  })

  test('those that end were good before', async () => {
    const before = madeAt.plus({ days: 30 }).minus({ milliseconds: 1 })
    expect(await inspect(keyFile('bad-expired'), before)).toMatchObject({ key: { usableUntil: '2026-01-31T00:00:00Z' } })
    expect(await inspect(keyFile('bad-subkey-expired'), before)).toMatchObject({ key: { usableUntil: '2026-01-31T00:00:00Z' } })
  })

  test('not valid yet', async () => {
    expect(await faultOf(keyFile('curve25519'), madeAt.minus({ seconds: 1 }))).toBe('not-yet-valid')
    expect(await faultOf(keyFile('curve25519'), madeAt.plus({ seconds: 1 }))).toBe('none')
  })

  test('signed anew at a time to come', async () => {
    const { privateKey } = await pairOf()
    const anew = await reformatKey({ privateKey, userIDs: [{ email: address }], date: at.plus({ days: 1 }).toJSDate(), format: 'object' })
    const { keyPacket, subkeys } = privateKey.toPublic()
    const old = subkeys.flatMap((subkey): AnyPacket[] => [subkey.keyPacket, ...subkey.bindingSignatures])
    const packets = [keyPacket, ...anew.publicKey.users.flatMap((user) => user.toPacketList()), ...old]
    expect(await faultOf(new PacketList<AnyPacket>(...packets).write())).toBe('not-yet-valid')
  })

  test('whose primary key alone is weak', async () => {
    const subkeys = [{ type: 'ecc', curve: 'curve25519Legacy' }] as const
    const { publicKey } = await pairOf({ type: 'rsa', rsaBits: 1024, subkeys: [...subkeys], config: { minRSABits: 1024 } })
    expect(await faultOf(publicKey.write())).toBe('weak-rsa')
  })

  test('of version 6', async () => {
    const { publicKey } = await pairOf({ type: 'curve25519', config: { v6Keys: true, aeadProtect: true } })
    expect(await faultOf(publicKey.write())).toBe('version-6')
    expect(await faultOf(Buffer.from(publicKey.armor()))).toBe('version-6')
  })

  test.each([2, 3, 5, 7])('of version %i', async (version) => expect(await faultOf(ofVersion(version))).toBe('unknown-version'))

  test('too large a file, and what is in it does not matter', async () => {
    expect(await faultOf(Buffer.concat([binaryOf(keyFile('curve25519')), photos(2_000_000)]))).toBe('too-large')
    expect(await faultOf(Buffer.alloc(2_000_000, '-'))).toBe('too-large')
  })

  test('too large without the signatures of others', async () => {
    const userIDs = Array.from({ length: 80 }, (_, index) => ({ name: `Alder ${index}`, email: address }))
    expect(await faultOf((await pairOf({ userIDs })).publicKey.write())).toBe('too-large')
  })

  test('several in one file', async () => {
    const [one, two] = [keyFile('p256'), keyFile('p384')]
    expect(await faultOf(Buffer.concat([one, two]))).toBe('several-keys')
    expect(await faultOf(Buffer.concat([binaryOf(one), binaryOf(two)]))).toBe('several-keys')
  })

  test('a private part behind a public one', async () => {
    const subkey = binaryOf(privateFile('curve25519'))
    const { privateKey } = await pairOf()
    const [secret] = privateKey.subkeys
    if (!secret) throw new Error('it has no subkey')
    expect(subkey[0]).toBe(0x94)
    expect(await faultOf(Buffer.concat([binaryOf(keyFile('p256')), secretPacket(secret.keyPacket.write())]))).toBe('private-key')
  })

  test.each([
    ['nothing', ''],
    ['words', 'my key is 0x1234'],
    ['armour around nothing', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n'],
    ['a message', '-----BEGIN PGP MESSAGE-----\n\nhF4D\n-----END PGP MESSAGE-----\n'],
    ['half a key', keyFile('p256').subarray(0, 300).toString()],
  ])('no key: %s', async (_, text) => expect(await faultOf(Buffer.from(text))).toBe('unreadable'))

  test('whatever the bytes are, there is an answer', async () => {
    const good = binaryOf(keyFile('curve25519'))
    const damaged = fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([place, octet]) => {
      const bytes = Buffer.from(good)
      bytes[place] = octet
      return bytes
    })
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), damaged)
    await fc.assert(
      fc.asyncProperty(bytes, async (file) => typeof (await faultOf(file)) === 'string'),
      { numRuns: 200 },
    )
  })

  test('a key of which any octet was changed is refused, or says the same', async () => {
    const good = binaryOf(keyFile('curve25519'))
    const { bytes: _, ...says } = await mailKey(good)
    const differs = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(differs, async ([place, by]) => {
        const damaged = Buffer.from(good)
        damaged[place] = (damaged[place] ?? 0) ^ by
        const inspected = await inspect(damaged)
        return !inspected.ok || JSON.stringify({ ...inspected.key, bytes: undefined }) === JSON.stringify(says)
      }),
      { numRuns: 200 },
    )
  })
})

/** A subkey's secret packet, in the new format with a length of two octets where it needs them. */
const secretPacket = (body: Uint8Array): Buffer =>
  body.length < 192
    ? Buffer.from([0xc7, body.length, ...body])
    : Buffer.from([0xc7, ((body.length - 192) >> 8) + 192, (body.length - 192) & 0xff, ...body])

describe('what is kept', () => {
  let groups: { readonly primary: Buffer; readonly users: Buffer[]; readonly subkeys: Buffer[] }
  let clean: MailKey

  beforeAll(async () => {
    const userIDs = [{ email: address }, { name: 'Alder', email: 'second@alder.example' }, { name: 'Third', email: 'third@alder.example' }]
    const { privateKey } = await pairOf({ userIDs, subkeys: [{ keyExpirationTime: 86_400 * 900 }, { sign: true }] })
    const newer = await reformatKey({ privateKey, userIDs, date: madeAt.plus({ days: 5 }).toJSDate(), format: 'object' })
    const stranger = await pairOf({ userIDs: [{ email: 'eve@birch.example' }] })
    const all = await (
      await newer.publicKey.update(privateKey.toPublic(), at.toJSDate())
    ).signAllUsers([stranger.privateKey], madeAt.toJSDate())
    groups = {
      primary: written(all.keyPacket),
      users: all.users.map((user) => Buffer.from(user.toPacketList().write())),
      subkeys: all.subkeys.map((subkey) => Buffer.from(new PacketList<AnyPacket>(subkey.keyPacket, ...subkey.bindingSignatures).write())),
    }
    clean = await mailKey(newer.publicKey.write())
  })

  const written = (...packets: readonly AnyPacket[]): Buffer => Buffer.from(new PacketList<AnyPacket>(...packets).write())

  test('does not depend on the order of the file, photographs, what others signed, or the time', async () => {
    expect(Buffer.concat([groups.primary, ...groups.users, ...groups.subkeys]).length).toBeGreaterThan(
      Buffer.from(clean.bytes, 'base64').length * 1.5,
    )
    const files = fc.record({
      users: fc.shuffledSubarray(groups.users, { minLength: 3 }),
      subkeys: fc.shuffledSubarray(groups.subkeys, { minLength: 2 }),
      photos: fc.nat(3),
      days: fc.integer({ min: 5, max: 895 }),
    })
    await fc.assert(
      fc.asyncProperty(files, async ({ users, subkeys, photos: count, days }) => {
        const bytes = Buffer.concat([groups.primary, ...users, photos(count * PHOTO.length), ...subkeys])
        const inspected = await inspect(bytes, madeAt.plus({ days }))
        return inspected.ok && JSON.stringify(inspected.key) === JSON.stringify(clean)
      }),
      { numRuns: 40 },
    )
  })

  test('is one subkey of those that encrypt as long: the newest', async () => {
    const subkeys = [1, 2, 3].map((day) => ({ date: madeAt.plus({ days: day }).toJSDate() }))
    const { publicKey } = await pairOf({ subkeys })
    const kept = await readKey({ binaryKey: Buffer.from((await mailKey(publicKey.write())).bytes, 'base64') })
    expect(kept.subkeys.map((subkey) => subkey.getCreationTime())).toEqual([madeAt.plus({ days: 3 }).toJSDate()])
  })

  test('of a key with very many user ids, is those that are asked for', async () => {
    const others = Array.from({ length: 80 }, (_, index) => ({ name: `Alder ${index}`, email: `alder${index}@alder.example` }))
    const { publicKey } = await pairOf({ userIDs: [...others, { email: address }] })
    const { addresses } = await mailKey(publicKey.write())
    expect(addresses).toContain(address)
    expect(addresses.length).toBeLessThanOrEqual(2)
  })
})
