import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { composeMime } from '../../../adapters/mime/compose-mime.ts'
import type { Letter } from '../../../core/notice/ports.ts'
import type { MailAddress } from '../../../core/shared/mail-address.ts'
import { address, instant } from '../../core/notice/sample.ts'

const letter: Letter = {
  from: { name: 'ConsoleMe security', address: address('advance@notices.consoleme.example') },
  replyTo: address('security@consoleme.example'),
  to: address('security@harbour.example'),
  subject: '[EMBARGOED] ConsoleMe security advance notice ADV-2026-0003',
  references: `<${'a'.repeat(32)}@notices.consoleme.example>`,
  html: '<p>Grüße</p>',
  text: 'Grüße\n',
  attachments: [],
}
/** As stored, without the parser of addresses in between. */
const raw = (text: string): MailAddress => text as MailAddress

const bytesOf = async (changes: Partial<Letter> = {}): Promise<string> =>
  Buffer.from(await composeMime({ ...letter, ...changes })).toString('latin1')
const read = async (changes: Partial<Letter> = {}) => PostalMime.parse(await composeMime({ ...letter, ...changes }))
const headerNames = (message: string): string[] =>
  [...(message.split('\r\n\r\n')[0] ?? '').matchAll(/^([A-Za-z-]+):/gm)].map(([, name]) => name ?? '').toSorted()

describe('a composed mail', () => {
  it('has these header fields and no others', async () => {
    const expected = ['Auto-Submitted', 'Content-Type', 'From', 'MIME-Version', 'References', 'Reply-To', 'Subject', 'To']
    expect(headerNames(await bytesOf())).toEqual(expected)
    expect(headerNames(await bytesOf({ date: instant('2026-12-08T16:00:00Z') }))).toEqual([...expected, 'Date'].toSorted())
    expect(await bytesOf({ date: instant('2026-12-08T16:00:00Z') })).toContain('\r\nDate: Tue, 08 Dec 2026 16:00:00 +0000\r\n')
  })

  it('reads back as it was written', async () => {
    const patch = {
      name: 'ADV-2026-0003-1.2.patch',
      contentType: 'text/x-patch',
      bytes: Uint8Array.from({ length: 700 }, (_, index) => index % 256),
    }
    const mail = await read({ attachments: [patch, { ...patch, name: 'ADV-2026-0003-1.1.patch', bytes: new Uint8Array() }] })
    expect(mail).toMatchObject({
      from: { name: 'ConsoleMe security', address: 'advance@notices.consoleme.example' },
      to: [{ address: 'security@harbour.example' }],
      replyTo: [{ address: 'security@consoleme.example' }],
      subject: letter.subject,
      references: letter.references,
    })
    expect([mail.text?.trim(), mail.html?.trim()]).toEqual(['Grüße', '<p>Grüße</p>'])
    expect(mail.attachments.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition])).toEqual([
      ['ADV-2026-0003-1.2.patch', 'text/x-patch', 'attachment'],
      ['ADV-2026-0003-1.1.patch', 'text/x-patch', 'attachment'],
    ])
    expect(new Uint8Array(mail.attachments[0]?.content as ArrayBuffer)).toEqual(patch.bytes)
  })

  it('is multipart/mixed with an alternative of text and HTML, the better one last', async () => {
    const types = [
      ...(await bytesOf({ attachments: [{ name: 'a.patch', contentType: 'text/x-patch', bytes: new Uint8Array(3) }] })).matchAll(
        /Content-Type: ([a-z/-]+)/g,
      ),
    ]
    expect(types.map(([, type]) => type)).toEqual(['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'text/x-patch'])
  })

  it('has the calendar as a file before the patches, and not in place of the text', async () => {
    const calendar = { name: 'ADV-2026-0003.ics', text: 'BEGIN:VCALENDAR\r\nSUMMARY:Grüße\r\nEND:VCALENDAR\r\n' }
    const patch = { name: 'a.patch', contentType: 'text/x-patch', bytes: new Uint8Array(3) }
    const types = [...(await bytesOf({ calendar, attachments: [patch] })).matchAll(/Content-Type: ([a-z/-]+)/g)].map(([, type]) => type)
    expect(types).toEqual(['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'text/calendar', 'text/x-patch'])
    const mail = await read({ calendar, attachments: [patch] })
    expect([mail.text?.trim(), mail.html?.trim()]).toEqual(['Grüße', '<p>Grüße</p>'])
    const [file] = mail.attachments
    expect(file).toMatchObject({ filename: 'ADV-2026-0003.ics', mimeType: 'text/calendar', disposition: 'attachment', method: 'PUBLISH' })
    expect(await bytesOf({ calendar })).toContain(`\r\n\r\n${Buffer.from(calendar.text).toString('base64')}\r\n`)
    expect(await bytesOf({ calendar })).toMatch(
      /Content-Type: text\/calendar; method=PUBLISH; charset=utf-8;\r\n name=ADV-2026-0003\.ics\r\n/,
    )
  })

  it('law: holds 7 bits and CRLF alone, in lines that every server takes', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '字', '\n', '\r', '\r\n', ' ', '\t', '=', '.', '\u2028', '😀', 'long '.repeat(30)),
    })
    await fc.assert(
      fc.asyncProperty(text, text, async (plain, html) => {
        const message = await bytesOf({ text: plain, html })
        expect(message.replaceAll(/[\t\r\n]/g, '')).toMatch(/^[ -~]*$/)
        expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        expect(Math.max(...message.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
      }),
    )
  })

  it('law: keeps the text as it is, line breaks aside', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '字', '\n', ' ', '\t', '=', '=3D', '.', '--', '😀', 'long '.repeat(30)) })
    await fc.assert(
      fc.asyncProperty(text, async (plain) => {
        const { text: back } = await read({ text: plain })
        expect((back ?? '').replaceAll('\r\n', '\n').trimEnd()).toBe(plain.trimEnd())
      }),
    )
  })
})

