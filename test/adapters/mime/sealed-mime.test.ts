import fc from 'fast-check'
import PostalMime, { type Attachment } from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { composeMime } from '../../../adapters/mime/compose-mime.ts'
import { sealedMime } from '../../../adapters/mime/sealed-mime.ts'
import type { SealedBody } from '../../../core/keys/ports.ts'
import type { Letter } from '../../../core/notice/ports.ts'
import type { MailAddress } from '../../../core/shared/mail-address.ts'
import { anyContent, anyLetter, letter } from './sample-letter.ts'

const armored = ['-----BEGIN PGP MESSAGE-----', '', 'aGVsbG8=', '=abcd', '-----END PGP MESSAGE-----', ''].join('\r\n')
const openpgp: SealedBody = { kind: 'openpgp', armored }
const cms = (oid: string): Uint8Array => Buffer.from(`308203e8${oid}a08203d9${'5a'.repeat(300)}`, 'hex')
const ENVELOPED = '06092a864886f70d010703'
const AUTH_ENVELOPED = '060b2a864886f70d0109100117'
const gcm: SealedBody = { kind: 's-mime', cipher: 'aes-256-gcm', der: cms(AUTH_ENVELOPED) }
const cbc: SealedBody = { kind: 's-mime', cipher: 'aes-256-cbc', der: cms(ENVELOPED) }

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const entityOf = (changes: Partial<Letter> = {}): string => latin1(sealedMime.entity({ ...letter, ...changes }))
const messageOf = (changes: Partial<Letter> = {}, body: SealedBody = openpgp): string =>
  latin1(sealedMime.message({ ...letter, ...changes }, body))
/** Unfolded, in their order. */
const fieldsIn = (message: string): string[] => (message.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n(?=[ \t])/g, '').split('\r\n')
const namesIn = (message: string): string[] => fieldsIn(message).map((field) => field.split(':')[0] ?? '')
const withoutLots = (message: string): string => message.replaceAll(/=_[\w-]{24}/g, '=_lot')
const bodyOf = (message: string): string => withoutLots(message.slice(message.indexOf('\r\n\r\n')))

describe('what is sealed', () => {
  it('says in its header what the letter says, and what stands outside', () => {
    const id = `<${'a'.repeat(32)}@notices.consoleme.example>`
    const outside = ['From: ConsoleMe security <advance@notices.consoleme.example>', 'To: <security@harbour.example>']
    const date = 'Date: Tue, 08 Dec 2026 16:00:00 +0000'
    expect(fieldsIn(withoutLots(entityOf()))).toEqual([
      'MIME-Version: 1.0',
      ...outside,
      'Reply-To: <security@consoleme.example>',
      'Subject: [EMBARGOED] ConsoleMe security advance notice ADV-2026-0003',
      date,
      `References: ${id}`,
      'Auto-Submitted: auto-generated',
      ...outside.map((field) => `HP-Outer: ${field}`),
      'HP-Outer: Reply-To: <security@consoleme.example>',
      'HP-Outer: Subject: [...]',
      `HP-Outer: ${date}`,
      `HP-Outer: References: ${id}`,
      'HP-Outer: Auto-Submitted: auto-generated',
      'Content-Type: multipart/mixed; hp="cipher"; protected-headers="v1"; boundary="=_lot"',
    ])
  })

  it('holds what the plain letter holds, then nothing but padding', async () => {
    const plain = bodyOf(latin1(await composeMime(letter)))
    const sealed = bodyOf(entityOf())
    expect(sealed.slice(0, plain.length)).toBe(plain)
    expect(sealed.slice(plain.length)).toMatch(/^-?(\r\n)*$/)
  })

  it('law: reads back as the letter', async () => {
    await fc.assert(
      fc.asyncProperty(anyLetter, async (any) => {
        const mail = await PostalMime.parse(sealedMime.entity(any))
        const { from, replyTo, to, subject, references } = any
        expect(mail).toMatchObject({ from, replyTo: [{ address: replyTo }], to: [{ address: to }], subject, references })
        expect([unixText(mail.text), unixText(mail.html)]).toEqual([unixText(any.text), unixText(any.html)])
        const [calendar, ...files] = mail.attachments
        // The reader makes one kind of line break of what it knows as text.
        expect([calendar?.filename, unixText(textOf(calendar))]).toEqual([any.calendar?.name, unixText(any.calendar?.text)])
        expect(files.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer)])).toEqual(
          any.attachments.map(({ name, bytes }) => [name, Buffer.from(bytes)]),
        )
      }),
    )
  })

  it('law: is as long as a multiple of 4 KB, without a step too many', async () => {
    await fc.assert(
      fc.asyncProperty(anyLetter, async (any) => {
        const entity = latin1(sealedMime.entity(any))
        expect(entity.length % 4096).toBe(0)
        const padding = /-?(\r\n)*$/.exec(entity.slice(entity.lastIndexOf('--\r\n') + 4))?.[0].length
        // One byte is no line, so where one is missing a step is added.
        expect(padding).toBeLessThanOrEqual(4096 + 1)
      }),
    )
  })

  it('is of one length for texts of every length within a step', () => {
    const lengths = Array.from({ length: 60 }, (_, more) => entityOf({ html: '', text: 'x'.repeat(more), attachments: [] }).length)
    expect(new Set(lengths)).toEqual(new Set([4096]))
  })

  it('law: holds 7 bits and CRLF alone, in lines that every server takes', () => {
    fc.assert(
      fc.property(anyLetter, (any) => {
        for (const written of [sealedMime.entity(any), sealedMime.message(any, openpgp), sealedMime.message(any, gcm)]) {
          const lines = latin1(written).split('\r\n')
          expect(lines.filter((line) => !/^[\t -~]*$/.test(line) || /[\t ]$/.test(line) || line.length > 998)).toEqual([])
        }
      }),
    )
  })
})

