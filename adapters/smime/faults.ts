import { type KeyObject, randomBytes } from 'node:crypto'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { HASH_OF_CURVE, type Hash } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { type SealsTo, recipientInfo } from './recipient-info.ts'

const LEAST_RSA_BITS = 2048

/** What its kind and size alone are too weak for. */
export function strengthFault({ publicKey }: { readonly publicKey: KeyObject }): KeyFault | undefined {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = publicKey
  if (kind === 'dsa') return 'weak-dsa'
  return kind?.startsWith('rsa') === true && (details?.modulusLength ?? 0) < LEAST_RSA_BITS ? 'weak-rsa' : undefined
}

/** An elliptic curve that mail programs know, with the hash that goes with it. */
export function curveOf({ asymmetricKeyDetails: details }: KeyObject): { readonly curve: string; readonly hash: Hash } | undefined {
  const curve = details?.namedCurve
  const hash = curve === undefined ? undefined : HASH_OF_CURVE[curve]
  return curve === undefined || hash === undefined ? undefined : { curve, hash }
}

/** As RFC 5280 has it, both ends belong to the time in which it is valid. */
export function dateFault({ notBefore, notAfter }: Certificate, at: number): KeyFault | undefined {
  if (at < notBefore) return 'not-yet-valid'
  return at > notAfter ? 'expired' : undefined
}

export const sealsTo = ({ name, publicKey }: Certificate): SealsTo => ({ name, publicKey, agrees: curveOf(publicKey) })

/** @see RFC 8550, section 4.4.2 */
export function encryptionFault(certificate: Certificate): KeyFault | undefined {
  const { publicKey, usages, isForMail, isAuthority, isBeyondUs } = certificate
  const { asymmetricKeyType: kind } = publicKey
  if (kind === 'ed25519' || kind === 'ed448') return 'no-encryption-key'
  if (kind !== 'rsa' && curveOf(publicKey) === undefined) return 'wrong-usage'
  const wanted = kind === 'rsa' ? 'keyEncipherment' : 'keyAgreement'
  if (isAuthority || !isForMail || isBeyondUs || usages?.has(wanted) === false) return 'wrong-usage'
  return canBeSealedTo(sealsTo(certificate)) ? undefined : 'unreadable'
}

/** A key may parse and hold a modulus that nothing can be encrypted to. */
function canBeSealedTo(to: SealsTo): boolean {
  try {
    recipientInfo(to, randomBytes(32))
    return true
  } catch {
    return false
  }
}
