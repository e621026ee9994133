import { CommitmentPolicy, KmsKeyringNode, type KmsNodeClientSupplier, buildClient } from '@aws-crypto/client-node'
import { DecryptCommand, DescribeKeyCommand, EncryptCommand, GenerateDataKeyCommand, KMS, KMSClient } from '@aws-sdk/client-kms'
import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { masterKey } from '../../../operator/local/kms/cipher.ts'
import { serveKms } from '../../../operator/local/kms/endpoint.ts'
import { makeCallCounter } from '../../../operator/local/wire/call-counter.ts'
import { makeCredentials } from '../../../operator/local/wire/caller.ts'

async function runKms(secret: Uint8Array = randomBytes(32)) {
  const key = masterKey(secret)
  const credentials = makeCredentials()
  const calls = makeCallCounter()
  const server = await serveKms(key, credentials, calls)
  onTestFinished(() => server.close())
  const clientOf = (own = credentials) => new KMSClient({ endpoint: server.url, region: 'us-east-1', credentials: own, maxAttempts: 1 })
  return { key, secret, calls, clientOf, client: clientOf(), url: server.url, credentials }
}

const sdk = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
const context = { table: 'forewarn', purpose: 'recipient' }

function keyringOf({ key, url, credentials }: Awaited<ReturnType<typeof runKms>>): KmsKeyringNode {
  const client = new KMS({ endpoint: url, region: 'us-east-1', credentials })
  // The SDK's types say that a field may be undefined where the keyring's say that it may be absent.
  return new KmsKeyringNode({ generatorKeyId: key.arn, clientProvider: (() => client) as unknown as KmsNodeClientSupplier })
}

describe('with the AWS Encryption SDK', () => {
  test('what is sealed opens again, with its context', async () => {
    const kms = await runKms()
    const { result } = await sdk.encrypt(keyringOf(kms), Buffer.from('who is on the list'), { encryptionContext: context })
    const { plaintext, messageHeader } = await sdk.decrypt(keyringOf(kms), result)
    expect(plaintext.toString()).toBe('who is on the list')
    expect(messageHeader.encryptionContext).toMatchObject(context)
    expect(kms.calls.counts().kms).toEqual({ GenerateDataKey: { ok: 1, failed: 0 }, Decrypt: { ok: 1, failed: 0 } })
  })

  test('it opens after a restart with the same key file, and not with another', async () => {
    const before = await runKms()
    const { result } = await sdk.encrypt(keyringOf(before), Buffer.from('secret'), { encryptionContext: context })
    const after = await runKms(before.secret)
    expect((await sdk.decrypt(keyringOf(after), result)).plaintext.toString()).toBe('secret')
    await expect(sdk.decrypt(keyringOf(await runKms()), result)).rejects.toThrow('unencryptedDataKey')
  })
})

describe('errors have the shapes of KMS', () => {
  test('another context, or changed bytes, is an invalid ciphertext', async () => {
    const { client, key } = await runKms()
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: key.arn, Plaintext: Buffer.from('x'), EncryptionContext: context }),
    )
    const decrypt = (blob: Uint8Array | undefined, EncryptionContext: Record<string, string>) =>
      client.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext }))
    await expect(decrypt(CiphertextBlob, { ...context, purpose: 'audience' })).rejects.toMatchObject({ name: 'InvalidCiphertextException' })
    await expect(decrypt(Buffer.from('nonsense'), context)).rejects.toMatchObject({ name: 'InvalidCiphertextException' })
    expect((await decrypt(CiphertextBlob, context)).Plaintext).toEqual(new Uint8Array(Buffer.from('x')))
  })

  test('another key is not found, and opens nothing', async () => {
    const { client, key } = await runKms()
    const other = masterKey(randomBytes(32)).arn
    await expect(client.send(new GenerateDataKeyCommand({ KeyId: other, NumberOfBytes: 32 }))).rejects.toMatchObject({
      name: 'NotFoundException',
    })
    await expect(client.send(new DescribeKeyCommand({ KeyId: other }))).rejects.toMatchObject({ name: 'NotFoundException' })
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: key.arn, Plaintext: Buffer.from('x') }))
    await expect(client.send(new DecryptCommand({ CiphertextBlob, KeyId: other }))).rejects.toMatchObject({ name: 'IncorrectKeyException' })
    expect((await client.send(new DescribeKeyCommand({ KeyId: key.arn }))).KeyMetadata).toMatchObject({ Arn: key.arn, Enabled: true })
  })

  test('who does not have the credentials of this process gets nothing', async () => {
    const { clientOf, key, calls } = await runKms()
    const stranger = clientOf(makeCredentials())
    await expect(stranger.send(new GenerateDataKeyCommand({ KeyId: key.arn, NumberOfBytes: 32 }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
    expect(calls.counts().kms).toEqual({ GenerateDataKey: { ok: 0, failed: 1 } })
  })
})

describe('laws', () => {
  const key = masterKey(randomBytes(32))
  const contexts = fc.dictionary(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), fc.string({ unit: 'grapheme-ascii' }))
  const bytes = fc.uint8Array({ maxLength: 300 })

  test('decrypt undoes encrypt', () => {
    fc.assert(
      fc.property(bytes, contexts, (plain, ctx) => {
        expect(key.decrypt(key.encrypt(plain, ctx), ctx)).toEqual(Buffer.from(plain))
      }),
    )
  })

  test('no changed byte goes unseen', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, where, flip) => {
        const blob = key.encrypt(plain, context)
        const at = where % blob.length
        blob.writeUInt8(blob.readUInt8(at) ^ flip, at)
        expect(key.decrypt(blob, context)).toBe('invalid')
      }),
    )
  })

  test('no blob opens when it is cut short', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (plain, length) => {
        const blob = key.encrypt(plain, context)
        expect(key.decrypt(blob.subarray(0, length % blob.length), context)).toBe('invalid')
      }),
    )
  })
})
