import type { KeyFault } from '../../core/keys/key-fault.ts'
import type { PublishedKey } from '../../core/policy/public-policy.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { faultAt, ownKeyOf } from './own-key.ts'
import { publicPartsIn } from './read-key.ts'

/** What a key that the team publishes can be used for by others. It must be able to sign; many that can do no more are as they should be. */
export async function publishedOpenpgpKey(bytes: Uint8Array, at: Instant): Promise<PublishedKey | { readonly fault: KeyFault }> {
  const parts = await publicPartsIn(bytes)
  if ('fault' in parts) return parts
  const signing = ownKeyOf(parts, 'sign')
  if ('fault' in signing) return signing
  const fault = faultAt(signing, at.toMillis())
  if (fault !== undefined) return { fault }
  const encrypting = ownKeyOf(parts, 'encrypt')
  return { fingerprint: signing.fingerprint, canEncrypt: !('fault' in encrypting) && faultAt(encrypting, at.toMillis()) === undefined }
}
