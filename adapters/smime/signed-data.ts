import { type KeyObject, createHash, randomBytes, sign } from 'node:crypto'
import { ATTRIBUTE, DIGEST, ECDSA, type Hash, RSA, TYPE } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { type Der, integer, octets, retagged, sequence, setOf, tagged, time } from './write-der.ts'

/** Both halves of what the team signs with. */
export interface Signer {
  readonly privateKey: KeyObject
  readonly leaf: Certificate
  /** The leaf, then those up to its root: what a recipient who trusts the root needs. */
  readonly chain: readonly Certificate[]
  /** SHA-256, or the hash as strong as the curve. */
  readonly hash: Hash
}

const CRLF = '\r\n'
const LINE = 76
const BOUNDARY_BYTES = 18
/** As it stands in the parameter. @see RFC 8551, section 3.5.3.2 */
const MICALG: Readonly<Record<Hash, string>> = { sha256: 'sha-256', sha384: 'sha-384', sha512: 'sha-512' }

/**
 * An entity with its signature beside it. Not as one opaque value, since base64 around base64 would take a third of what SES takes of a
 * mail; and Outlook, Thunderbird and Apple's Mail put this very form inside of what they encrypt, so everybody shows it. The entity goes
 * in as it is: its header, with what RFC 9788 protects, is the first that a program finds below both layers.
 *
 * @see RFC 8551, sections 3.5.3 and 3.7
 */
export function signedEntity(signer: Signer, entity: Uint8Array, at: Date): Uint8Array {
  const boundary = `=_${randomBytes(BOUNDARY_BYTES).toString('base64url')}`
  const before = [
    `Content-Type: multipart/signed; protocol="application/pkcs7-signature";${CRLF} micalg=${MICALG[signer.hash]}; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    '',
  ]
  const after = [
    '',
    `--${boundary}`,
    'Content-Type: application/pkcs7-signature; name="smime.p7s"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7s"',
    '',
    ...linesOf(Buffer.from(signature(signer, entity, at)).toString('base64')),
    `--${boundary}--`,
    '',
  ]
  return Buffer.concat([Buffer.from(before.join(CRLF)), entity, Buffer.from(after.join(CRLF))])
}

const linesOf = (text: string): string[] => text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []

/** Of bytes that stand elsewhere, as a ContentInfo. @see RFC 5652, section 5.1 */
function signature(signer: Signer, content: Uint8Array, at: Date): Der {
  const certificates = setOf(...signer.chain.map(({ der }) => der))
  const data = sequence(
    integer(1),
    setOf(DIGEST[signer.hash]),
    sequence(TYPE.data),
    retaggedSet(certificates),
    setOf(signerInfo(signer, content, at)),
  )
  return sequence(TYPE.signedData, tagged(0, data))
}

/** What is signed is the attributes as the SET that they are, while they stand there as [0]. @see RFC 5652, sections 5.3 and 5.4 */
function signerInfo({ privateKey, leaf, hash }: Signer, content: Uint8Array, at: Date): Der {
  const attributes = setOf(
    attribute(ATTRIBUTE.contentType, TYPE.data),
    attribute(ATTRIBUTE.signingTime, time(at)),
    attribute(ATTRIBUTE.messageDigest, octets(createHash(hash).update(content).digest())),
  )
  const algorithm = privateKey.asymmetricKeyType === 'ec' ? ECDSA[hash] : RSA
  const signed = octets(sign(hash, attributes, privateKey))
  return sequence(integer(1), leaf.name, DIGEST[hash], retaggedSet(attributes), algorithm, signed)
}

const attribute = (name: Der, value: Der): Der => sequence(name, setOf(value))

const SET_AS_ZERO = 0xa0
const retaggedSet = (set: Der): Der => retagged(SET_AS_ZERO, set)
