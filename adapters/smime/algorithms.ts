import { type Der, NULL, identifier, integer, octets, sequence } from './write-der.ts'

/** What the values of CMS are told apart by. @see RFC 5652, section 14; RFC 5083, section 2.1 */
export const TYPE = {
  data: identifier('1.2.840.113549.1.7.1'),
  signedData: identifier('1.2.840.113549.1.7.2'),
  envelopedData: identifier('1.2.840.113549.1.7.3'),
  authEnvelopedData: identifier('1.2.840.113549.1.9.16.1.23'),
} as const

/** @see RFC 5652, section 11 */
export const ATTRIBUTE = {
  contentType: identifier('1.2.840.113549.1.9.3'),
  messageDigest: identifier('1.2.840.113549.1.9.4'),
  signingTime: identifier('1.2.840.113549.1.9.5'),
} as const

export type Hash = 'sha256' | 'sha384' | 'sha512'

/** Without parameters, which is what must be written. @see RFC 5754, section 2 */
export const DIGEST: Readonly<Record<Hash, Der>> = {
  sha256: sequence(identifier('2.16.840.1.101.3.4.2.1')),
  sha384: sequence(identifier('2.16.840.1.101.3.4.2.2')),
  sha512: sequence(identifier('2.16.840.1.101.3.4.2.3')),
}

/** PKCS #1 v1.5; the hash stands apart in a SignerInfo. It is also how a session key is encrypted. @see RFC 3370, sections 3.2 and 4.2.1 */
export const RSA: Der = sequence(identifier('1.2.840.113549.1.1.1'), NULL)
export const SHA256_WITH_RSA: Der = sequence(identifier('1.2.840.113549.1.1.11'), NULL)
/** @see RFC 5754, section 3.3 */
export const ECDSA: Readonly<Record<Hash, Der>> = {
  sha256: sequence(identifier('1.2.840.10045.4.3.2')),
  sha384: sequence(identifier('1.2.840.10045.4.3.3')),
  sha512: sequence(identifier('1.2.840.10045.4.3.4')),
}

/** The hash as strong as a curve, by the names that OpenSSL has for the curves that mail programs use. */
export const HASH_OF_CURVE: Readonly<Record<string, Hash>> = {
  prime256v1: 'sha256',
  secp384r1: 'sha384',
  secp521r1: 'sha512',
  brainpoolP256r1: 'sha256',
  brainpoolP384r1: 'sha384',
  brainpoolP512r1: 'sha512',
}

/** How a session key is wrapped. Without parameters, also where it stands inside what is hashed. @see RFC 3565, section 2.3.2 */
export const AES_256_WRAP: Der = sequence(identifier('2.16.840.1.101.3.4.1.45'))
const ECDH: Readonly<Record<Hash, Der>> = {
  sha256: identifier('1.3.132.1.11.1'),
  sha384: identifier('1.3.132.1.11.2'),
  sha512: identifier('1.3.132.1.11.3'),
}
/** dhSinglePass-stdDH: an ephemeral key with the recipient's, and X9.63's derivation. @see RFC 5753, section 7.1.4 */
export const agreement = (hash: Hash): Der => sequence(ECDH[hash], AES_256_WRAP)

const AES_256_CBC = identifier('2.16.840.1.101.3.4.1.42')
const AES_256_GCM = identifier('2.16.840.1.101.3.4.1.46')
export const aes256Cbc = (iv: Uint8Array): Der => sequence(AES_256_CBC, octets(iv))
/** @see RFC 5084, section 3.2: the tag is said to be 12 bytes unless it says otherwise */
export const aes256Gcm = (nonce: Uint8Array, tagBytes: number): Der => sequence(AES_256_GCM, sequence(octets(nonce), integer(tagBytes)))
