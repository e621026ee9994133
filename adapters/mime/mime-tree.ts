import { randomBytes } from 'node:crypto'
import MimeNode from 'nodemailer/lib/mime-node'
import { encode, wrap } from 'nodemailer/lib/qp'
import type { Attachment, CalendarPart, Letter } from '../../core/notice/ports.ts'

const CRLF = '\r\n'
/** Characters of an encoded line at the most. @see RFC 2045, section 6.7 and 6.8 */
const LINE = 76
const BOUNDARY_BYTES = 18

/**
 * What a letter holds below its header: the text, which is twofold, then the calendar and the patches. The tree is put together
 * here, since nodemailer's streams take several times as long for the same bytes.
 *
 * @param parameters of the content type, such as `; hp="cipher"`
 * @returns an entity from its Content-Type on, with CRLF and 7 bits
 */
export function contentOf({ text, html, calendar, attachments }: Letter, parameters = ''): string {
  const body = multipart('alternative', [
    part('text/plain', 'quoted-printable', quotedPrintable(text)),
    part('text/html', 'base64', base64(Buffer.from(html))),
  ])
  const files = [...(calendar === undefined ? [] : [calendarFile(calendar)]), ...attachments]
  return multipart('mixed', [body, ...files.map(attachmentPart)], parameters)
}

/**
 * The boundary is drawn by lot, so it tells nothing of what it parts, and begins with what neither encoding of a part can hold.
 *
 * @see RFC 2046, section 5.1.1: the line break before a boundary belongs to it
 */
export function multipart(subtype: string, parts: readonly string[], parameters = ''): string {
  const boundary = `=_${randomBytes(BOUNDARY_BYTES).toString('base64url')}`
  const header = `Content-Type: multipart/${subtype}${parameters};${CRLF} boundary="${boundary}"`
  return [header, '', ...parts.map((written) => `--${boundary}${CRLF}${written}`), `--${boundary}--`, ''].join(CRLF)
}

export function base64(bytes: Uint8Array): string {
  const encoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const lines: string[] = []
  for (let from = 0; from < encoded.length; from += LINE) lines.push(encoded.slice(from, from + LINE))
  return lines.join(CRLF)
}

/**
 * A file, and not an alternative of the text: Outlook cannot import a published entry from a body part and shows its raw lines
 * in place of the mail, but imports the file (ADR 13). The method stands beside the type as in the object.
 *
 * @see RFC 6047, section 2.4
 */
const calendarFile = ({ name, text }: CalendarPart): Attachment => ({
  name,
  contentType: 'text/calendar; method=PUBLISH; charset=utf-8',
  bytes: Buffer.from(text),
})

function attachmentPart({ name, contentType, bytes }: Attachment): string {
  // The child of a root: a root would get a Date and a Message-ID.
  const node = new MimeNode().createChild(contentType, { filename: name })
  node.setHeader({ 'Content-Transfer-Encoding': 'base64', 'Content-Disposition': 'attachment' })
  return `${node.buildHeaders()}${CRLF}${CRLF}${base64(bytes)}`
}

const part = (type: string, encoding: string, encoded: string): string =>
  [`Content-Type: ${type}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`, '', encoded].join(CRLF)

const quotedPrintable = (text: string): string => wrap(encode(text.replace(/\r\n?|\n/g, CRLF)), LINE)
