import { type KeyPairKeyObjectResult, createHash, randomBytes, sign } from 'node:crypto'
import type { KeyOwner } from '../../core/keys/ports.ts'
import { ECDSA, SHA256_WITH_RSA } from './algorithms.ts'
import { type Der, TRUE, bits, identifier, integer, octets, sequence, setOf, tagged, taggedBytes, time, utf8 } from './write-der.ts'

interface Validity {
  readonly from: Date
  readonly until: Date
  readonly use: 'sign' | 'agree'
}

const COMMON_NAME = identifier('2.5.4.3')
/** The longest that a common name may be. @see RFC 5280, appendix A.1, ub-common-name */
const MOST_NAME = 64
const SERIAL_BYTES = 16
const EXTENSION = {
  subjectKey: identifier('2.5.29.14'),
  usage: identifier('2.5.29.15'),
  altName: identifier('2.5.29.17'),
  constraints: identifier('2.5.29.19'),
  purposes: identifier('2.5.29.37'),
} as const
const EMAIL_PROTECTION = identifier('1.3.6.1.5.5.7.3.4')
/** Bits 0 (digitalSignature) and 4 (keyAgreement), each with the bits of the octet after it that are not used. */
const USAGE = { sign: bits(Buffer.of(0x80), 7), agree: bits(Buffer.of(0x08), 3) } as const

/** A certificate of version 3 for one mailbox, which nobody vouches for but its owner. @see RFC 5280, section 4.1 */
export function selfSigned({ privateKey, publicKey }: KeyPairKeyObjectResult, { name, address }: KeyOwner, validity: Validity): Der {
  const algorithm = privateKey.asymmetricKeyType === 'ec' ? ECDSA.sha256 : SHA256_WITH_RSA
  const subject = sequence(setOf(sequence(COMMON_NAME, utf8(name.slice(0, MOST_NAME)))))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const extensions = sequence(
    critical(EXTENSION.constraints, sequence()),
    critical(EXTENSION.usage, USAGE[validity.use]),
    extension(EXTENSION.purposes, sequence(EMAIL_PROTECTION)),
    extension(EXTENSION.subjectKey, octets(createHash('sha1').update(key).digest())),
    extension(EXTENSION.altName, sequence(taggedBytes(1, Buffer.from(address)))),
  )
  const fields = sequence(
    tagged(0, integer(2)),
    serial(),
    algorithm,
    subject,
    sequence(time(validity.from), time(validity.until)),
    subject,
    key,
    tagged(3, extensions),
  )
  return sequence(fields, algorithm, bits(sign('sha256', fields, privateKey)))
}

/** Positive, and never short of what it is drawn from. */
const serial = (): Der => integer(0x40, ...randomBytes(SERIAL_BYTES))
const extension = (name: Der, value: Der): Der => sequence(name, octets(value))
const critical = (name: Der, value: Der): Der => sequence(name, TRUE, octets(value))
