import type { SealedBody } from '../../core/keys/ports.ts'
import type { SealedMime } from '../../core/notice/ports.ts'
import { Fault } from '../../core/shared/fault.ts'
import { type Envelope, type Field, fieldsOf, writeFields } from './header-fields.ts'
import { base64, contentOf, multipart } from './mime-tree.ts'

const CRLF = '\r\n'
/** Sizes outside tell the patches of an advisory from those of another: bodies come in steps. */
const STEP_BYTES = 4096
/** What stands in place of each subject: `hcp_baseline` of RFC 9788. */
const OUTER_SUBJECT = '[...]'
/** `hp` is RFC 9788; the other is what mail programs have looked for since before it. neomutt asks for neither. */
const PROTECTED = '; hp="cipher"; protected-headers="v1"'
/** Encrypted by its outermost layer, as object identifiers in DER. @see RFC 5652, section 6.1, and RFC 5083, section 2.1 */
const ENVELOPED = {
  'aes-256-cbc': { smimeType: 'enveloped-data', oid: Buffer.from('06092a864886f70d010703', 'hex') },
  'aes-256-gcm': { smimeType: 'authEnveloped-data', oid: Buffer.from('060b2a864886f70d0109100117', 'hex') },
} as const
/** A ContentInfo begins with a tag, a length of at most five bytes, and this identifier. */
const BEFORE_OID_BYTES = 6
const ARMOUR_BEGINS = /^-----BEGIN PGP MESSAGE-----\r\n(?:[A-Za-z]+: [ -~]*\r\n){0,5}\r\n/
const ARMOUR_ENDS = /\r\n-----END PGP MESSAGE-----(?:\r\n)?$/
const ARMOUR_LINE = /^[A-Za-z0-9+/=]{1,76}$/

/**
 * Puts a letter into its sealed form, once before and once after it is sealed.
 *
 * The subject stands inside, in the header of what is sealed, and nowhere outside. There is no legacy display element (RFC 9788's
 * copy of the subject in the text): neomutt shows the subject from the header inside, and would show that copy as well, as a line
 * that nobody approved. Where a program knows no protected header the subject stays `[...]`, and the text says all of it in its
 * first lines: the marking, the project, which notice it is, of which advisory.
 */
export const sealedMime: SealedMime = {
  entity(letter) {
    const fields = [...fieldsOf(letter, letter.subject), ...outerFieldsOf(letter).map(recorded)]
    return Buffer.from(padded(`${writeFields(fields)}${CRLF}${contentOf(letter, PROTECTED)}`), 'latin1')
  },
  message: (letter, body) => Buffer.from(`${writeFields(outerFieldsOf(letter))}${CRLF}${sealedPart(body)}`, 'latin1'),
}

/** From an envelope alone, so that nothing of the letter can get out. */
const outerFieldsOf = (envelope: Envelope): Field[] => fieldsOf(envelope, OUTER_SUBJECT)

/** What stands outside, told inside: by it a reader knows what was confidential, when they answer. @see RFC 9788, section 2.2 */
const recorded = ({ name, value }: Field): Field => ({ name: 'HP-Outer', value: `${name}: ${value}` })

/**
 * By an epilogue, which readers ignore: blank lines, since trailing spaces might be lost and text might be shown after all, and
 * a dash to make them even. Whoever seals it must not compress it.
 *
 * @see RFC 2046, section 5.1.1
 */
function padded(entity: string): string {
  const missing = (STEP_BYTES - (entity.length % STEP_BYTES)) % STEP_BYTES
  if (missing % 2 === 0) return entity + CRLF.repeat(missing / 2)
  const odd = missing === 1 ? missing + STEP_BYTES : missing
  return `${entity}-${CRLF.repeat((odd - 1) / 2)}`
}

function sealedPart(body: SealedBody): string {
  switch (body.kind) {
    case 'openpgp':
      return pgpMime(body.armored)
    case 's-mime':
      return smime(body)
  }
}

/** @see RFC 3156, section 4 */
function pgpMime(armored: string): string {
  if (!isArmour(armored)) throw notSealed('openpgp')
  const version = ['Content-Type: application/pgp-encrypted', 'Content-Description: PGP/MIME version identification', '', 'Version: 1', '']
  const message = [
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Description: OpenPGP encrypted message',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
    armored,
  ]
  return multipart('encrypted', [version.join(CRLF), message.join(CRLF)], `; protocol="application/pgp-encrypted"`)
}

/**
 * One message with nothing around it, CRLF, 7 bits. By line, since one expression for all of it overflows the stack at some MB.
 *
 * @see RFC 9580, section 6.2
 */
function isArmour(text: string): boolean {
  const begins = ARMOUR_BEGINS.exec(text)
  const ends = ARMOUR_ENDS.exec(text)
  if (begins === null || ends === null) return false
  const lines = text.slice(begins[0].length, ends.index).split(CRLF)
  return lines.every((line) => ARMOUR_LINE.test(line))
}

/** @see RFC 8551, sections 3.2 and 3.3 */
function smime({ cipher, der }: Extract<SealedBody, { kind: 's-mime' }>): string {
  const { smimeType, oid } = ENVELOPED[cipher]
  if (!Buffer.from(der.subarray(0, BEFORE_OID_BYTES + oid.length)).includes(oid)) throw notSealed('s-mime')
  return [
    `Content-Type: application/pkcs7-mime; smime-type=${smimeType};${CRLF} name="smime.p7m"`,
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7m"',
    '',
    base64(der),
    '',
  ].join(CRLF)
}

/** The last look at what leaves: a text, or a signature around one, is not a sealed body, whoever calls it so. */
const notSealed = (kind: SealedBody['kind']): Fault =>
  new Fault('MESSAGE_MALFORMED', 'what was to be sealed is not encrypted', { retry: 'never', facts: { kind } })
