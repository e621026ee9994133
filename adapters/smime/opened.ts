import { type KeyObject, createDecipheriv, createPublicKey, diffieHellman } from 'node:crypto'
import type { SealedBody } from '../../core/keys/ports.ts'
import type { Hash } from './algorithms.ts'
import { type Node, child, readDer } from './read-der.ts'
import { WRAP_IV, wrappingKeyOf } from './recipient-info.ts'
import { retagged } from './write-der.ts'

const SEQUENCE = 0x30
const TAG_BYTES = 16

interface Owner {
  readonly privateKey: KeyObject
  readonly hash: Hash
}

/** What `envelopedFor` made for a key on a curve, and nothing else. @throws Error when it is not, or somebody changed it */
export function opened({ der, cipher }: Extract<SealedBody, { kind: 's-mime' }>, owner: Owner): Buffer {
  const data = child(readDer(der), 1, 0)
  const key = sessionKeyIn(child(data, 1, 0), owner)
  const [, algorithm, encrypted] = child(data, 2).children
  const parameters = child(algorithm, 1)
  if (encrypted === undefined) throw new Error('it holds nothing')
  const decipher =
    cipher === 'aes-256-gcm'
      ? createDecipheriv(cipher, key, child(parameters, 0).contents, { authTagLength: TAG_BYTES }).setAuthTag(child(data, 3).contents)
      : createDecipheriv(cipher, key, parameters.contents)
  return Buffer.concat([decipher.update(encrypted.contents), decipher.final()])
}

/** @see RFC 5753, section 3.1.2 */
function sessionKeyIn(recipient: Node, { privateKey, hash }: Owner): Uint8Array {
  const originator = retagged(SEQUENCE, child(recipient, 1, 0).raw)
  const publicKey = createPublicKey({ key: Buffer.from(originator), type: 'spki', format: 'der' })
  const wrapped = child(recipient, 3, 0, 1).contents
  const wrappingKey = wrappingKeyOf(diffieHellman({ privateKey, publicKey }), hash)
  const decipher = createDecipheriv('id-aes256-wrap', wrappingKey, WRAP_IV)
  return Buffer.concat([decipher.update(wrapped), decipher.final()])
}