describe('the message around it', () => {
  it('has the header that is recorded inside, byte for byte, and no other but those of MIME', () => {
    const recorded = fieldsIn(entityOf()).flatMap((field) => (field.startsWith('HP-Outer: ') ? [field.slice('HP-Outer: '.length)] : []))
    expect(fieldsIn(messageOf()).slice(0, -1)).toEqual(['MIME-Version: 1.0', ...recorded])
    expect(recorded).toHaveLength(7)
  })

  it('has no date where the letter has none, inside or outside', () => {
    const { date: _, ...dateless } = letter
    expect(latin1(sealedMime.entity(dateless))).not.toContain('Date:')
    expect(latin1(sealedMime.message(dateless, openpgp))).not.toContain('Date:')
  })

  it('law: is the same whatever the letter says', () => {
    fc.assert(
      fc.property(anyContent, anyContent, fc.constantFrom(openpgp, gcm, cbc), (one, other, body) => {
        expect(withoutLots(messageOf(one, body))).toBe(withoutLots(messageOf(other, body)))
      }),
    )
  })

  it('holds no three words in a row of subject or text, nor an id', () => {
    const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    const outside = ` ${words(messageOf()).join(' ')} `
    // How the team and its mailbox are called stands in From, which is no secret.
    const said = words(`${letter.subject}. ${letter.text}`)
    const kept = said.map((_, at) => said.slice(at, at + 3)).filter((three) => three.length === 3)
    expect(kept.filter((three) => outside.includes(` ${three.join(' ')} `))).toEqual([['consoleme', 'security', 'advance']])
    expect(messageOf()).not.toContain('ADV-')
  })

  it('parts by lot, so that no two messages have a boundary in common', () => {
    const lots = [messageOf(), messageOf(), entityOf(), entityOf()].flatMap((message) => [...new Set(message.match(/=_[\w-]{24}/g))])
    expect(new Set(lots).size).toBe(lots.length)
    expect(lots).toHaveLength(6)
  })

  it('is PGP/MIME around an OpenPGP message', () => {
    expect(withoutLots(messageOf())).toContain(
      [
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";',
        ' boundary="=_lot"',
        '',
        '--=_lot',
        'Content-Type: application/pgp-encrypted',
        'Content-Description: PGP/MIME version identification',
        '',
        'Version: 1',
        '',
        '--=_lot',
        'Content-Type: application/octet-stream; name="encrypted.asc"',
        'Content-Description: OpenPGP encrypted message',
        'Content-Disposition: inline; filename="encrypted.asc"',
        '',
        armored,
        '--=_lot--',
        '',
      ].join('\r\n'),
    )
  })

  it('is written around as much as a mail can hold', () => {
    const large = armored.replace('aGVsbG8=', () => `${'A'.repeat(64)}\r\n`.repeat(160_000).trimEnd())
    expect(messageOf({}, { kind: 'openpgp', armored: large })).toContain(large)
  })

  it.each([
    [gcm, 'authEnveloped-data'],
    [cbc, 'enveloped-data'],
  ])('is S/MIME around a CMS message: %#', async (body, type) => {
    const message = messageOf({}, body)
    expect(fieldsIn(message).slice(-3)).toEqual([
      `Content-Type: application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`,
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="smime.p7m"',
    ])
    const [file] = (await PostalMime.parse(message)).attachments
    expect(Buffer.from(file?.content as ArrayBuffer)).toEqual(Buffer.from(body.kind === 's-mime' ? body.der : []))
  })

  it.each<[string, SealedBody]>([
    ['a text', { kind: 'openpgp', armored: 'Grüße' }],
    ['a text after armour', { kind: 'openpgp', armored: `${armored}ADVANCE NOTICE` }],
    ['armour that does not begin', { kind: 'openpgp', armored: armored.slice(armored.indexOf('aGVs')) }],
    ['armour that does not end', { kind: 'openpgp', armored: armored.slice(0, armored.indexOf('\r\n=abcd')) }],
    ['a text within armour', { kind: 'openpgp', armored: armored.replace('aGVs', 'ADVANCE NOTICE') }],
    ['armour with bare line feeds', { kind: 'openpgp', armored: armored.replaceAll('\r\n', '\n') }],
    ['armour of something else', { kind: 'openpgp', armored: armored.replaceAll('MESSAGE', 'SIGNATURE') }],
    ['a signature around a text', { kind: 's-mime', cipher: 'aes-256-cbc', der: cms('06092a864886f70d010702') }],
    ['bytes of nothing known', { kind: 's-mime', cipher: 'aes-256-gcm', der: Buffer.from('ADVANCE NOTICE') }],
    ['no bytes', { kind: 's-mime', cipher: 'aes-256-gcm', der: new Uint8Array() }],
    ['another kind of encryption than it says', { kind: 's-mime', cipher: 'aes-256-gcm', der: cms(ENVELOPED) }],
  ])('is not written around %s', (_, body) => {
    expect(() => messageOf({}, body)).toThrow('what was to be sealed is not encrypted')
  })
})

