import { isPrivateKey } from '../../core/keys/key-file.ts'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { MOST_KEY_FILE_BYTES } from '../../core/keys/mail-key.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { type Node, readDer } from './read-der.ts'

export interface CertificateFile {
  /** Whose file it is. */
  readonly leaf: Certificate
  /** In any order, and perhaps of no use. */
  readonly others: readonly Certificate[]
}

const SEQUENCE = 0x30
const INTEGER = 0x02
const OBJECT_IDENTIFIER = 0x06
const CERTIFICATES = 0xa0

/** Certificates as PEM, DER, base64 of DER, or a bundle of them (PKCS #7). Exactly one of them is somebody's own. */
export function readCertificateFile(bytes: Uint8Array): CertificateFile | { readonly fault: KeyFault } {
  if (bytes.byteLength > MOST_KEY_FILE_BYTES) return { fault: 'too-large' }
  const values = isPrivateKey(bytes) ? undefined : valuesIn(bytes)
  if (values === undefined || values.some((value) => value !== undefined && holdsPrivateKey(value))) return { fault: 'private-key' }
  const found = values.flatMap((value) =>
    value === undefined ? [undefined] : certificatesIn(value).map(({ raw }) => readCertificate(raw)),
  )
  const certificates = found.filter((certificate) => certificate !== undefined)
  if (certificates.length === 0 || certificates.length < found.length) return { fault: 'unreadable' }
  return partedIn(distinct(certificates))
}

/** All certificates of a file that may hold a private key beside them. */
export const certificatesBeside = (pem: string): readonly Certificate[] =>
  distinct(pemBodies(pem).flatMap((body) => readCertificate(Buffer.from(body, 'base64')) ?? []))

const distinct = (certificates: readonly Certificate[]): Certificate[] => [
  ...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values(),
]

const PEM = /-----BEGIN (CERTIFICATE|X509 CERTIFICATE|PKCS7|CMS)-----([^-]*)-----END \1-----/g
const pemBodies = (text: string): string[] => Array.from(text.matchAll(PEM), ([, , body = '']) => body)

/** Undefined for what is not DER. */
function valuesIn(bytes: Uint8Array): readonly (Node | undefined)[] {
  if (bytes[0] === SEQUENCE) return [readDer(bytes)]
  const text = Buffer.from(bytes).toString('latin1')
  const bodies = text.includes('-----BEGIN ') ? pemBodies(text) : [text]
  return bodies.map((body) => (/^[A-Za-z0-9+/=\s]+$/.test(body) ? readDer(Buffer.from(body, 'base64')) : undefined))
}

/** PKCS #1, #8 and #12 begin with a version, which neither a certificate nor a bundle does. */
const holdsPrivateKey = ({ children: [first] }: Node): boolean => first?.tag === INTEGER

/** A bundle is SignedData that signs nothing. @see RFC 5652, section 5.1 */
function certificatesIn(value: Node): readonly Node[] {
  if (value.children[0]?.tag !== OBJECT_IDENTIFIER) return [value]
  const fields = value.children.at(1)?.children.at(0)?.children ?? []
  return fields.find(({ tag }) => tag === CERTIFICATES)?.children ?? []
}

/** Whoever is no authority; of authorities alone, who issued none of the others. */
function partedIn(certificates: readonly Certificate[]): CertificateFile | { readonly fault: KeyFault } {
  const owners = certificates.filter(({ isAuthority }) => !isAuthority)
  const last =
    owners.length > 0
      ? owners
      : certificates.filter((one) => !certificates.some((other) => other !== one && other.x509.checkIssued(one.x509)))
  const [leaf, second] = last
  if (leaf === undefined) return { fault: 'unreadable' }
  return second === undefined ? { leaf, others: certificates.filter((one) => one !== leaf) } : { fault: 'several-keys' }
}
