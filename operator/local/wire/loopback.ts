import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http'

export interface LoopbackServer {
  readonly port: number
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  close(): Promise<void>
}

/** Serves on 127.0.0.1 alone; port 0 takes a free one. @throws the error of `listen`, such as `EADDRINUSE` */
export async function serveOnLoopback(listener: RequestListener, port = 0): Promise<LoopbackServer> {
  const server = createServer(listener)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ port, host: '127.0.0.1' }, resolve)
  await promise
  const bound = portOf(server)
  return { port: bound, url: `http://127.0.0.1:${bound}`, close: () => closeServer(server) }
}

/** Stops listening, lets running requests end, and drops idle connections. */
export async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeIdleConnections()
  await promise
}

export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on no port')
  return address.port
}

/** A whole body, or `too-large` as soon as it has more than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'too-large'> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limit) return 'too-large'
    parts.push(part)
  }
  return Buffer.concat(parts)
}
