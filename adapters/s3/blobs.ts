import { GetObjectCommand, HeadObjectCommand, NoSuchKey, NotFound, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod'
import type { BlobStore } from '../../core/notice/ports.ts'
import { type Digest, digestOfBytes } from '../../core/shared/digest.ts'
import { Fault } from '../../core/shared/fault.ts'
import { readServiceError } from '../../core/shared/service-error.ts'
import type { SealedPlace, Vault } from '../../core/shared/vault.ts'

const PatchValue = z.base64()

const bundleKey = (digest: Digest): string => `bundles/${digest}.json`
const patchKey = (digest: Digest): string => `patches/${digest}`
const patchPlace = (digest: Digest): SealedPlace => ({ purpose: 'patch', place: patchKey(digest) })

/**
 * Template bundles as they are under `bundles/`, patches sealed under `patches/`, both by the digest of what was put in, which is
 * compared on the way out. What is there already is not written again, so that a version in the bucket is the only one.
 */
export function s3Blobs({ s3, bucket, vault }: { s3: S3Client; bucket: string; vault: Vault }): BlobStore {
  const objects = bucketObjects(s3, bucket)

  return {
    async putBundle(bytes) {
      const digest = digestOfBytes(bytes)
      if (!(await objects.has(bundleKey(digest)))) await objects.put(bundleKey(digest), bytes)
      return digest
    },
    bundle: async (digest) => verified(digest, await objects.get(bundleKey(digest))),
    async putPatch(bytes) {
      const digest = digestOfBytes(bytes)
      if (await objects.has(patchKey(digest))) return digest
      await objects.put(patchKey(digest), await vault.seal(patchPlace(digest), Buffer.from(bytes).toString('base64')))
      return digest
    },
    async patch(digest) {
      const opened = PatchValue.safeParse(await vault.open(patchPlace(digest), await objects.get(patchKey(digest))))
      if (!opened.success)
        throw new Fault('ITEM_MALFORMED', 'a patch does not parse', { retry: 'never', facts: { object: patchKey(digest) } })
      return verified(digest, new Uint8Array(Buffer.from(opened.data, 'base64')))
    },
    hasPatch: (digest) => objects.has(patchKey(digest)),
  }
}

function verified(digest: Digest, bytes: Uint8Array): Uint8Array {
  if (digestOfBytes(bytes) === digest) return bytes
  throw new Fault('DIGEST_MISMATCH', 'an object is not the one that its digest names', { retry: 'never', facts: { digest } })
}

/** The three things that are asked of the bucket. @throws Fault `STORE_UNAVAILABLE`, and `ITEM_MISSING` from `get` */
function bucketObjects(s3: S3Client, Bucket: string) {
  return {
    async has(Key: string): Promise<boolean> {
      try {
        await s3.send(new HeadObjectCommand({ Bucket, Key }))
        return true
      } catch (error) {
        if (error instanceof NotFound) return false
        throw bucketFault('look for an object', error)
      }
    },
    async put(Key: string, Body: Uint8Array): Promise<void> {
      try {
        await s3.send(new PutObjectCommand({ Bucket, Key, Body }))
      } catch (error) {
        throw bucketFault('write an object', error)
      }
    },
    async get(Key: string): Promise<Uint8Array> {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
        if (Body) return await Body.transformToByteArray()
      } catch (error) {
        if (!(error instanceof NoSuchKey)) throw bucketFault('read an object', error)
      }
      throw new Fault('ITEM_MISSING', 'an object is not there', { retry: 'never', facts: { object: Key } })
    },
  }
}

/** Keeps the error's code and request id, not its message. */
function bucketFault(doing: string, error: unknown): Fault {
  return new Fault('STORE_UNAVAILABLE', `could not ${doing}`, { retry: 'later', facts: { ...readServiceError(error) } })
}
