import { foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'
import type { Letter } from '../../core/notice/ports.ts'
import { Fault } from '../../core/shared/fault.ts'

const CRLF = '\r\n'
/** RFC 5322 addr-spec in 7 bits, without comments, groups, lists or display names: exactly one mailbox. */
const ONE_MAILBOX =
  /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*")@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

/** What everybody on the way sees of a letter, be it sealed or not. */
export type Envelope = Pick<Letter, 'from' | 'replyTo' | 'to' | 'references' | 'date'>

/** A header field: 7 bits, encoded, not folded yet. */
export interface Field {
  readonly name: string
  readonly value: string
}

/**
 * All that a letter says in its header besides Content-*. No Message-ID, and no Date unless the letter has one: SES writes its own.
 *
 * nodemailer encodes the values, which is the hard part. Stored addresses never pass its parser, which would make two of one at a
 * comma or a group.
 *
 * @throws Fault `MESSAGE_MALFORMED` when an address is not exactly one mailbox
 */
export function fieldsOf({ from, replyTo, to, references, date }: Envelope, subject: string): Field[] {
  return [
    encoded('From', { name: oneLine(from.name), address: oneMailbox(from.address) }),
    { name: 'To', value: `<${oneMailbox(to)}>` },
    { name: 'Reply-To', value: `<${oneMailbox(replyTo)}>` },
    encoded('Subject', oneLine(subject)),
    ...(date === undefined ? [] : [{ name: 'Date', value: date.toUTC().toRFC2822() }]),
    encoded('References', oneLine(references)),
    { name: 'Auto-Submitted', value: 'auto-generated' },
  ]
}

/** Folded, with the version of MIME before them and without a line break after the last. */
export const writeFields = (fields: readonly Field[]): string =>
  [{ name: 'MIME-Version', value: '1.0' }, ...fields].map(({ name, value }) => foldLines(`${name}: ${value}`)).join(CRLF)

const encoded = (name: string, value: Parameters<typeof MimeNode.encodeHeaderValue>[1]): Field => ({
  name,
  value: MimeNode.encodeHeaderValue(name, value),
})

/** The address may be in the wrong place, but it must not become a second one. */
function oneMailbox(address: string): string {
  if (ONE_MAILBOX.test(address)) return address
  throw new Fault('MESSAGE_MALFORMED', 'an address of a letter is not exactly one mailbox', { retry: 'never' })
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
