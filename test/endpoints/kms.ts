import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { canonicalJson } from '../../core/shared/canonical-json.ts'

export const keyArn = 'arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-3333-4444-555555555555'

type Operation = 'GenerateDataKey' | 'Decrypt'

export interface TestKms {
  readonly url: string
  /** Calls that were answered, by operation. */
  readonly calls: Record<Operation, number>
  /** Every context that was asked with. */
  readonly contexts: Record<string, string>[]
  /** Refuses everything with this code and a message that quotes its input; undefined ends it. */
  refuse(code: string | undefined): void
  stop(): Promise<void>
}

interface Request {
  readonly CiphertextBlob?: string
  readonly EncryptionContext?: Record<string, string>
}

/** KMS's JSON protocol as far as a keyring needs it, over a key that lives as long as this. */
export async function startKms(): Promise<TestKms> {
  const key = randomBytes(32)
  const calls = { GenerateDataKey: 0, Decrypt: 0 }
  const contexts: Record<string, string>[] = []
  let refusal: string | undefined

  function answer(operation: Operation, { CiphertextBlob = '', EncryptionContext = {} }: Request): object | undefined {
    calls[operation]++
    contexts.push(EncryptionContext)
    const aad = Buffer.from(canonicalJson(EncryptionContext))
    if (operation === 'Decrypt') {
      const plaintext = unwrap(key, Buffer.from(CiphertextBlob, 'base64'), aad)
      return plaintext && { KeyId: keyArn, Plaintext: plaintext.toString('base64') }
    }
    const dataKey = randomBytes(32)
    return { KeyId: keyArn, Plaintext: dataKey.toString('base64'), CiphertextBlob: wrap(key, dataKey, aad).toString('base64') }
  }

  async function handle(request: IncomingMessage): Promise<object> {
    const body = JSON.parse((await buffer(request)).toString('utf8')) as Request
    const operation = String(request.headers['x-amz-target']).split('.')[1] as Operation
    const refused = (code: string) => ({ __type: code, message: `cannot serve ${JSON.stringify(body)}` })
    return refusal === undefined ? (answer(operation, body) ?? refused('InvalidCiphertextException')) : refused(refusal)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await handle(request)
    response.writeHead('__type' in body ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' })
    response.end(JSON.stringify(body))
  }

  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    contexts,
    refuse: (code) => void (refusal = code),
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}

function wrap(key: Buffer, dataKey: Buffer, aad: Buffer): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad)
  const body = Buffer.concat([cipher.update(dataKey), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function unwrap(key: Buffer, wrapped: Buffer, aad: Buffer): Buffer | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12)).setAAD(aad).setAuthTag(wrapped.subarray(12, 28))
    return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()])
  } catch {
    return undefined
  }
}
