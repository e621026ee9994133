import MimeNode from 'nodemailer/lib/mime-node'
import { encode, wrap } from 'nodemailer/lib/qp'
import type { Attachment, CalendarPart, ComposeMime, Letter } from '../../core/notice/ports.ts'
import { Fault } from '../../core/shared/fault.ts'

const CRLF = '\r\n'
/** Characters of an encoded line at the most. @see RFC 2045, section 6.7 and 6.8 */
const LINE = 76
/** RFC 5322 addr-spec in 7 bits, without comments, groups, lists or display names: exactly one mailbox. */
const ONE_MAILBOX =
  /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*")@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

/**
 * Writes a letter as RFC 5322 bytes: CRLF everywhere, 7 bits, one To.
 *
 * nodemailer encodes and folds the header fields, which is the hard part. The tree is put together here, since its
 * streams take several times as long for the same bytes. Stored addresses never pass its parser, which would make two of
 * one at a comma or a group.
 *
 * @throws Fault `MESSAGE_MALFORMED` when an address is not exactly one mailbox
 */
export const composeMime: ComposeMime = async (letter) => {
  // As the child of a root it gets no Date and no Message-ID of nodemailer's making: SES writes its own.
  const mixed = new MimeNode('multipart/mixed').createChild('multipart/mixed')
  const alternative = mixed.createChild('multipart/alternative')
  const body = multipart(alternative, alternative.buildHeaders(), [
    part('text/plain', 'quoted-printable', quotedPrintable(letter.text)),
    part('text/html', 'base64', base64(Buffer.from(letter.html))),
  ])
  const message = multipart(mixed, headersOf(letter, mixed), [
    body,
    ...(letter.calendar === undefined ? [] : [attachmentPart(mixed, calendarFile(letter.calendar))]),
    ...letter.attachments.map((attachment) => attachmentPart(mixed, attachment)),
  ])
  return Buffer.from(message, 'latin1')
}

function headersOf(letter: Letter, node: MimeNode): string {
  const { from, replyTo, to, subject, references, date } = letter
  node.setHeader({
    From: { name: oneLine(from.name), address: oneMailbox(from.address) },
    Subject: oneLine(subject),
    References: oneLine(references),
    'Auto-Submitted': 'auto-generated',
    'MIME-Version': '1.0',
  })
  const written = [`To: <${oneMailbox(to)}>`, `Reply-To: <${oneMailbox(replyTo)}>`]
  return [...written, ...(date === undefined ? [] : [`Date: ${date.toUTC().toRFC2822()}`]), node.buildHeaders()].join(CRLF)
}

/** The address may be in the wrong place, but it must not become a second one. */
function oneMailbox(address: string): string {
  if (ONE_MAILBOX.test(address)) return address
  throw new Fault('MESSAGE_MALFORMED', 'an address of a letter is not exactly one mailbox', { retry: 'never' })
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

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

function attachmentPart(mixed: MimeNode, { name, contentType, bytes }: Attachment): string {
  const node = mixed.createChild(contentType, { filename: name })
  node.setHeader({ 'Content-Transfer-Encoding': 'base64', 'Content-Disposition': 'attachment' })
  return `${node.buildHeaders()}${CRLF}${CRLF}${base64(bytes)}`
}

const part = (type: string, encoding: string, encoded: string): string =>
  [`Content-Type: ${type}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`, '', encoded].join(CRLF)

/**
 * @param headers as the node has built them: only then it has its boundary
 * @see RFC 2046, section 5.1.1: the line break before a boundary belongs to it
 */
function multipart(node: MimeNode, headers: string, parts: readonly string[]): string {
  const boundary = String(node.boundary)
  return [headers, '', ...parts.map((written) => `--${boundary}${CRLF}${written}`), `--${boundary}--`, ''].join(CRLF)
}

const quotedPrintable = (text: string): string => wrap(encode(text.replace(/\r\n?|\n/g, CRLF)), LINE)

function base64(bytes: Uint8Array): string {
  const encoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const lines: string[] = []
  for (let from = 0; from < encoded.length; from += LINE) lines.push(encoded.slice(from, from + LINE))
  return lines.join(CRLF)
}
