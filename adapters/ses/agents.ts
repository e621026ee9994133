import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/** Milliseconds to reach SES and finish the TLS handshake. */
const CONNECT_TIMEOUT_MILLIS = 5_000

export interface WatchedAgents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
  /** Whether `error` broke a connection that was never established: then no byte of a request can have left. */
  neverConnected(error: unknown): boolean
  destroy(): void
}

/**
 * Fresh agents that know of each connection whether it came to stand. Error codes alone cannot tell: a reset before the handshake is
 * done and one after the mail has left look alike.
 */
export function watchedAgents(): WatchedAgents {
  const early = new WeakSet<Error>()
  const httpAgent = watched(new HttpAgent({ keepAlive: true }), { stands: 'connect', early })
  const httpsAgent = watched(new HttpsAgent({ keepAlive: true }), { stands: 'secureConnect', early })
  return {
    httpAgent,
    httpsAgent,
    neverConnected: (error) => error instanceof Error && early.has(error),
    destroy: () => [httpAgent, httpsAgent].forEach((agent) => agent.destroy()),
  }
}

/** Node holds a request's bytes back until `stands`, certificate check included, so an error before it is early. */
function watched<A extends HttpAgent>(agent: A, { stands, early }: { stands: 'connect' | 'secureConnect'; early: WeakSet<Error> }): A {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback)
    if (!socket) return socket
    const note = (error: Error) => early.add(error)
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('no connection'), { code: 'CONNECT_TIMEOUT' })),
      CONNECT_TIMEOUT_MILLIS,
    )
    socket.once('error', note)
    socket.once('close', () => clearTimeout(timer))
    socket.once(stands, () => {
      clearTimeout(timer)
      socket.off('error', note)
    })
    return socket
  }
  return agent
}
