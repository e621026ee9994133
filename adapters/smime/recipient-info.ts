import { type KeyObject, constants, createCipheriv, createHash, diffieHellman, generateKeyPairSync, publicEncrypt } from 'node:crypto'
import { AES_256_WRAP, type Hash, RSA, agreement } from './algorithms.ts'
import { type Der, integer, octets, retagged, sequence, tagged } from './write-der.ts'

/** As far as a certificate matters to encrypt to it. */
export interface SealsTo {
  /** IssuerAndSerialNumber, which is how its owner's program finds the private key. */
  readonly name: Der
  readonly publicKey: KeyObject
  /** For an elliptic curve: OpenSSL's name of it, and the hash to derive by. */
  readonly agrees: { readonly curve: string; readonly hash: Hash } | undefined
}

export const WRAP_IV = Buffer.alloc(8, 0xa6)
const WRAPPING_BITS = 256
/** Of [1] IMPLICIT in front of an OriginatorPublicKey, which is a SubjectPublicKeyInfo by another name. */
const ORIGINATOR_KEY = 0xa1

/** The session key as its recipient alone can read it. */
export function recipientInfo(to: SealsTo, sessionKey: Uint8Array): Der {
  return to.agrees === undefined ? transported(to, sessionKey) : agreed(to, to.agrees, sessionKey)
}

/**
 * KeyTransRecipientInfo, by PKCS #1 v1.5 and not by OAEP: a notice that its addressee cannot open is one that was not sent. Every
 * S/MIME 4 program must read v1.5, while OAEP is a thing that it should (RFC 8551, section 2.3), and GnuPG 2.2, for one, does
 * not. What v1.5 is weak against is a program that opens a million forged mails and tells the forger how each went; ours never opens any.
 *
 * @see RFC 5652, section 6.2.1
 */
function transported({ name, publicKey }: SealsTo, sessionKey: Uint8Array): Der {
  const encrypted = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, sessionKey)
  return sequence(integer(0), name, RSA, octets(encrypted))
}

/** KeyAgreeRecipientInfo: a key of our own for this mail alone with the recipient's. @see RFC 5753, section 3.1.1 */
function agreed({ name, publicKey }: SealsTo, { curve, hash }: { curve: string; hash: Hash }, sessionKey: Uint8Array): Der {
  const ephemeral = generateKeyPairSync('ec', { namedCurve: curve })
  const wrappingKey = wrappingKeyOf(diffieHellman({ privateKey: ephemeral.privateKey, publicKey }), hash)
  const cipher = createCipheriv('id-aes256-wrap', wrappingKey, WRAP_IV)
  const wrapped = Buffer.concat([cipher.update(sessionKey), cipher.final()])
  const originator = retagged(ORIGINATOR_KEY, ephemeral.publicKey.export({ type: 'spki', format: 'der' }))
  const keys = sequence(sequence(name, octets(wrapped)))
  return retagged(0xa1, sequence(integer(3), tagged(0, originator), agreement(hash), keys))
}

/** X9.63's derivation, whose first block is all of the key. @see RFC 5753, section 7.2 for what is hashed with the secret */
export function wrappingKeyOf(secret: Uint8Array, hash: Hash): Uint8Array {
  const bits = Buffer.alloc(4)
  bits.writeUInt32BE(WRAPPING_BITS)
  const info = sequence(AES_256_WRAP, tagged(2, octets(bits)))
  const block = createHash(hash)
    .update(secret)
    .update(Buffer.of(0, 0, 0, 1))
    .update(info)
    .digest()
  return block.subarray(0, WRAPPING_BITS / 8)
}
