import { describe, expect, test } from 'vitest'
import { makeInspectCertificate } from '../../../adapters/smime/inspect-certificate.ts'
import { child, readDer } from '../../../adapters/smime/read-der.ts'
import { smimeSealing } from '../../../adapters/smime/sealing.ts'
import { makeThrowawayKey } from '../../../adapters/smime/throwaway.ts'
import type { MailKey } from '../../../core/keys/mail-key.ts'
import type { SealedBody } from '../../../core/keys/ports.ts'
import { Confidential } from '../../../core/shared/confidential.ts'
import { openByOpenssl } from '../../endpoints/openssl.ts'
import { at, bytesOf, mailbox, owner, pathOf, root, withBetween } from './certificates.ts'

const entity = Buffer.from(`Subject: what nobody else may read\r\nContent-Type: text/plain\r\n\r\n${'A line of it.\r\n'.repeat(1500)}`)
const CIPHERS = ['aes-256-gcm', 'aes-256-cbc'] as const
const KEYS = ['rsa2048', 'rsa3072', 'p256', 'p384', 'brainpool256']

async function keyOf(name: string, cipher: (typeof CIPHERS)[number] = 'aes-256-gcm'): Promise<MailKey> {
  const inspection = await makeInspectCertificate({ roots: [root] })(withBetween(`${name}.pem`), { addresses: [mailbox], at })
  if (!inspection.ok) throw new Error(inspection.fault)
  return { ...inspection.key, kind: 's-mime', cipher }
}

async function sealed(
  key: MailKey,
  team: Awaited<ReturnType<typeof smimeSealing.team.create>>,
): Promise<Extract<SealedBody, { kind: 's-mime' }>> {
  const body = await smimeSealing.seal({ key, team: new Confidential(team.secret), entity, at })
  if ('unusable' in body || body.kind !== 's-mime') throw new Error('it is sealed')
  return body
}

describe('an entity that is sealed', () => {
  test.each(KEYS.flatMap((name) => CIPHERS.map((cipher) => [name, cipher] as const)))(
    'to %s by %s is opened and verified by OpenSSL, byte for byte',
    async (name, cipher) => {
      const team = await smimeSealing.team.create(owner, at)
      const body = await sealed(await keyOf(name, cipher), team)
      const reader = {
        certificate: pathOf(`${name}.pem`),
        privateKey: pathOf(`${name}.private-for-tests.pem`),
        signer: team.made.published,
        at: at.toJSDate(),
      }
      expect((await openByOpenssl(body.der, reader)).equals(entity)).toBe(true)
      expect(Buffer.from(body.der).includes('nobody else')).toBe(false)
    },
  )
  test.each(['team-rsa', 'team-p384'])('is signed by the team’s own certificate: %s', async (name) => {
    const file = Buffer.concat([bytesOf(`${name}.private-for-tests.pem`), bytesOf(`${name}.pem`), bytesOf('between.pem')])
    const team = await smimeSealing.team.adopt(file, owner, at)
    if ('unusable' in team) throw new Error(team.unusable)
    const body = await sealed(await keyOf('p256'), team)
    const reader = { certificate: pathOf('p256.pem'), privateKey: pathOf('p256.private-for-tests.pem'), signer: root, at: at.toJSDate() }
    expect((await openByOpenssl(body.der, reader)).equals(entity)).toBe(true)
  })
  test('is refused by OpenSSL when a byte of it was changed', async () => {
    const team = await smimeSealing.team.create(owner, at)
    const { der } = await sealed(await keyOf('rsa2048'), team)
    const reader = {
      certificate: pathOf('rsa2048.pem'),
      privateKey: pathOf('rsa2048.private-for-tests.pem'),
      signer: team.made.published,
      at: at.toJSDate(),
    }
    const forged = Buffer.from(der)
    const middle = Math.floor(forged.byteLength / 2)
    forged[middle] = (forged[middle] ?? 0) ^ 0x01
    await expect(openByOpenssl(forged, reader)).rejects.toThrow(/cms -decrypt/)
  })
  test.each([
    ['rsa2048', 'aes-256-cbc', 0],
    ['p256', 'aes-256-cbc', 2],
    ['rsa2048', 'aes-256-gcm', 0],
    ['p256', 'aes-256-gcm', 0],
  ] as const)('to %s by %s has the version that CMS has for it: %i', async (name, cipher, version) => {
    const { der } = await sealed(await keyOf(name, cipher), await smimeSealing.team.create(owner, at))
    expect(child(readDer(der), 1, 0, 0).contents).toEqual(Uint8Array.of(version))
  })
  test('twice shares no ciphertext', async () => {
    const team = await smimeSealing.team.create(owner, at)
    const key = await keyOf('rsa2048')
    const [one, other] = [await sealed(key, team), await sealed(key, team)]
    const tails = [one, other].map(({ der }) => Buffer.from(der).subarray(-10_000).toString('latin1'))
    const blocks = (text = '') => new Set(text.match(/[^]{16}/g))
    const shared = [...blocks(tails[0])].filter((block) => blocks(tails[1]).has(block))
    expect(shared).toEqual([])
  })
})

