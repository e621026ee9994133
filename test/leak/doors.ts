import { type IncomingMessage, type Server, type ServerResponse, createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { canaries } from './canaries.ts'

export type Service = 'dynamodb' | 's3' | 'sqs' | 'kms' | 'ses'

/** What left a function for a service. */
export interface Request {
  readonly service: Service
  readonly operation: string
  /** Method, path and headers, as access logs and trails keep them. */
  readonly head: string
  readonly body: Buffer
}

/**
 * `refused`: an error of the service's own form whose message quotes the request, and every secret.
 * `garbled`: a success whose body is none: what parses it meets the request and every secret.
 */
export type Fault = 'refused' | 'garbled'

/** Doors in front of the services: all that goes through is kept, and one request may go wrong. */
export interface Doors {
  readonly urls: Readonly<Record<Service, string>>
  readonly requests: readonly Request[]
  /** From now on the request with this number, from 0, goes wrong in this way; of the others none does. */
  break(at: number, fault: Fault): void
  /** Requests since the last `break`. */
  count(): number
  stop(): Promise<void>
}

export async function openDoors(targets: Readonly<Record<Service, string>>): Promise<Doors> {
  const requests: Request[] = []
  const servers: Server[] = []
  let plan: { readonly at: number; readonly fault: Fault } | undefined
  let count = 0

  async function openDoor(service: Service): Promise<string> {
    const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = await buffer(incoming)
      requests.push({ service, operation: operationOf(incoming, body), head: headOf(incoming), body })
      if (count++ === plan?.at) return answerBadly(response, { service, fault: plan.fault, body })
      passOn(incoming, { target: targets[service], body, response })
    }
    const server = createServer((incoming, response) => void serve(incoming, response))
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const urls = {
    dynamodb: await openDoor('dynamodb'),
    s3: await openDoor('s3'),
    sqs: await openDoor('sqs'),
    kms: await openDoor('kms'),
    ses: await openDoor('ses'),
  }
  return {
    urls,
    requests,
    break(at, fault) {
      plan = { at, fault }
      count = 0
    },
    count: () => count,
    async stop() {
      for (const server of servers) await new Promise((resolve) => server.close(resolve).closeAllConnections())
    },
  }
}

function passOn(incoming: IncomingMessage, { target, body, response }: { target: string; body: Buffer; response: ServerResponse }): void {
  const { method, headers, url } = incoming
  const onward = forward(`${target}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  onward.end(body)
}

function operationOf({ method, headers }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return target.slice(target.indexOf('.') + 1)
  return new URLSearchParams(body.subarray(0, 200).toString()).get('Action') ?? `${method}`
}

const headOf = ({ method, url, rawHeaders }: IncomingMessage): string => [`${method} ${url}`, ...rawHeaders].join('\n')

const EVERY_SECRET = canaries.flatMap(({ texts }) => texts).join(' | ')

const CODES: Readonly<Record<Service, string>> = {
  dynamodb: 'com.amazonaws.dynamodb.v20120810#ValidationException',
  s3: 'AccessDenied',
  sqs: 'com.amazonaws.sqs#InvalidMessageContents',
  kms: 'AccessDeniedException',
  ses: 'MessageRejected',
}

function answerBadly(response: ServerResponse, { service, fault, body }: { service: Service; fault: Fault; body: Buffer }): void {
  const quoted = `the request was ${body.toString('utf8')} and the secrets are ${EVERY_SECRET}`
  const isXml = service === 's3' || service === 'ses'
  const type = isXml ? 'text/xml' : 'application/x-amz-json-1.0'
  const id = { 'x-amzn-requestid': 'request-1', 'x-amz-request-id': 'request-1', 'content-type': type }
  if (fault === 'garbled') return void response.writeHead(200, id).end(isXml ? `<Result>${quoted}<` : `{"Item":"${quoted}`)
  const code = CODES[service]
  const text = quoted.replaceAll(/[&<>]/g, '')
  const refusal = service === 's3' ? `<Error><Code>${code}</Code><Message>${text}</Message></Error>` : sesError(code, text)
  response
    .writeHead(service === 's3' ? 403 : 400, id)
    .end(isXml ? refusal : JSON.stringify({ __type: code, message: quoted, Item: quoted }))
}

const sesError = (code: string, text: string): string =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>request-1</RequestId></ErrorResponse>`
