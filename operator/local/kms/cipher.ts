import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { canonicalJson } from '../../../core/shared/canonical-json.ts'
import { accountId, region } from '../account.ts'

export type EncryptionContext = Readonly<Record<string, string>>

/** One symmetric key, as KMS has it: the context is bound to the ciphertext and must be given again. */
export interface MasterKey {
  readonly arn: string
  encrypt(plaintext: Uint8Array, context: EncryptionContext): Buffer
  /** `invalid` when the bytes are not this key's, were changed, or the context is another one. */
  decrypt(blob: Uint8Array, context: EncryptionContext): Buffer | 'invalid'
}

const magic = Buffer.from('FWK1')
const ivBytes = 12
const tagBytes = 16

/** `key` is 32 bytes. Blob: magic, IV, tag, AES-256-GCM ciphertext. */
export function masterKey(key: Uint8Array): MasterKey {
  const arn = `arn:aws:kms:${region}:${accountId}:key/${keyIdOf(key)}`
  const aad = (context: EncryptionContext) => Buffer.from(canonicalJson({ key: arn, context }))
  return {
    arn,
    encrypt(plaintext, context) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad(context))
      const body = Buffer.concat([cipher.update(plaintext), cipher.final()])
      return Buffer.concat([magic, iv, cipher.getAuthTag(), body])
    },
    decrypt(blob, context) {
      const bytes = Buffer.from(blob)
      const bodyAt = magic.length + ivBytes + tagBytes
      if (bytes.length < bodyAt || !bytes.subarray(0, magic.length).equals(magic)) return 'invalid'
      const iv = bytes.subarray(magic.length, magic.length + ivBytes)
      const tag = bytes.subarray(magic.length + ivBytes, bodyAt)
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(aad(context)).setAuthTag(tag)
      try {
        return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()])
      } catch {
        return 'invalid'
      }
    },
  }
}

/** A UUID that stays the same for a key and tells nothing of it. */
function keyIdOf(key: Uint8Array): string {
  const hex = createHash('sha256').update('forewarn local kms key id').update(key).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
