import { decryptKey } from 'openpgp'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { isLocked, privateKeyIn } from './read-key.ts'
import { STRICT, strictly } from './strictness.ts'

/** Armoured, without a passphrase. */
export type Unlocked = { readonly unlocked: string } | { readonly unusable: KeyFault | 'no-private-key' | 'wrong-passphrase' }

/** Takes the passphrase off a private key, on the machine of whoever knows it. One that has none comes out as it is. */
export async function unlockOpenpgpKey(bytes: Uint8Array, passphrase: string): Promise<Unlocked> {
  const key = await privateKeyIn(bytes)
  if ('fault' in key) return { unusable: key.fault }
  const unlocked = isLocked(key) ? await decryptKey({ privateKey: key, passphrase, ...strictly }).catch(() => undefined) : key
  return unlocked === undefined ? { unusable: 'wrong-passphrase' } : { unlocked: unlocked.armor(STRICT) }
}
