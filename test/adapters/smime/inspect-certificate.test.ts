import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makeInspectCertificate } from '../../../adapters/smime/inspect-certificate.ts'
import type { KeyFault } from '../../../core/keys/key-fault.ts'
import { MOST_KEY_FILE_BYTES } from '../../../core/keys/mail-key.ts'
import { at, bytesOf, mailbox, root, textOf, withBetween } from './certificates.ts'

const inspect = makeInspectCertificate({ roots: [root] })
const of = { addresses: [mailbox], at }
const fault = async (bytes: Uint8Array, roots = [root]): Promise<KeyFault | undefined> => {
  const inspection = await makeInspectCertificate({ roots })(bytes, of)
  return inspection.ok ? undefined : inspection.fault
}

describe('a certificate', () => {
  test.each(['rsa2048', 'rsa3072', 'p256', 'p384', 'brainpool256'])(
    'of %s is taken, with its mailboxes and the end of its chain',
    async (name) => {
      const inspection = await inspect(withBetween(`${name}.pem`), of)
      const certificate = new X509Certificate(bytesOf(`${name}.pem`))
      expect(inspection).toEqual({
        ok: true,
        key: {
          kind: 's-mime',
          fingerprint: certificate.fingerprint256.replaceAll(':', ''),
          addresses: ['ops@alder.example', 'second@alder.example'],
          usableUntil: '2046-01-01T00:00:00Z',
          bytes: certificate.raw.toString('base64'),
          cipher: 'aes-256-gcm',
        },
      })
    },
  )
  test('is taken in any order of the file, as DER with a trusted issuer, and as a bundle', async () => {
    expect(await fault(Buffer.concat([bytesOf('between.pem'), bytesOf('rsa2048.pem')]))).toBeUndefined()
    expect(await fault(new X509Certificate(bytesOf('rsa2048.pem')).raw, [root, textOf('between.pem')])).toBeUndefined()
    expect(await fault(bytesOf('bundle.p7b'))).toBeUndefined()
  })
  test('that signs itself is taken only when it is itself a root of the policy', async () => {
    expect(await fault(bytesOf('self-signed.pem'), [root, textOf('self-signed.pem')])).toBeUndefined()
    expect(await fault(bytesOf('self-signed.pem'))).toBe('untrusted')
  })
  test('is good until the first certificate of its chain ends', async () => {
    const file = Buffer.concat(['bad-under-short-between.pem', 'short-between.pem', 'between.pem'].map(bytesOf))
    const inspection = await inspect(file, of)
    const end = new Date(new X509Certificate(bytesOf('short-between.pem')).validTo).toISOString().replace('.000Z', 'Z')
    expect(inspection).toMatchObject({ ok: true, key: { usableUntil: end } })
    expect(end < '2046-01-01T00:00:00Z').toBe(true)
  })
  test('that says nothing of its use, and names its mailbox in its subject alone, is taken', async () => {
    expect(await fault(withBetween('old.pem'))).toBeUndefined()
  })
})

describe('what is wrong with a certificate is named', () => {
  test.each<[string, KeyFault]>([
    ['bad-expired', 'expired'],
    ['bad-not-yet-valid', 'not-yet-valid'],
    ['bad-rsa1024', 'weak-rsa'],
    ['bad-sha1', 'weak-signature'],
    ['bad-dsa', 'weak-dsa'],
    ['bad-ed25519', 'no-encryption-key'],
    ['bad-sign-only-usage', 'wrong-usage'],
    ['bad-ec-without-agreement', 'wrong-usage'],
    ['bad-for-web', 'wrong-usage'],
    ['bad-other-address', 'wrong-address'],
    ['bad-no-address', 'wrong-address'],
    ['bad-authority', 'wrong-usage'],
  ])('%s: %s', async (name, expected) => {
    expect(await fault(withBetween(`${name}.pem`))).toBe(expected)
  })
  test('an extension that it calls critical, and that nobody here knows', async () => {
    expect(await fault(withBetween('bad-unknown-critical.pem'))).toBeDefined()
  })
  test.each([
    'expired-between',
    'for-web-only',
    'forged-between',
    'no-authority',
    'sha1-between',
    'too-deep',
    'bound-away',
    'bound-elsewhere',
  ])('one between that may not issue it: %s', async (between) => {
    const file = Buffer.concat([bytesOf(`bad-under-${between}.pem`), bytesOf(`${between}.pem`), bytesOf('between.pem')])
    expect(await fault(file)).toBeDefined()
  })
  test('no certificate between, or another root', async () => {
    expect(await fault(bytesOf('rsa2048.pem'))).toBe('untrusted')
    expect(await fault(withBetween('rsa2048.pem'), [])).toBe('untrusted')
  })
  test('a private key, garbage, two at once, and a file that is too large', async () => {
    expect(await fault(Buffer.concat([bytesOf('rsa2048.pem'), bytesOf('rsa2048.private-for-tests.pem')]))).toBe('private-key')
    expect(await fault(bytesOf('team.private-for-tests.p12'))).toBe('private-key')
    expect(await fault(Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'))).toBe('unreadable')
    expect(await fault(Buffer.from('no certificate'))).toBe('unreadable')
    expect(await fault(Buffer.concat([withBetween('rsa2048.pem'), bytesOf('p256.pem')]))).toBe('several-keys')
    expect(await fault(Buffer.alloc(MOST_KEY_FILE_BYTES + 1, '\n'))).toBe('too-large')
  })
  test('a byte that was changed anywhere in it', async () => {
    const { raw } = new X509Certificate(bytesOf('rsa2048.pem'))
    for (let index = 0; index < raw.byteLength; index += 7) {
      const forged = Buffer.from(raw)
      forged[index] = (forged[index] ?? 0) ^ 0x01
      expect(await fault(forged, [root, textOf('between.pem')]), `byte ${index}`).toBeDefined()
    }
  })
  test('a root of the policy that is none', async () => {
    expect(() => makeInspectCertificate({ roots: ['none'] })).toThrow(expect.objectContaining({ code: 'POLICY_UNUSABLE', retry: 'never' }))
  })
})
