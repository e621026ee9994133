import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeInspectCertificate } from '../../../adapters/smime/inspect-certificate.ts'
import { instantAt } from '../../../core/embargo/instant.ts'
import type { KeyFault } from '../../../core/keys/key-fault.ts'
import { MOST_KEY_FILE_BYTES } from '../../../core/keys/mail-key.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { at, bytesOf, mailbox, root, textOf } from './certificates.ts'

const inspect = makeInspectCertificate({ roots: [root] })
const of = { addresses: [mailbox], at }
const pem = (name: string): string => textOf(`${name}.pem`)
const together = (...names: readonly string[]): Buffer => Buffer.from(names.map(pem).join(''))
const derOf = (name: string): Buffer => new X509Certificate(pem(name)).raw

describe('a good certificate', () => {
  test.each(['rsa2048', 'rsa3072', 'p256', 'p384', 'brainpool256'])(
    'of the kind %s is kept as the leaf in DER, by its SHA-256',
    async (kind) => {
      expect(await inspect(together(kind, 'between'), of)).toEqual({
        ok: true,
        key: {
          kind: 's-mime',
          fingerprint: new X509Certificate(pem(kind)).fingerprint256.replaceAll(':', ''),
          addresses: ['ops@alder.example', 'second@alder.example'],
          usableUntil: '2046-01-01T00:00:00Z',
          bytes: derOf(kind).toString('base64'),
          cipher: 'aes-256-gcm',
        },
      })
    },
  )

  const forms: readonly (readonly [string, () => Uint8Array])[] = [
    ['PEM, the leaf first', () => together('rsa2048', 'between')],
    [
      'PEM, the leaf last, twice, with the root and CRLF',
      () => Buffer.from(`Bag: x\n${pem('root')}${pem('between')}${pem('rsa2048')}${pem('rsa2048')}`.replaceAll('\n', '\r\n')),
    ],
    ['a PKCS #7 bundle', () => bytesOf('bundle.p7b')],
  ]
  test.each(forms)('may come as %s', async (_, bytes) => {
    expect(await inspect(bytes(), of)).toMatchObject({ ok: true, key: { bytes: derOf('rsa2048').toString('base64') } })
  })

  test('may come as DER, or base64 of it, when nothing stands between it and a root', async () => {
    const alone = makeInspectCertificate({ roots: [pem('self-signed')] })
    expect(await alone(derOf('self-signed'), of)).toMatchObject({ ok: true })
    expect(await alone(Buffer.from(derOf('self-signed').toString('base64')), of)).toMatchObject({ ok: true })
  })

  test('may name one of several addresses, be it in its subject', async () => {
    expect(await inspect(together('old', 'between'), { ...of, addresses: [MailAddress.parse('x@willow.example'), mailbox] })).toMatchObject(
      {
        ok: true,
        key: { addresses: [mailbox] },
      },
    )
  })

  test('is usable as long as everything that it hangs from', async () => {
    expect(await inspect(together('under-short-between', 'short-between'), of)).toMatchObject({
      key: { usableUntil: '2030-01-01T00:00:00Z' },
    })
  })

  test('may come from an authority that is bound to its domain', async () => {
    expect(await inspect(together('under-bound-here', 'bound-here'), of)).toMatchObject({ ok: true })
  })
})

