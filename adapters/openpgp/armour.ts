const CRLF = '\r\n'
const LINE_CHARACTERS = 76
const CRC_START = 0xb704ce
const CRC_POLYNOMIAL = 0x1864cfb

/**
 * Without a header that would say which program made it, and with the checksum that is optional: GnuPG 2.2 reads on into the last
 * line where neither it nor a `=` of the base64 says that the message has ended, and then calls what it has opened an error.
 *
 * @see RFC 9580, section 6
 */
export function armoured(message: Uint8Array): string {
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('base64')
  const lines = ['-----BEGIN PGP MESSAGE-----', '']
  for (let at = 0; at < text.length; at += LINE_CHARACTERS) lines.push(text.slice(at, at + LINE_CHARACTERS))
  lines.push(`=${checksum(message)}`, '-----END PGP MESSAGE-----', '')
  return lines.join(CRLF)
}

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let crc = octet << 16
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x800000 ? CRC_POLYNOMIAL : 0)
  return crc & 0xffffff
})

/** @see RFC 9580, section 6.1.1 */
function checksum(message: Uint8Array): string {
  let crc = CRC_START
  for (const octet of message) crc = ((crc << 8) & 0xffffff) ^ (TABLE[(crc >> 16) ^ octet] ?? 0)
  const bytes = Buffer.alloc(3)
  bytes.writeUIntBE(crc, 0, 3)
  return bytes.toString('base64')
}
