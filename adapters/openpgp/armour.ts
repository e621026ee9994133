const CRLF = '\r\n'
const LINE_CHARACTERS = 76

/** Without a header that would say which program made it, and without a checksum, which nothing needs. @see RFC 9580, section 6.2 */
export function armoured(message: Uint8Array): string {
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('base64')
  const lines = ['-----BEGIN PGP MESSAGE-----', '']
  for (let at = 0; at < text.length; at += LINE_CHARACTERS) lines.push(text.slice(at, at + LINE_CHARACTERS))
  lines.push('-----END PGP MESSAGE-----', '')
  return lines.join(CRLF)
}
