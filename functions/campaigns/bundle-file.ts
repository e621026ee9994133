import { readFile } from 'node:fs/promises'
import type { BlobStore } from '../../core/notice/ports.ts'
import type { Digest } from '../../core/shared/digest.ts'

/** Puts the templates that came with this deployment where senders find them by digest; once a process. */
export function currentBundleIn(blobs: BlobStore, file: string): () => Promise<Digest> {
  let put: Promise<Digest> | undefined
  return () => {
    put ??= readFile(file).then((bytes) => blobs.putBundle(bytes))
    put.catch(() => {
      put = undefined
    })
    return put
  }
}
