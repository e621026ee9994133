import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

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
 *
 * @param connectMillis to reach the server and finish the TLS handshake
 */
export function watchedAgents(connectMillis: number): WatchedAgents {
  const early = new WeakSet<Error>()
  const httpAgent = watched(new HttpAgent({ keepAlive: true }), { stands: 'connect', early, connectMillis })
  const httpsAgent = watched(new HttpsAgent({ keepAlive: true }), { stands: 'secureConnect', early, connectMillis })
  return {
    httpAgent,
    httpsAgent,
    neverConnected: (error) => error instanceof Error && early.has(error),
    destroy: () => [httpAgent, httpsAgent].forEach((agent) => agent.destroy()),
  }
}

interface Watch {
  readonly stands: 'connect' | 'secureConnect'
  readonly early: WeakSet<Error>
  readonly connectMillis: number
}

/** Node holds a request's bytes back until `stands`, certificate check included, so an error before it is early. */
function watched<A extends HttpAgent>(agent: A, { stands, early, connectMillis }: Watch): A {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback)
    if (!socket) return socket
    const note = (error: Error) => early.add(error)
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error('no connection'), { code: 'CONNECT_TIMEOUT' })), connectMillis)
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