describe('what is wrong with a certificate is named', () => {
  const wrong: readonly (readonly [KeyFault, string, () => Uint8Array])[] = [
    ['unreadable', 'garbage', () => Buffer.from('-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n')],
    ['unreadable', 'DER with something after it', () => Buffer.concat([derOf('rsa2048'), Buffer.of(0)])],
    ['unreadable', 'nothing', () => Buffer.of()],
    ['private-key', 'a private key as PEM', () => Buffer.from(pem('rsa2048') + pem('rsa2048.private-for-tests'))],
    ['private-key', 'a PKCS #12 file', () => bytesOf('team.private-for-tests.p12')],
    ['private-key', 'a private key as DER', () => Buffer.from(pem('p256.private-for-tests').replaceAll(/-----.*-----|\s/g, ''), 'base64')],
    ['too-large', 'a large file', () => Buffer.alloc(MOST_KEY_FILE_BYTES + 1, pem('rsa2048'))],
    ['several-keys', 'two people’s certificates', () => together('rsa2048', 'p256', 'between')],
    ['expired', 'one that has expired', () => together('bad-expired', 'between')],
    ['expired', 'one whose authority has expired', () => together('under-expired-between', 'expired-between')],
    ['not-yet-valid', 'one of the future', () => together('bad-not-yet-valid', 'between')],
    ['weak-rsa', 'RSA of 1024 bits', () => together('bad-rsa1024', 'between')],
    ['weak-dsa', 'DSA', () => together('bad-dsa', 'between')],
    ['no-encryption-key', 'Ed25519', () => together('bad-ed25519', 'between')],
    ['weak-signature', 'one signed by SHA-1', () => together('bad-sha1', 'between')],
    ['weak-signature', 'one whose authority is signed by SHA-1', () => together('under-sha1-between', 'sha1-between')],
    ['wrong-usage', 'one to sign with only', () => together('bad-sign-only-usage', 'between')],
    ['wrong-usage', 'a curve without agreement', () => together('bad-ec-without-agreement', 'between')],
    ['wrong-usage', 'one for web sites', () => together('bad-for-web', 'between')],
    ['wrong-usage', 'an authority', () => together('bad-authority')],
    ['wrong-usage', 'authorities alone', () => together('between', 'root')],
    ['wrong-usage', 'one with a demand that nobody here understands', () => together('bad-unknown-critical', 'between')],
    ['wrong-address', 'somebody else’s', () => together('bad-other-address', 'between')],
    ['wrong-address', 'one of no mailbox', () => together('bad-no-address', 'between')],
    ['untrusted', 'one without those between', () => together('rsa2048')],
    ['untrusted', 'one whose authority has the name of ours and another key', () => together('under-forged-between', 'between')],
    ['untrusted', 'one of a root that is not ours', () => Buffer.from(pem('rsa2048') + pem('forged-between'))],
    ['untrusted', 'one that signs itself', () => together('self-signed')],
    ['several-keys', 'one that issued another without being an authority', () => together('under-no-authority', 'no-authority')],
    ['untrusted', 'one below more authorities than may be', () => together('under-too-deep', 'too-deep', 'between')],
    ['untrusted', 'one of an authority that is bound to another domain', () => together('under-bound-elsewhere', 'bound-elsewhere')],
    ['untrusted', 'one of an authority that is kept from its domain', () => together('under-bound-away', 'bound-away')],
    ['untrusted', 'one of an authority for web sites', () => together('under-for-web-only', 'for-web-only')],
    ['untrusted', 'one whose authority only has the name of a good one', () => together('under-forged-between', 'forged-between')],
  ]
  test.each(wrong)('%s: %s', async (fault, _, bytes) => {
    expect(await inspect(bytes(), of)).toEqual({ ok: false, fault })
  })

  test('untrusted: one whose issuer is no authority, be it a root of the policy', async () => {
    const lenient = makeInspectCertificate({ roots: [root, pem('no-authority')] })
    expect(await lenient(together('under-no-authority'), of)).toEqual({ ok: false, fault: 'untrusted' })
  })

  test('expired from the second after its last', async () => {
    const last = { ...of, at: instantAt(Date.UTC(2046, 0, 1)) }
    expect(await inspect(together('rsa2048', 'between'), last)).toMatchObject({ ok: true })
    expect(await inspect(together('rsa2048', 'between'), { ...of, at: last.at.plus({ seconds: 1 }) })).toEqual({
      ok: false,
      fault: 'expired',
    })
    expect(await inspect(together('rsa2048', 'between'), { ...of, at: instantAt(Date.UTC(2026, 0, 1)).minus({ seconds: 1 }) })).toEqual({
      ok: false,
      fault: 'not-yet-valid',
    })
  })

  test('whatever was done to its bytes, and none is ever taken for good that is not the same', async () => {
    const good = derOf('self-signed')
    const alone = makeInspectCertificate({ roots: [pem('self-signed')] })
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const changed = Buffer.from(good)
        changed.writeUInt8(changed.readUInt8(place) ^ change, place)
        expect(await alone(changed, of)).toMatchObject({ ok: false })
      }),
      { numRuns: 300 },
    )
  })
})

test('a root that is no certificate is a fault of the policy', () => {
  expect(() => makeInspectCertificate({ roots: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] })).toThrow(
    'a root of the policy',
  )
})
