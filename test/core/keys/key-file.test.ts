import { describe, expect, test } from 'vitest'
import { saysOf } from '../../../core/keys/key-fault.ts'
import { isPrivateKey, kindOfFile } from '../../../core/keys/key-file.ts'
import { inspectByKind } from '../../../core/keys/inspect-by-kind.ts'
import { spacedFingerprint } from '../../../core/keys/mail-key.ts'
import type { InspectKey } from '../../../core/keys/ports.ts'
import { manualClock } from '../../fakes/clock.ts'

const text = (...lines: readonly string[]) => Buffer.from(lines.join('\n'))
const PUBLIC = text('-----BEGIN PGP PUBLIC KEY BLOCK-----', '', 'mDME', '-----END PGP PUBLIC KEY BLOCK-----')
const PEM = text('Bag Attributes', '-----BEGIN CERTIFICATE-----', 'MIIB', '-----END CERTIFICATE-----')
const DER = Buffer.from([0x30, 0x82, 0x03, 0x00])

test.each([
  ['an armoured key', PUBLIC, 'openpgp'],
  ['a key in binary', Buffer.from([0x98, 0x33, 0x04]), 'openpgp'],
  ['a certificate as PEM', PEM, 's-mime'],
  ['a certificate as DER', DER, 's-mime'],
  ['a bundle of certificates', text('-----BEGIN PKCS7-----', 'MIIB', '-----END PKCS7-----'), 's-mime'],
  ['something else', text('hello'), 'openpgp'],
  ['what begins as DER of few bytes', Buffer.from([0x30, 0x03, 0x02, 0x01]), 'openpgp'],
  ['what has DER’s length alone', Buffer.from([0x98, 0x82, 0x04]), 'openpgp'],
  ['nothing', Buffer.alloc(0), 'openpgp'],
])('%s is for the reader of its kind', (_, bytes, kind) => {
  expect(kindOfFile(bytes)).toBe(kind)
})

test.each([
  ['armoured', text('-----BEGIN PGP PRIVATE KEY BLOCK-----', '', 'lFgE'), true],
  ['in binary, in the old format', Buffer.from([0x95, 0x03, 0x04]), true],
  ['in binary, in the new format', Buffer.from([0xc5, 0x58, 0x04]), true],
  ['of PKCS #8', text('-----BEGIN PRIVATE KEY-----', 'MIIE'), true],
  ['of RSA', text('-----BEGIN RSA PRIVATE KEY-----', 'MIIE'), true],
  ['locked', text('-----BEGIN ENCRYPTED PRIVATE KEY-----', 'MIIE'), true],
  ['beside a certificate', Buffer.concat([PEM, text('', '-----BEGIN PRIVATE KEY-----')]), true],
  ['none: an armoured key', PUBLIC, false],
  ['none: a key in binary', Buffer.from([0x99, 0x01, 0x0d]), false],
  ['none: a certificate', PEM, false],
])('a private key shows from outside: %s', (_, bytes, expected) => {
  expect(isPrivateKey(bytes)).toBe(expected)
})

describe('whoever looks into a file', () => {
  const of = { addresses: [], at: manualClock('2026-12-01T09:00:00Z').now() }
  const readers = () => {
    const calls: string[] = []
    const reader = (name: string) => async (): Promise<InspectKey> => {
      calls.push(`load ${name}`)
      return async () => (calls.push(`read ${name}`), { ok: false, fault: 'revoked' })
    }
    return { calls, inspect: inspectByKind({ openpgp: reader('openpgp'), 's-mime': reader('s-mime') }) }
  }

  test('is loaded with the first file of its kind, and no other is', async () => {
    const { calls, inspect } = readers()
    expect(await inspect(PUBLIC, of)).toEqual({ ok: false, fault: 'revoked' })
    await inspect(PUBLIC, of)
    expect(calls).toEqual(['load openpgp', 'read openpgp', 'read openpgp'])
    await inspect(PEM, of)
    expect(calls.slice(3)).toEqual(['load s-mime', 'read s-mime'])
  })

  test('is given no private key, and nothing too large', async () => {
    const { calls, inspect } = readers()
    expect(await inspect(text('-----BEGIN PGP PRIVATE KEY BLOCK-----'), of)).toEqual({ ok: false, fault: 'private-key' })
    expect(await inspect(Buffer.alloc(64 * 1024 + 1), of)).toEqual({ ok: false, fault: 'too-large' })
    expect(calls).toEqual([])
    expect(await inspect(Buffer.alloc(64 * 1024), of)).toEqual({ ok: false, fault: 'revoked' })
  })
})

test('a fingerprint is shown in groups of four', () => {
  expect(spacedFingerprint('0123456789ABCDEF')).toBe('0123 4567 89AB CDEF')
  expect(saysOf('expired')).toBe('has expired: ask its owner to extend it, and give it again')
})