describe('nothing is sealed', () => {
  test('to a certificate that has expired since, or is not yet valid', async () => {
    const team = await smimeSealing.team.create(owner, at)
    const of = { key: await keyOf('rsa2048'), team: new Confidential(team.secret), entity }
    await expect(smimeSealing.seal({ ...of, at: at.plus({ years: 20 }) })).rejects.toMatchObject({ code: 'TEAM_KEY_UNUSABLE' })
    const ends = { ...of.key, usableUntil: '2026-12-08T16:00:00Z' }
    await expect(smimeSealing.seal({ ...of, key: ends, at })).resolves.toEqual({ unusable: 'expired' })
  })
  test('to bytes that are not the certificate of the fingerprint', async () => {
    const team = await smimeSealing.team.create(owner, at)
    const [key, other] = [await keyOf('rsa2048'), await keyOf('p256')]
    const forged = { ...key, bytes: other.bytes }
    await expect(smimeSealing.seal({ key: forged, team: new Confidential(team.secret), entity, at })).resolves.toEqual({
      unusable: 'unreadable',
    })
  })
  test('with a key of the team that is none, of another kind, or another than it says', async () => {
    const team = await smimeSealing.team.create(owner, at)
    const key = await keyOf('rsa2048')
    for (const secret of [
      { ...team.secret, secret: 'none' },
      { ...team.secret, kind: 'openpgp' as const },
      { ...team.secret, fingerprint: 'A'.repeat(64) },
    ]) {
      await expect(smimeSealing.seal({ key, team: new Confidential(secret), entity, at })).rejects.toMatchObject({
        code: 'TEAM_KEY_UNUSABLE',
        retry: 'never',
      })
    }
  })
})

describe('a certificate of the team', () => {
  const adopted = async (...files: readonly string[]) => {
    const outcome = await smimeSealing.team.adopt(Buffer.concat(files.map(bytesOf)), owner, at)
    return 'unusable' in outcome ? outcome.unusable : outcome.made.kind
  }
  test('is taken with its private key and its chain alone', async () => {
    expect(await adopted('team-rsa.private-for-tests.pem', 'team-rsa.pem', 'between.pem')).toBe('s-mime')
    expect(await adopted('team-rsa.pem', 'between.pem')).toBe('no-private-key')
    expect(await adopted('team-locked.private-for-tests.pem', 'team-rsa.pem')).toBe('locked')
    expect(await adopted('team.private-for-tests.p12')).toBe('locked')
    expect(await adopted('rsa2048.private-for-tests.pem', 'rsa2048.pem', 'between.pem')).toBe('wrong-address')
    expect(await adopted('team-p384.private-for-tests.pem', 'team-rsa.pem')).not.toBe('s-mime')
  })
  test('that is made says no secret in what is published', async () => {
    const { made, secret } = await smimeSealing.team.create(owner, at)
    expect(secret.secret).toContain('PRIVATE KEY')
    expect(made.published).not.toContain('PRIVATE')
    expect(made.usableUntil).toBe('2036-12-08T16:00:00Z')
  })
})

describe('a throwaway key', () => {
  test.each(CIPHERS)('opens what is sealed to it by %s, and tells whose signature is on it', async (cipher) => {
    const [team, other] = [await smimeSealing.team.create(owner, at), await smimeSealing.team.create(owner, at)]
    const throwaway = await makeThrowawayKey(mailbox, at)
    const body = await sealed({ ...throwaway.key, kind: 's-mime', cipher }, team)
    const { entity: opened, isSigned } = await throwaway.open(body, team.made)
    expect([Buffer.from(opened).equals(entity), isSigned]).toEqual([true, true])
    await expect(throwaway.open(body, other.made)).resolves.toMatchObject({ isSigned: false })
    await expect((await makeThrowawayKey(mailbox, at)).open(body, team.made)).rejects.toBeInstanceOf(Error)
  })
})
