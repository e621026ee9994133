import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import type { MakeThrowawayKey } from '../../core/keys/ports.ts'
import { ATTRIBUTE, DIGEST, HASH_OF_CURVE } from './algorithms.ts'
import { type Certificate } from './certificate.ts'
import { certificatesBeside } from './certificate-file.ts'
import { makeInspectCertificate } from './inspect-certificate.ts'
import { opened } from './opened.ts'
import { type Node, child, readDer } from './read-der.ts'
import { selfSigned } from './self-signed.ts'
import { pemOf } from './team-certificate.ts'
import { retagged } from './write-der.ts'

const CURVE = 'prime256v1'
const SET = 0x31

/** Of a curve, since such a key is made in no time. */
export const makeThrowawayKey: MakeThrowawayKey = async (address, at) => {
  const keys = generateKeyPairSync('ec', { namedCurve: CURVE })
  const validity = { from: at.toJSDate(), until: at.plus({ days: 1 }).toJSDate(), use: 'agree' } as const
  const pem = pemOf(selfSigned(keys, { name: 'Throwaway', address }, validity))
  const inspected = await makeInspectCertificate({ roots: [pem] })(Buffer.from(pem), { addresses: [address], at })
  if (!inspected.ok) throw new Error(`a throwaway key is ${inspected.fault}`)
  return {
    key: inspected.key,
    async open(body, team) {
      if (body.kind !== 's-mime') throw new Error('it is not sealed by S/MIME')
      const { entity, signature } = partedIn(opened(body, { privateKey: keys.privateKey, hash: HASH_OF_CURVE[CURVE] ?? 'sha256' }))
      const [leaf] = certificatesBeside(team.published)
      return { entity, isSigned: leaf !== undefined && isSignedBy(leaf, entity, signature) }
    },
  }
}

/** The two parts of a multipart/signed, whose first is signed up to the line break before the boundary. @see RFC 1847, section 2.1 */
function partedIn(signed: Buffer): { readonly entity: Buffer; readonly signature: Buffer } {
  const [, boundary = ''] = /^Content-Type: multipart\/signed;[^]*?boundary="([^"]+)"\r\n\r\n/.exec(signed.toString('latin1')) ?? []
  const delimiter = `\r\n--${boundary}`
  const first = signed.indexOf(`${delimiter}\r\n`)
  const second = signed.lastIndexOf(`${delimiter}\r\n`)
  const end = signed.lastIndexOf(`${delimiter}--`)
  if (boundary === '' || first === second || end < second) throw new Error('it is not signed')
  const start = signed.indexOf('\r\n\r\n', second + delimiter.length)
  const entity = signed.subarray(first + delimiter.length + 2, second)
  return { entity, signature: Buffer.from(signed.toString('latin1', start, end), 'base64') }
}

/** @see RFC 5652, section 5.4 */
function isSignedBy({ publicKey }: Certificate, entity: Uint8Array, signature: Uint8Array): boolean {
  const [, , algorithm, attributes, , value] = child(readDer(signature), 1, 0, -1, 0).children
  if (algorithm === undefined || attributes === undefined || value === undefined) return false
  const hash = (['sha256', 'sha384', 'sha512'] as const).find((hash) => isSame(DIGEST[hash], algorithm.raw))
  if (hash === undefined) return false
  const digest = attributeIn(attributes, ATTRIBUTE.messageDigest)
  if (digest === undefined || !isSame(digest, createHash(hash).update(entity).digest())) return false
  return verify(hash, retagged(SET, attributes.raw), publicKey, value.contents)
}

const attributeIn = ({ children }: Node, name: Uint8Array): Uint8Array | undefined => {
  const found = children.find((attribute) => isSame(child(attribute, 0).raw, name))
  return found && child(found, 1, 0).contents
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
