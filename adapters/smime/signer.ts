import { type KeyObject, createPrivateKey } from 'node:crypto'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import type { Hash } from './algorithms.ts'
import { certificatesBeside } from './certificate-file.ts'
import type { Certificate } from './certificate.ts'
import { curveOf, strengthFault } from './faults.ts'
import type { Signer } from './signed-data.ts'

/** A private key and the certificates beside it, whatever they say of when, by whom and for whom they may be used. */
export function signerIn(pem: string): Signer | { readonly fault: 'unreadable' | 'no-private-key' | 'locked' } {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) return { fault: 'locked' }
  const certificates = certificatesBeside(pem)
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return { fault: certificates.length > 0 ? 'no-private-key' : 'unreadable' }
  const privateKey = privateKeyIn(pem)
  const hash = privateKey && hashFor(privateKey)
  const leaf = privateKey && certificates.find(({ x509 }) => x509.checkPrivateKey(privateKey))
  if (privateKey === undefined || hash === undefined || leaf === undefined) return { fault: 'unreadable' }
  return { privateKey, leaf, chain: chainFrom(leaf, certificates), hash }
}

function privateKeyIn(pem: string): KeyObject | undefined {
  const [block] = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^-]*-----END \1-----/.exec(pem) ?? []
  try {
    return block === undefined ? undefined : createPrivateKey(block)
  } catch {
    return undefined
  }
}

/** What mail programs can verify: RSA by PKCS #1, or ECDSA on a known curve. @see RFC 8551, section 2.2 */
const hashFor = (key: KeyObject): Hash | undefined => (key.asymmetricKeyType === 'rsa' ? 'sha256' : curveOf(key)?.hash)

/** The leaf, then whoever issued the one before, as far as they are there. */
function chainFrom(leaf: Certificate, certificates: readonly Certificate[]): readonly Certificate[] {
  const chain = [leaf]
  for (let last: Certificate | undefined = leaf; last !== undefined;) {
    const { x509, isSelfSigned }: Certificate = last
    last = isSelfSigned ? undefined : certificates.find((one) => !chain.includes(one) && x509.checkIssued(one.x509))
    if (last !== undefined) chain.push(last)
  }
  return chain
}

/** What is wrong with it to sign mail with. @see RFC 8550, section 4.4.2 */
export function signingFault({ leaf, chain }: Signer): KeyFault | undefined {
  const { usages, isForMail, isAuthority, isBeyondUs } = leaf
  const weak = strengthFault(leaf)
  if (weak !== undefined) return weak
  const maySign = usages === undefined || usages.has('digitalSignature') || usages.has('contentCommitment')
  if (!maySign || !isForMail || isAuthority || isBeyondUs) return 'wrong-usage'
  return chain.some(({ isSelfSigned, isSignedWell }) => !isSelfSigned && !isSignedWell) ? 'weak-signature' : undefined
}