describe('an address or a name', () => {
  it.each(['a@one.example, b@two.example', 'a@one.example\r\nBcc: b@two.example', 'A <a@one.example>', ''])(
    '%j is refused, in each field, inside and outside',
    (text) => {
      const bad = text as MailAddress
      for (const changes of [{ to: bad }, { replyTo: bad }, { from: { name: 'x', address: bad } }])
        for (const write of [entityOf, messageOf]) expect(() => write(changes)).toThrow('an address of a letter is not exactly one mailbox')
    },
  )

  it('law: nothing that is said in a field begins another', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('\r', '\n', '\r\n', 'Bcc: b@two.example', ' ', '\t', '"', ',', '<', '>', 'é', '字', '\0', '\u2028', ':', 'To:'),
    })
    fc.assert(
      fc.property(nasty, nasty, (name, subject) => {
        const changes = {
          from: { name: `N${name}`, address: letter.from.address },
          subject: `S${subject}`,
          references: `<x${subject}@y.example>`,
        }
        expect(namesIn(entityOf(changes))).toEqual(namesIn(entityOf()))
        expect(namesIn(messageOf(changes))).toEqual(namesIn(messageOf()))
      }),
    )
  })
})

const textOf = (file: Attachment | undefined): string => Buffer.from((file?.content ?? '') as ArrayBuffer).toString('utf8')
const unixText = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n').trimEnd()
