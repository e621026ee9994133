import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Log } from '../../../core/shared/log.ts'
import type { Operator } from '../../../core/policy/policy.ts'
import { withDeadline } from '../deadline.ts'
import { codeOf } from '../failure.ts'
import { type ApiHandler, type Handlers, timeoutSeconds } from '../functions.ts'
import { sameSecret } from '../wire/caller.ts'
import { readBody } from '../wire/loopback.ts'
import { apiEvent } from './api-event.ts'
import { type Machine, answerLocal } from './local-routes.ts'
import { errorOf, replyError, replyJson, replyResult } from './reply.ts'

/** Lambda's payload limit. */
const bodyLimit = 6 * 1024 * 1024

export interface GatewayDeps {
  readonly token: string
  readonly operators: readonly Operator[]
  readonly handlers: Pick<Handlers, 'campaigns' | 'recipients'>
  readonly machine: Machine
  readonly log: Log
}

/** The HTTP API on this machine: the token stands for the signature, `x-forewarn-as` for the principal. */
export function makeGateway(deps: GatewayDeps): RequestListener {
  return (request, response) => {
    answer(deps, request, response).catch((error: unknown) => {
      deps.log.error('gateway.failed', { code: codeOf(error) })
      if (response.headersSent) return void response.destroy()
      replyError(response, 500, { code: 'internal', message: 'the request failed', hint: 'see log.jsonl in the data folder' })
    })
  }
}

async function answer(deps: GatewayDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A page that made its name resolve to this machine has the browser, but not the Host header, on its side.
  if (!isLoopback(request.headers.host)) {
    return replyError(response, 421, {
      code: 'wrong-host',
      message: 'this server answers on loopback names only',
      hint: 'use http://127.0.0.1',
    })
  }
  if (!hasToken(request, deps.token)) {
    return replyError(response, 401, {
      code: 'unauthorised',
      message: 'the token is missing or wrong',
      hint: 'send the content of `token` in the data folder as a bearer token',
    })
  }
  const body = await readBody(request, bodyLimit)
  if (body === 'too-large') {
    response.setHeader('connection', 'close')
    return replyError(response, 413, { code: 'too-large', message: 'the request has more than 6 MB', hint: 'send it in parts' })
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  return url.pathname.startsWith('/local/') ? local(deps, { request, url, body }, response) : api(deps, { request, url, body }, response)
}

interface Received {
  readonly request: IncomingMessage
  readonly url: URL
  readonly body: Buffer
}

async function local(deps: GatewayDeps, { request, url, body }: Received, response: ServerResponse): Promise<void> {
  const answered = await answerLocal(deps.machine, `${request.method} ${url.pathname}`, parseJson(body))
  if (answered === undefined) return replyNoRoute(response)
  if ('outcome' in answered) return replyError(response, answered.code === 'bad-input' ? 400 : 409, errorOf(answered))
  replyJson(response, answered.status, answered.body)
}

async function api(deps: GatewayDeps, { request, url, body }: Received, response: ServerResponse): Promise<void> {
  const handler = handlerFor(deps.handlers, url.pathname)
  if (handler === undefined) return replyNoRoute(response)
  const name = request.headers['x-forewarn-as']
  const operator = deps.operators.find(({ person }) => person === name)
  if (operator === undefined) {
    return replyError(response, 403, {
      code: 'unknown-operator',
      message: 'the policy names no such operator',
      hint: 'give --as NAME, with a person of forewarn.yaml',
    })
  }
  const { principal } = operator
  const event = apiEvent({ method: request.method ?? 'GET', url, headers: request.headers, body, principal, at: deps.machine.clock.now() })
  const result = await withDeadline(handler(event), timeoutSeconds.api)
  if (result !== 'timed-out') return replyResult(response, result)
  deps.log.error('function.timed-out', { function: 'api', seconds: timeoutSeconds.api })
  replyError(response, 503, {
    code: 'timed-out',
    message: 'the function took too long; it may still have acted',
    hint: 'look at the state before you try again',
  })
}

function handlerFor(handlers: GatewayDeps['handlers'], path: string): ApiHandler | undefined {
  if (/^\/(alarms|campaigns|halts|keys|table)(\/|$)/.test(path)) return handlers.campaigns
  if (/^\/recipients(\/|$)/.test(path)) return handlers.recipients
  return undefined
}

const isLoopback = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '')

function hasToken(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return given !== undefined && sameSecret(given, token)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function replyNoRoute(response: ServerResponse): void {
  replyError(response, 404, {
    code: 'no-route',
    message: 'there is nothing here',
    hint: 'the API is under /campaigns, /halts, /keys and /recipients',
  })
}
