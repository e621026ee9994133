import type { BlobStore } from '../../core/notice/ports.ts'
import { type Digest, digestOfBytes } from '../../core/shared/digest.ts'
import { Fault } from '../../core/shared/fault.ts'

export function memoryBlobs(): BlobStore {
  const bundles = byDigest()
  const patches = byDigest()
  return { putBundle: bundles.put, bundle: bundles.get, putPatch: patches.put, patch: patches.get, hasPatch: patches.has }
}

function byDigest() {
  const kept = new Map<Digest, Uint8Array>()
  return {
    async put(this: void, bytes: Uint8Array): Promise<Digest> {
      const digest = digestOfBytes(bytes)
      kept.set(digest, bytes.slice())
      return digest
    },
    async get(this: void, digest: Digest): Promise<Uint8Array> {
      const bytes = kept.get(digest)
      if (!bytes) throw new Fault('ITEM_MISSING', 'an object is not there', { retry: 'never', facts: { digest } })
      return bytes.slice()
    },
    has: async (digest: Digest): Promise<boolean> => kept.has(digest),
  }
}