describe('an address', () => {
  it.each([
    'a+b@harbour.example',
    '"a, b"@harbour.example',
    '"a b;c:d"@harbour.example',
    `"x\\"y"@harbour.example`,
    "o'neil@harbour.example",
    'a@xn--bcher-kva.example',
  ])('%s stays one, as it is', async (to) => {
    expect(await bytesOf({ to: raw(to) })).toContain(`To: <${to}>\r\n`)
    expect((await read({ to: raw(to) })).to).toHaveLength(1)
  })

  it.each([
    'a@one.example, b@two.example',
    'a@one.example;b@two.example',
    'team: a@one.example, b@two.example;',
    'A <a@one.example>',
    'a@one.example\r\nBcc: b@two.example',
    'a@one.example (b@two.example)',
    '"a"b@one.example',
    'a@one@two.example',
    'é@one.example',
    'a@büro.example',
    '',
  ])('%j is refused, in each field', async (bad) => {
    const refusal = 'an address of a letter is not exactly one mailbox'
    await expect(composeMime({ ...letter, to: raw(bad) })).rejects.toThrow(refusal)
    await expect(composeMime({ ...letter, replyTo: raw(bad) })).rejects.toThrow(refusal)
    await expect(composeMime({ ...letter, from: { name: 'x', address: raw(bad) } })).rejects.toThrow(refusal)
  })
})

describe('a header field', () => {
  it('law: nothing that is said in it begins another', async () => {
    const nasty = fc.string({
      unit: fc.constantFrom('\r', '\n', '\r\n', 'Bcc: b@two.example', ' ', '\t', '"', ',', '<', '>', 'é', '字', '\0', '\u2028', ':', 'To:'),
    })
    const usual = headerNames(await bytesOf())
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (name, subject) => {
        const message = await bytesOf({
          from: { name: `N${name}`, address: letter.from.address },
          subject: `S${subject}`,
          references: `<x${subject}@y.example>`,
        })
        expect(headerNames(message)).toEqual(usual)
      }),
    )
  })

  it('shows a name in any script', async () => {
    expect((await read({ from: { name: '株式会社 "例", פרויקט', address: letter.from.address } })).from?.name).toBe('株式会社 "例", פרויקט')
  })
})
