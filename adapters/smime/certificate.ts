import { type KeyObject, X509Certificate } from 'node:crypto'
import { type Extensions, extensionsOf } from './extensions.ts'
import { mailboxes } from './mailboxes.ts'
import { type Node, child, dottedOf, readDer } from './read-der.ts'
import { type Der, sequence } from './write-der.ts'

/** A certificate as it was read, which says nothing of whether it may be used, or is to be trusted. */
export interface Certificate extends Extensions {
  readonly x509: X509Certificate
  readonly der: Der
  /** SHA-256, upper-case hex. */
  readonly fingerprint: string
  readonly publicKey: KeyObject
  /** IssuerAndSerialNumber in the issuer's own bytes. @see RFC 5652, section 10.2.4 */
  readonly name: Der
  /** Milliseconds; both belong to the time in which it is valid. */
  readonly notBefore: number
  readonly notAfter: number
  readonly isSelfSigned: boolean
  /** By a hash for which nobody can make a second certificate with the same signature. */
  readonly isSignedWell: boolean
  /** Normalised. */
  readonly addresses: readonly string[]
}

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1'
/** With SHA-256 or better. What is not known to be good is taken to be weak. */
const GOOD_SIGNATURES = new Set([
  ...[11, 12, 13].map((number) => `1.2.840.113549.1.1.${number}`),
  ...[2, 3, 4].map((number) => `1.2.840.10045.4.3.${number}`),
  '1.3.101.112',
  '1.3.101.113',
])
const RSA_PSS = '1.2.840.113549.1.1.10'
const GOOD_HASHES = new Set([1, 2, 3].map((number) => `2.16.840.1.101.3.4.2.${number}`))
const VERSION = 0xa0
const EXTENSIONS = 0xa3

/** Of the bytes alone: undefined for what is no certificate, or is one with a key that nobody here knows. */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return certificateOf(new X509Certificate(der))
  } catch {
    return undefined
  }
}

/** @see RFC 5280, section 4.1 */
function certificateOf(x509: X509Certificate): Certificate {
  const root = readDer(x509.raw)
  const fields = child(root, 0).children.filter(({ tag }) => tag !== VERSION)
  const [serial, , issuer, , subject] = fields
  if (serial === undefined || issuer === undefined || subject === undefined) throw new Error('it lacks a field')
  const extensions = extensionsOf(fields.find(({ tag }) => tag === EXTENSIONS))
  return {
    x509,
    der: x509.raw,
    fingerprint: x509.fingerprint256.replaceAll(':', ''),
    publicKey: x509.publicKey,
    name: sequence(issuer.raw, serial.raw),
    notBefore: x509.validFromDate.getTime(),
    notAfter: x509.validToDate.getTime(),
    isSelfSigned: Buffer.compare(issuer.raw, subject.raw) === 0 && x509.verify(x509.publicKey),
    isSignedWell: isGoodSignature(child(root, 1)),
    ...extensions,
    addresses: [...new Set([...extensions.addresses, ...mailboxes(inSubject(subject))])],
  }
}

/** @see RFC 8017, appendix A.2.3: without a hash RSASSA-PSS means SHA-1 */
function isGoodSignature(algorithm: Node): boolean {
  const name = dottedOf(child(algorithm, 0))
  if (name !== RSA_PSS) return GOOD_SIGNATURES.has(name)
  const hash = algorithm.children.at(1)?.children.find(({ tag }) => tag === 0xa0)
  return hash !== undefined && GOOD_HASHES.has(dottedOf(child(hash, 0, 0)))
}

/** Where old certificates have it. @see RFC 8550, section 3 */
const inSubject = (subject: Node): string[] =>
  subject.children
    .flatMap(({ children }) => children)
    .filter((attribute) => dottedOf(child(attribute, 0)) === EMAIL_ADDRESS)
    .map((attribute) => Buffer.from(child(attribute, 1).contents).toString('latin1'))
