import { inspectOpenpgpKey } from '../../../adapters/openpgp/inspect-key.ts'
import { readKey } from 'openpgp'
import { describe, expect, test } from 'vitest'
import { openpgpSealing } from '../../../adapters/openpgp/sealing.ts'
import { makeThrowawayKey } from '../../../adapters/openpgp/throwaway.ts'
import { unlockOpenpgpKey } from '../../../adapters/openpgp/unlock.ts'
import { TeamKey, TeamSecret } from '../../../core/keys/team-key.ts'
import { Confidential } from '../../../core/shared/confidential.ts'
import { address, at, keyFile, madeAt, mailKey, owner, pairOf, privateFile } from './keys.ts'

const { seal, team } = openpgpSealing
const teamsOwn = { userIDs: [{ email: owner.address }] }

describe('a key that is made for the team', () => {
  test('names it, does not end, and has no passphrase', async () => {
    const { made, secret } = await team.create(owner, madeAt)
    expect(made).toMatchObject({ kind: 'openpgp' })
    expect(made.fingerprint).toMatch(/^[0-9A-F]{40}$/)
    expect(made).not.toHaveProperty('usableUntil')
    expect(TeamSecret.parse(secret)).toMatchObject({ kind: 'openpgp', fingerprint: made.fingerprint })
    expect(TeamKey.safeParse({ ...made, madeAt: '2026-01-01T00:00:00Z', by: 'alice' }).success).toBe(true)
    expect((await readKey({ armoredKey: made.published })).getUserIDs()).toEqual(['Larch security <notices@larch.example>'])
    expect(made.published).not.toMatch(/Version|Comment|PRIVATE/)
  })

  test('signs alone, so that nobody encrypts to what nobody can open', async () => {
    const { made } = await team.create(owner, madeAt)
    const inspection = await inspectOpenpgpKey(Buffer.from(made.published), { addresses: [owner.address], at: madeAt })
    expect(inspection).toEqual({ ok: false, fault: 'no-encryption-key' })
  })

  test('may be of a team whose name has brackets in it', async () => {
    const { made } = await team.create({ ...owner, name: 'Larch <security> (core)' }, madeAt)
    expect((await readKey({ armoredKey: made.published })).getUserIDs()).toEqual(['Larch security (core) <notices@larch.example>'])
  })
})

describe('a key that the team has', () => {
  test('is taken, armoured or not, with its subkeys and without the secret of its primary key', async () => {
    for (const name of ['team-whole', 'team-subkeys']) {
      const adopted = await team.adopt(privateFile(name), owner, at)
      if ('unusable' in adopted) throw new Error(adopted.unusable)
      const read = await readKey({ armoredKey: adopted.made.published })
      expect(read.getFingerprint().toUpperCase()).toBe(adopted.made.fingerprint)
      expect(read.subkeys).toHaveLength(2)
    }
    const { privateKey } = await pairOf(teamsOwn)
    expect(await team.adopt(privateKey.write(), owner, at)).toHaveProperty('made')
  })

  test('goes on with its primary key when the subkey that signed has ended', async () => {
    const { privateKey } = await pairOf({ ...teamsOwn, subkeys: [{ sign: true, keyExpirationTime: 86_400 * 400 }] })
    const adopted = await team.adopt(privateKey.write(), owner, at)
    if ('unusable' in adopted) throw new Error(adopted.unusable)
    expect(adopted.made).not.toHaveProperty('usableUntil')
    const of = { key: await mailKey(keyFile('p256')), team: new Confidential(adopted.secret), entity: Buffer.from('later') }
    expect(await seal({ ...of, at: madeAt.plus({ days: 500 }) })).toHaveProperty('armored')
  })

  test.each([
    ['a public one', () => keyFile('team-subkeys'), 'no-private-key'],
    ['one that is locked', () => privateFile('team-locked'), 'locked'],
    ['one of somebody else', () => privateFile('p256'), 'wrong-address'],
    ['no key', () => Buffer.from('no key'), 'unreadable'],
    ['two', () => Buffer.concat([privateFile('team-whole'), privateFile('p256')]), 'several-keys'],
    ['a very large file', () => Buffer.alloc(100_000, 'a'), 'too-large'],
  ])('is not %s', async (_, file, unusable) => expect(await team.adopt(file(), owner, at)).toEqual({ unusable }))

  test('has not expired', async () => {
    const { privateKey } = await pairOf({ ...teamsOwn, keyExpirationTime: 86_400 })
    expect(await team.adopt(privateKey.write(), owner, at)).toEqual({ unusable: 'expired' })
    expect(await team.adopt(privateFile('team-subkey-expired'), owner, at)).toEqual({ unusable: 'expired' })
    expect(await team.adopt(privateKey.write(), owner, madeAt)).toMatchObject({ made: { usableUntil: '2026-01-02T00:00:00Z' } })
  })

  test('holds the secret of what signs', async () => {
    const { privateKey } = await pairOf(teamsOwn)
    const { keyPacket } = privateKey
    if (!('makeDummy' in keyPacket)) throw new Error('it is not private')
    keyPacket.makeDummy()
    expect(await team.adopt(privateKey.write(), owner, at)).toEqual({ unusable: 'no-private-key' })
  })
})

describe('a locked key', () => {
  test('is unlocked by its passphrase, and taken then', async () => {
    const opened = await unlockOpenpgpKey(privateFile('team-locked'), 'correct horse')
    if ('unusable' in opened) throw new Error(opened.unusable)
    expect(await team.adopt(Buffer.from(opened.unlocked), owner, at)).toHaveProperty('made')
  })

  test('stays locked without it', async () => {
    expect(await unlockOpenpgpKey(privateFile('team-locked'), 'wrong horse')).toEqual({ unusable: 'wrong-passphrase' })
    expect(await unlockOpenpgpKey(keyFile('p256'), '')).toEqual({ unusable: 'no-private-key' })
  })

  test('that is not comes out as it was', async () => {
    const opened = await unlockOpenpgpKey(privateFile('team-subkeys'), 'any')
    if ('unusable' in opened) throw new Error(opened.unusable)
    expect(await team.adopt(Buffer.from(opened.unlocked), owner, at)).toHaveProperty('made')
  })
})

describe('a throwaway key', () => {
  const entity = Buffer.from('Content-Type: text/plain\r\n\r\nA heap overflow.\r\n')

  async function sealedToNobody() {
    const [throwaway, ours, others] = await Promise.all([
      makeThrowawayKey(address, at),
      team.create(owner, madeAt),
      team.create(owner, madeAt),
    ])
    const body = await seal({ key: throwaway.key, team: new Confidential(ours.secret), entity, at })
    if ('unusable' in body) throw new Error(body.unusable)
    return { throwaway, ours, others, body }
  }

  test('opens what was sealed to it, and says who signed', async () => {
    const { throwaway, ours, others, body } = await sealedToNobody()
    expect(throwaway.key.addresses).toEqual([address])
    const opened = await throwaway.open(body, ours.made)
    expect(Buffer.from(opened.entity).equals(entity)).toBe(true)
    expect(opened.isSigned).toBe(true)
    expect((await throwaway.open(body, others.made)).isSigned).toBe(false)
  })

  test('opens nothing else', async () => {
    const { ours, body } = await sealedToNobody()
    const another = await makeThrowawayKey(address, at)
    await expect(another.open(body, ours.made)).rejects.toThrow('Error decrypting message')
  })
})
