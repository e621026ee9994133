import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { accountId } from '../account.ts'
import type { MasterKey } from './cipher.ts'

/** A KMS answer: `__type` and `message` on an error, as the JSON protocol has it. */
export interface KmsAnswer {
  readonly status: 200 | 400
  readonly body: Readonly<Record<string, unknown>>
}

const Bytes = z.base64().transform((text) => Buffer.from(text, 'base64'))
const Context = z.record(z.string(), z.string()).default({})
const Input = {
  GenerateDataKey: z.object({
    KeyId: z.string(),
    EncryptionContext: Context,
    NumberOfBytes: z.int().min(1).max(1024).optional(),
    KeySpec: z.enum(['AES_256', 'AES_128']).optional(),
  }),
  Encrypt: z.object({ KeyId: z.string(), EncryptionContext: Context, Plaintext: Bytes.refine((bytes) => bytes.length <= 4096) }),
  Decrypt: z.object({ KeyId: z.string().optional(), EncryptionContext: Context, CiphertextBlob: Bytes }),
  DescribeKey: z.object({ KeyId: z.string() }),
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export function answerKms(key: MasterKey, operation: string, input: unknown): KmsAnswer {
  switch (operation) {
    case 'GenerateDataKey':
      return withInput(Input.GenerateDataKey, input, (asked) => (isKey(key, asked.KeyId) ? generateDataKey(key, asked) : notFound))
    case 'Encrypt':
      return withInput(Input.Encrypt, input, (asked) => (isKey(key, asked.KeyId) ? encrypt(key, asked) : notFound))
    case 'Decrypt':
      return withInput(Input.Decrypt, input, (asked) => decrypt(key, asked))
    case 'DescribeKey':
      return withInput(Input.DescribeKey, input, (asked) => (isKey(key, asked.KeyId) ? describe(key) : notFound))
    default:
      return failed('UnknownOperationException', 'this endpoint knows GenerateDataKey, Encrypt, Decrypt and DescribeKey')
  }
}

function withInput<T>(schema: z.ZodType<T>, input: unknown, answer: (asked: T) => KmsAnswer): KmsAnswer {
  const asked = schema.safeParse(input)
  return asked.success ? answer(asked.data) : failed('ValidationException', 'the request lacks a field, or one is malformed')
}

function generateDataKey(key: MasterKey, asked: z.infer<typeof Input.GenerateDataKey>): KmsAnswer {
  if ((asked.NumberOfBytes === undefined) === (asked.KeySpec === undefined)) {
    return failed('ValidationException', 'give one of NumberOfBytes and KeySpec')
  }
  const plaintext = randomBytes(asked.NumberOfBytes ?? (asked.KeySpec === 'AES_128' ? 16 : 32))
  const blob = key.encrypt(plaintext, asked.EncryptionContext)
  return done({ KeyId: key.arn, Plaintext: plaintext.toString('base64'), CiphertextBlob: blob.toString('base64') })
}

function encrypt(key: MasterKey, asked: z.infer<typeof Input.Encrypt>): KmsAnswer {
  const blob = key.encrypt(asked.Plaintext, asked.EncryptionContext)
  return done({ KeyId: key.arn, CiphertextBlob: blob.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
}

function decrypt(key: MasterKey, asked: z.infer<typeof Input.Decrypt>): KmsAnswer {
  if (asked.KeyId !== undefined && !isKey(key, asked.KeyId)) {
    return failed('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.')
  }
  const plaintext = key.decrypt(asked.CiphertextBlob, asked.EncryptionContext)
  if (plaintext === 'invalid') return failed('InvalidCiphertextException', '')
  return done({ KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
}

function describe(key: MasterKey): KmsAnswer {
  const usage = { KeyUsage: 'ENCRYPT_DECRYPT', KeySpec: 'SYMMETRIC_DEFAULT', KeyState: 'Enabled', Enabled: true, KeyManager: 'CUSTOMER' }
  return done({ KeyMetadata: { AWSAccountId: accountId, KeyId: idOf(key), Arn: key.arn, ...usage, Origin: 'AWS_KMS', MultiRegion: false } })
}

const idOf = (key: MasterKey): string => key.arn.slice(key.arn.lastIndexOf('/') + 1)
const isKey = (key: MasterKey, name: string): boolean => name === key.arn || name === idOf(key)
const done = (body: KmsAnswer['body']): KmsAnswer => ({ status: 200, body })
const failed = (type: string, message: string): KmsAnswer => ({ status: 400, body: { __type: type, message } })
const notFound = failed('NotFoundException', 'this endpoint has one key, and it is not the one asked for')
