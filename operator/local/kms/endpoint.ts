import type { IncomingMessage, ServerResponse } from 'node:http'
import { randomUUID } from 'node:crypto'
import type { CallCounter } from '../wire/call-counter.ts'
import { type LocalCredentials, isOwnCaller } from '../wire/caller.ts'
import { type LoopbackServer, readBody, serveOnLoopback } from '../wire/loopback.ts'
import type { MasterKey } from './cipher.ts'
import { type KmsAnswer, answerKms } from './operations.ts'

const bodyLimit = 64 * 1024

/** KMS's JSON 1.1 protocol over one key, for callers with this process's credentials. */
export function serveKms(key: MasterKey, credentials: LocalCredentials, calls: CallCounter): Promise<LoopbackServer> {
  return serveOnLoopback((request, response) => {
    const respond = async () => {
      const { operation, result } = await answer(key, request, isOwnCaller(request, credentials))
      calls.add('kms', operation, result.status === 200)
      reply(response, result)
    }
    // The caller went away in mid-request.
    respond().catch(() => response.destroy())
  })
}

async function answer(key: MasterKey, request: IncomingMessage, known: boolean): Promise<{ operation: string; result: KmsAnswer }> {
  const target = request.headers['x-amz-target']
  const operation = (typeof target === 'string' && /^TrentService\.(\w+)$/.exec(target)?.[1]) || 'unknown'
  const body = await readBody(request, bodyLimit)
  if (!known) return { operation, result: refused('UnrecognizedClientException', 'The security token included in the request is invalid.') }
  if (body === 'too-large') return { operation, result: refused('ValidationException', 'the request is too large') }
  return { operation, result: answerKms(key, operation, parseJson(body)) }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

const refused = (type: string, message: string): KmsAnswer => ({ status: 400, body: { __type: type, message } })

function reply(response: ServerResponse, { status, body }: KmsAnswer): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() }).end(JSON.stringify(body))
}
