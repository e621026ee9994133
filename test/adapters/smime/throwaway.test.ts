import { describe, expect, test } from 'vitest'
import { readCertificate } from '../../../adapters/smime/certificate.ts'
import { envelopedFor } from '../../../adapters/smime/enveloped-data.ts'
import { sealsTo } from '../../../adapters/smime/faults.ts'
import { signedEntity } from '../../../adapters/smime/signed-data.ts'
import { signerIn } from '../../../adapters/smime/signer.ts'
import { makeThrowawayKey } from '../../../adapters/smime/throwaway.ts'
import type { SealedBody } from '../../../core/keys/ports.ts'
import { at, mailbox, textOf } from './certificates.ts'

const entity = Buffer.from('Content-Type: text/plain\r\n\r\nAs the team wrote it.\r\n\r\n\r\n')
const published = textOf('team-p384.pem')

/** What the throwaway key opens of what was signed, as somebody changed it before it was encrypted. */
async function openedAs(change: (signed: string) => string) {
  const signer = signerIn(textOf('team-p384.private-for-tests.pem') + published)
  if ('fault' in signer) throw new Error(signer.fault)
  const signed = Buffer.from(signedEntity(signer, entity, at.toJSDate())).toString('latin1')
  const throwaway = await makeThrowawayKey(mailbox, at)
  const certificate = readCertificate(Buffer.from(throwaway.key.bytes, 'base64'))
  if (certificate === undefined) throw new Error('no certificate')
  const cipher = 'aes-256-gcm'
  const der = envelopedFor(sealsTo(certificate), cipher, Buffer.from(change(signed), 'latin1'))
  const body: SealedBody = { kind: 's-mime', cipher, der }
  return { body, throwaway, opened: await throwaway.open(body, { published }) }
}

/** Of the signature’s last byte, which belongs to its value. */
const forged = (signed: string): string =>
  signed.replace(/(?<=base64\r\n.*\r\n\r\n)[A-Za-z0-9+/=\r\n]+(?=\r\n--)/, (base64) => {
    const der = Buffer.from(base64, 'base64')
    der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1)
    return der.toString('base64')
  })

describe('a throwaway key', () => {
  test('gives back all that was signed, line breaks at its end included', async () => {
    const { opened } = await openedAs((signed) => signed)
    expect(opened.isSigned).toBe(true)
    expect(Buffer.from(opened.entity).equals(entity)).toBe(true)
  })

  test('does not call signed what was changed since', async () => {
    const { opened } = await openedAs((signed) => signed.replace('the team', 'nobody'))
    expect(Buffer.from(opened.entity).toString()).toContain('As nobody wrote it.')
    expect(opened.isSigned).toBe(false)
  })

  test('does not call signed what has a forged signature', async () => {
    expect((await openedAs(forged)).opened).toMatchObject({ isSigned: false })
  })

  test('opens nothing that was changed on the way, or is not signed at all', async () => {
    const { body, throwaway } = await openedAs((signed) => signed)
    if (body.kind !== 's-mime') throw new Error('of another kind')
    const changed = Buffer.from(body.der)
    changed.writeUInt8(changed.readUInt8(changed.length - 30) ^ 1, changed.length - 30)
    await expect(throwaway.open({ ...body, der: changed }, { published })).rejects.toBeInstanceOf(Error)
    await expect(openedAs(() => entity.toString('latin1'))).rejects.toThrow('it is not signed')
  })
})
