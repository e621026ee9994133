import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { s3Blobs } from '../../../adapters/s3/blobs.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { blobStoreContract } from '../../contracts/blob-store.ts'
import { faultOf } from '../../contracts/faults.ts'
import { credentials, region } from '../../endpoints/account.ts'
import { startAws } from '../../endpoints/fauxqs.ts'
import { memoryVault } from '../../fakes/vault.ts'

let aws: Awaited<ReturnType<typeof startAws>>
let at: { s3: S3Client; bucket: string; vault: ReturnType<typeof memoryVault> }
const fresh = () => ({ s3: aws.s3, bucket: aws.newBucket(), vault: memoryVault() })

beforeAll(async () => {
  aws = await startAws()
})
beforeEach(() => {
  at = fresh()
})
afterAll(() => aws.stop())

blobStoreContract('S3', async () => s3Blobs(fresh()))

const patch = Buffer.from('--- a/permission_request\n')
const put = (Key: string, Body: Uint8Array) => aws.s3.send(new PutObjectCommand({ Bucket: at.bucket, Key, Body }))
const bytesAt = async (Key: string) =>
  (await aws.s3.send(new GetObjectCommand({ Bucket: at.bucket, Key }))).Body?.transformToString('latin1')

test('a patch lies sealed in the bucket, and a bundle as it is', async () => {
  const store = s3Blobs(at)
  await store.putPatch(patch)
  await store.putBundle(Buffer.from('{}'))
  expect(await bytesAt(`patches/${digestOfBytes(patch)}`)).not.toContain('permission')
  expect(await bytesAt(`bundles/${digestOfBytes('{}')}.json`)).toBe('{}')
})

test('what is there already is not written again', async () => {
  const store = s3Blobs(at)
  await store.putPatch(patch)
  const before = await bytesAt(`patches/${digestOfBytes(patch)}`)
  await store.putPatch(patch)
  expect(await bytesAt(`patches/${digestOfBytes(patch)}`)).toBe(before)
  expect((await aws.s3.send(new ListObjectsV2Command({ Bucket: at.bucket }))).KeyCount).toBe(1)
})

test('a bundle that was changed does not come out', async () => {
  const digest = digestOfBytes('{}')
  await put(`bundles/${digest}.json`, Buffer.from('{"evil":1}'))
  await expect(s3Blobs(at).bundle(digest)).rejects.toMatchObject({ name: 'Fault', code: 'DIGEST_MISMATCH' })
})

test('a patch under the digest of another does not come out', async () => {
  const store = s3Blobs(at)
  const digest = await store.putPatch(patch)
  const other = digestOfBytes('another patch')
  await put(`patches/${other}`, Buffer.from((await bytesAt(`patches/${digest}`)) ?? '', 'latin1'))
  await expect(store.patch(other)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_SWAPPED' })
  await put(`patches/${other}`, await at.vault.seal({ purpose: 'patch', place: `patches/${other}` }, patch.toString('base64')))
  await expect(store.patch(other)).rejects.toMatchObject({ name: 'Fault', code: 'DIGEST_MISMATCH' })
})

test('a bucket that is missing or cannot be reached is a fault with a code', async () => {
  const missing = await faultOf(s3Blobs({ ...at, bucket: 'no-such-bucket' }).bundle(digestOfBytes('{}')), 'STORE_UNAVAILABLE')
  expect(missing.facts).toMatchObject({ code: 'NoSuchBucket' })
  const s3 = new S3Client({ endpoint: 'http://127.0.0.1:9', region, credentials, forcePathStyle: true, maxAttempts: 1 })
  const away = await faultOf(s3Blobs({ ...at, s3 }).hasPatch(digestOfBytes('{}')), 'STORE_UNAVAILABLE')
  expect(away.facts).toEqual({ code: 'ECONNREFUSED' })
})
