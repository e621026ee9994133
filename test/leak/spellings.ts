/** Latin-1 strings, one character a byte: so are all bytes here, whatever they stand for. */
type ByteString = string

const bytesOf = (text: string): ByteString => Buffer.from(text).toString('latin1')
const eachByte = (text: string, write: (byte: number, character: string) => string): ByteString =>
  Array.from(Buffer.from(text), (byte) => write(byte, String.fromCharCode(byte))).join('')
const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0')
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e
const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1)
const inAscii = (text: string): string => text.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const named: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;', '=': '&#x3D;' }

/** Ways of writing that do not tell capitals from small letters, or are looked for without doing so. */
export const foldedSpellings: Readonly<Record<string, (text: string) => readonly ByteString[]>> = {
  'as it is': (text) => [bytesOf(text), bytesOf(text.toLowerCase()), bytesOf(text.toUpperCase()), bytesOf(text.normalize('NFD'))],
  'in Latin-1': (text) => [text.replaceAll(/[^\0-\xff]/g, '?')],
  'in UTF-16': (text) => [Buffer.from(text, 'utf16le').toString('latin1')],
  'quoted-printable': (text) => {
    const encoded = eachByte(text, (byte, character) => (isPrintable(byte) && character !== '=' ? character : `=${hexOf(byte)}`))
    return [encoded, encoded.replaceAll(' ', '_'), eachByte(text, (byte) => `=${hexOf(byte)}`)]
  },
  'percent-encoded': (text) => [
    encodeURIComponent(text),
    encodeURIComponent(text).replaceAll('%20', '+'),
    encodeURI(text),
    eachByte(text, (byte) => `%${hexOf(byte)}`),
  ],
  'in hex': (text) => [eachByte(text, hexOf)],
  'as numbers': (text) => [[...Buffer.from(text)].join(',')],
  'escaped in JSON': (text) => [bytesOf(jsonEscaped(text)), inAscii(jsonEscaped(text)), bytesOf(jsonEscaped(jsonEscaped(text)))],
  'in character references': (text) => [
    bytesOf(text.replaceAll(/[&"<>=]/g, (mark) => named[mark] ?? mark)),
    eachByte(text, (byte, character) => (/[a-z\d]/i.test(character) ? character : `&#${byte};`)),
    Array.from(text, (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`).join(''),
  ],
}

/**
 * Base64 of a text in the middle of other bytes: three alignments, without the characters at either end that the neighbours share.
 *
 * @see RFC 4648, sections 4 and 5
 */
export function base64Spellings(text: string): readonly ByteString[] {
  return [text, text.toLowerCase(), text.toUpperCase()].flatMap((cased) =>
    [0, 1, 2].flatMap((before) => {
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(cased)])
      const whole = bytes.toString('base64').replace(/=+$/, '')
      const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6))
      return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
    }),
  )
}
