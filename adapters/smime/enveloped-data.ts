import { createCipheriv, randomBytes } from 'node:crypto'
import type { SealedBody } from '../../core/keys/ports.ts'
import { TYPE, aes256Cbc, aes256Gcm } from './algorithms.ts'
import { type SealsTo, recipientInfo } from './recipient-info.ts'
import { type Der, integer, octets, sequence, setOf, tagged, taggedBytes } from './write-der.ts'

type Cipher = Extract<SealedBody, { kind: 's-mime' }>['cipher']

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const BLOCK_BYTES = 16

/** Encrypts a MIME entity to one recipient, as a ContentInfo. Each has its own session key, so no two share a byte of ciphertext. */
export function envelopedFor(to: SealsTo, cipher: Cipher, entity: Uint8Array): Der {
  const key = randomBytes(KEY_BYTES)
  return cipher === 'aes-256-gcm' ? authEnveloped(to, key, entity) : enveloped(to, key, entity)
}

/**
 * ```
 * AuthEnvelopedData ::= SEQUENCE { version 0, recipientInfos SET OF RecipientInfo,
 *   authEncryptedContentInfo EncryptedContentInfo, mac OCTET STRING }
 * ```
 *
 * Nothing but the content is authenticated, since there are no attributes to authenticate with it.
 *
 * @see RFC 5083, section 2.1, and RFC 5084, section 3.2
 */
function authEnveloped(to: SealsTo, key: Uint8Array, entity: Uint8Array): Der {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  const encrypted = Buffer.concat([cipher.update(entity), cipher.final()])
  const content = encryptedContent(aes256Gcm(nonce, TAG_BYTES), encrypted)
  const data = sequence(integer(0), setOf(recipientInfo(to, key)), content, octets(cipher.getAuthTag()))
  return sequence(TYPE.authEnvelopedData, tagged(0, data))
}

/**
 * For programs that know no AuthEnvelopedData. Nothing shows them that somebody changed it on the way before they look at the
 * signature inside, which is why it is not what recipients get unless they ask for it.
 *
 * @see RFC 5652, section 6.1: its version is 2 as soon as a recipient's key is agreed on
 */
function enveloped(to: SealsTo, key: Uint8Array, entity: Uint8Array): Der {
  const iv = randomBytes(BLOCK_BYTES)
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const encrypted = Buffer.concat([cipher.update(entity), cipher.final()])
  const version = integer(to.agrees === undefined ? 0 : 2)
  const data = sequence(version, setOf(recipientInfo(to, key)), encryptedContent(aes256Cbc(iv), encrypted))
  return sequence(TYPE.envelopedData, tagged(0, data))
}

/** Its type is data: what is inside is a MIME entity. @see RFC 8551, section 3.3 */
const encryptedContent = (algorithm: Der, encrypted: Uint8Array): Der => sequence(TYPE.data, algorithm, taggedBytes(0, encrypted))
