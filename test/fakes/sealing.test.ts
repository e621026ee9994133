import { describe, expect, test } from 'vitest'
import { instantAt } from '../../core/embargo/instant.ts'
import { Confidential } from '../../core/shared/confidential.ts'
import type { MailAddress } from '../../core/shared/mail-address.ts'
import { type MemorySealing, mailKeyOf, memorySealing, privateKeyFile } from './sealing.ts'

const address = 'ops@alder.example' as MailAddress
const owner = { name: 'Larch security', address: 'notices@larch.example' as MailAddress }
const at = instantAt(Date.UTC(2026, 11, 1))
const entity = Buffer.from('Content-Type: text/plain\r\n\r\nA heap overflow in the parser.\r\n')

async function sealed(sealing: MemorySealing, key = mailKeyOf({ address })) {
  const { secret } = await sealing.team.create(owner, at)
  const body = await sealing.seal({ key, team: new Confidential(secret), entity, at })
  if ('unusable' in body) throw new Error(body.unusable)
  return { body, secret }
}

describe.each(['openpgp', 's-mime'] as const)('the fake of %s', (kind) => {
  const key = mailKeyOf({ address, kind })

  test('seals to one key, and says who signed', async () => {
    const sealing = memorySealing(kind)
    const { body, secret } = await sealed(sealing, key)
    expect(sealing.open(body, key)).toEqual({ entity: entity.toString(), signedBy: secret.fingerprint })
    expect(() => sealing.open(body, mailKeyOf({ address, kind, seed: 'another' }))).toThrow(/authenticate/)
    expect(Buffer.from(body.kind === 'openpgp' ? body.armored : body.der).includes('overflow')).toBe(false)
  })

  test('seals nothing to a key from the instant on at which it expires', async () => {
    const sealing = memorySealing(kind)
    const expired = mailKeyOf({ address, kind, usableUntil: '2026-12-01T00:00:00Z' })
    await expect(sealed(sealing, expired)).rejects.toThrow('expired')
  })

  test('adopts a private key of the owner that is not locked', async () => {
    const { team } = memorySealing(kind)
    const made = await team.adopt(privateKeyFile(kind, owner.address), owner, at)
    expect(made).toHaveProperty('secret.kind', kind)
    expect(await team.adopt(privateKeyFile(kind, owner.address, { locked: true }), owner, at)).toEqual({ unusable: 'locked' })
    expect(await team.adopt(privateKeyFile(kind, address), owner, at)).toEqual({ unusable: 'wrong-address' })
    expect(await team.adopt(Buffer.from('public key'), owner, at)).toEqual({ unusable: 'no-private-key' })
    expect(await team.adopt(Buffer.from('no key'), owner, at)).toEqual({ unusable: 'unreadable' })
  })
})
