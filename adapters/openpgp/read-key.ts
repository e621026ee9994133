import { type PrivateKey, readKey, readPrivateKey } from 'openpgp'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { isPrivateKey } from '../../core/keys/key-file.ts'
import { MOST_KEY_FILE_BYTES } from '../../core/keys/mail-key.ts'
import { type OwnParts, ownPartsOf } from './own-parts.ts'
import { keyPacketsOf } from './packets.ts'
import { strictly } from './strictness.ts'

/** The one public key that a file holds, armoured or not, taken apart. */
export async function publicPartsIn(file: Uint8Array): Promise<OwnParts | { readonly fault: KeyFault }> {
  if (isPrivateKey(file)) return { fault: 'private-key' }
  if (file.length > MOST_KEY_FILE_BYTES) return { fault: 'too-large' }
  const packets = keyPacketsOf(file)
  if ('fault' in packets) return packets
  if (packets.isPrivate) return { fault: 'private-key' }
  const key = await readKey({ binaryKey: packets.binary, ...strictly }).catch(() => undefined)
  return key === undefined ? { fault: 'unreadable' } : ownPartsOf(key)
}

/** The one private key that a file holds, armoured or not, locked or not. */
export async function privateKeyIn(file: Uint8Array): Promise<PrivateKey | { readonly fault: KeyFault | 'no-private-key' }> {
  if (file.length > MOST_KEY_FILE_BYTES) return { fault: 'too-large' }
  const packets = keyPacketsOf(file)
  if ('fault' in packets) return packets
  if (!packets.isPrivate) return { fault: 'no-private-key' }
  return readPrivateKey({ binaryKey: packets.binary, ...strictly }).catch(() => ({ fault: 'unreadable' as const }))
}

/** Whether a passphrase stands before any of its parts. What was taken off it, or is on a card, is not locked but gone. */
export const isLocked = (key: PrivateKey): boolean =>
  key.getKeys().some(({ keyPacket }) => !keyPacket.isDecrypted() && !('isDummy' in keyPacket && keyPacket.isDummy()))
