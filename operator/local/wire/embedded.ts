import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type IncomingMessage, type RequestListener, Server, type ServerResponse } from 'node:http'
import type { CallCounter, Service } from './call-counter.ts'
import { type LocalCredentials, isOwnCaller } from './caller.ts'

const listening = 'tracing:net.server.listen:asyncStart'

/**
 * Runs `start`, which makes a library listen, and binds whatever HTTP server it makes to 127.0.0.1:
 * fauxqs listens on every interface, whatever it is told. Starts must not overlap.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html, `tracing:net.server.listen`
 */
export async function bindToLoopback<T>(start: () => Promise<T>): Promise<{ readonly started: T; readonly server: Server }> {
  let server: Server | undefined
  const bind = (message: unknown) => {
    const starting = message as { readonly server: unknown; readonly options: { host?: string } }
    if (!(starting.server instanceof Server)) return
    server = starting.server
    // These are the very options that `listen` is about to use.
    starting.options.host = '127.0.0.1'
  }
  subscribe(listening, bind)
  try {
    const started = await start()
    if (server === undefined) throw new TypeError('the library opened no HTTP server')
    return { started, server }
  } finally {
    unsubscribe(listening, bind)
  }
}

export interface Guard {
  readonly credentials: LocalCredentials
  readonly calls: CallCounter
  readonly serviceOf: (request: IncomingMessage) => Service
}

/** Puts the check of the caller, and the count of the answers, before a library's own listeners. */
export function guardServer(server: Server, { credentials, calls, serviceOf }: Guard): void {
  const listeners = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse & { req: IncomingMessage }) => {
    const known = isOwnCaller(request, credentials)
    response.once('finish', () => calls.add(serviceOf(request), operationOf(request), response.statusCode < 400))
    if (!known) return void response.writeHead(403).end()
    for (const listener of listeners) listener(request, response)
    // A client that goes away in mid-request must not end the process: dynalite throws here.
    request.removeAllListeners('error')
    request.on('error', () => undefined)
  })
}

/** `PutItem` of `DynamoDB_20120810.PutItem`; for S3, which has no such header, its method. */
function operationOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target']
  return (typeof target === 'string' ? target.split('.').at(-1) : request.method) ?? 'unknown'
}
