import * as z from 'zod'
import { type KeyKind, MOST_KEY_FILE_BYTES } from './mail-key.ts'
import { saysOf } from './key-fault.ts'

/** The bytes of somebody's key file as base64, which nobody has looked into yet. */
export const KeyFile = z
  .base64('must be the bytes of a key file as base64')
  .min(1, 'must not be empty')
  .max(Math.ceil(MOST_KEY_FILE_BYTES / 3) * 4, saysOf('too-large'))

/** Whose parser a file is for. What is neither is left to OpenPGP's, which says so. */
export function kindOfFile(bytes: Uint8Array): KeyKind {
  if (/-----BEGIN (CERTIFICATE|PKCS7|CMS)-----/.test(textOf(bytes))) return 's-mime'
  // A DER certificate is a SEQUENCE of more than 255 bytes; as OpenPGP this octet would have to have its first bit set.
  return bytes[0] === 0x30 && bytes[1] === 0x82 ? 's-mime' : 'openpgp'
}

/** Whether a file shows from its outside that it holds a private key: such a file is not even sent to be looked into. */
export function isPrivateKey(bytes: Uint8Array): boolean {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(textOf(bytes))) return true
  // A secret-key packet, in the old and the new format. @see RFC 9580, section 4.2
  const [first = 0] = bytes
  return (first & 0xfc) === 0x94 || first === 0xc5
}

const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)
