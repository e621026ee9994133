import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { inspectOpenpgpKey } from '../../../adapters/openpgp/inspect-key.ts'
import { openpgpSealing } from '../../../adapters/openpgp/sealing.ts'
import { sealedMime } from '../../../adapters/mime/sealed-mime.ts'
import type { SealedBody } from '../../../core/keys/ports.ts'
import { Confidential } from '../../../core/shared/confidential.ts'
import { type OpenedMail, openInNeomutt } from '../../endpoints/neomutt.ts'
import { FROM, TO, letter } from './sample-letter.ts'
import { keysForNeomutt } from './throwaway-keys.ts'

const keys = keysForNeomutt({ from: FROM, to: TO })

const entity = sealedMime.entity(letter)
const files = { 'ADV-2026-0003.ics': Buffer.from(letter.calendar?.text ?? ''), ...namesAndBytes() }
const open = async (body: SealedBody): Promise<OpenedMail> =>
  openInNeomutt(sealedMime.message(letter, body), { gnupgHome: keys().gnupgHome, saves: Object.keys(files).length })

async function sealByOurOpenpgp(sealed: Uint8Array): Promise<SealedBody> {
  const at = DateTime.utc()
  const { made, secret } = await openpgpSealing.team.create({ name: letter.from.name, address: letter.from.address }, at)
  await keys().learn(made.published)
  const inspection = await inspectOpenpgpKey(await keys().publicKey(), { addresses: [letter.to], at })
  if (!inspection.ok) throw new Error(inspection.fault)
  const body = await openpgpSealing.seal({ key: inspection.key, team: new Confidential(secret), entity: sealed, at })
  if ('unusable' in body) throw new Error(body.unusable)
  return body
}

function namesAndBytes(): Record<string, Buffer> {
  return Object.fromEntries(letter.attachments.map(({ name, bytes }) => [name, Buffer.from(bytes)]))
}

describe('neomutt shows a mail that was sealed', () => {
  it.each([
    ['by gpg', 'PGP/MIME signed and encrypted', () => keys().sealByGpg(entity)],
    ['by our OpenPGP', 'PGP/MIME signed and encrypted', () => sealByOurOpenpgp(entity)],
    ['by openssl cms, with AES-256-CBC', 'S/MIME encrypted', () => keys().sealByOpenssl(entity, 'aes-256-cbc')],
  ])('%s: subject, text and attachments', async (_, says, seal) => {
    const { shown, saved } = await open(await seal())
    const [outside = '', inside = ''] = shown.split(`The following data is ${says}`)
    expect(outside).toContain('Subject: [...]\n')
    expect(inside).toContain(`Subject: ${letter.subject}\n`)
    expect(shown).toContain('Good signature from: ')
    expect(inside).toContain(letter.text)
    for (const name of Object.keys(files)) expect(inside).toMatch(new RegExp(`^\\[-- Attachment #\\d: ${name} --\\]$`, 'm'))
    expect(Object.fromEntries(saved)).toEqual(files)
  })

  it('and not to who has not the key', async () => {
    const gnupgHome = await mkdtemp(join(tmpdir(), 'stranger-'))
    const shownOf = async (body: SealedBody) => (await openInNeomutt(sealedMime.message(letter, body), { gnupgHome, saves: 0 })).shown
    expect(await shownOf(await keys().sealByGpg(entity))).toBe('')
    const smime = await shownOf(await keys().sealByOpenssl(entity, 'aes-256-cbc'))
    expect(smime).toContain('decryption failed: No secret key')
    expect(smime).not.toContain('ADV-2026-0003')
    await rm(gnupgHome, { recursive: true, force: true })
  })
})

describe('openssl opens what stands in an S/MIME mail', () => {
  it.each(['aes-256-cbc', 'aes-256-gcm'] as const)('%s: byte for byte', async (cipher) => {
    const { attachments } = await PostalMime.parse(sealedMime.message(letter, await keys().sealByOpenssl(entity, cipher)))
    expect(attachments.map(({ mimeType, filename }) => [mimeType, filename])).toEqual([['application/pkcs7-mime', 'smime.p7m']])
    expect(await keys().openByOpenssl(new Uint8Array(attachments[0]?.content as ArrayBuffer))).toEqual(Buffer.from(entity))
  })
})
