import * as z from 'zod'
import { instantAt } from '../core/embargo/instant.ts'
import type { Instant } from '../core/shared/clock.ts'
import type { Session } from '../operator/cli/session.ts'

/** Where a stack on this machine listens, and what opens it. */
export interface Door {
  readonly url: string
  readonly token: string
}

const Calls = z.record(z.string(), z.record(z.string(), z.object({ ok: z.number(), failed: z.number() })))
const Depth = z.object({ waiting: z.number(), inFlight: z.number() })
const Status = z.object({
  calls: Calls,
  queues: z.object({ send: Depth, feedback: Depth }),
  rssBytes: z.number(),
  maxRssBytes: z.number(),
})
export type StackStatus = z.infer<typeof Status>
/** Since the stack's start: service, operation, and how its calls ended. */
export type CallCounts = z.infer<typeof Calls>

/** The API as one of the policy's operators. @throws Error for every answer that is not a success */
export function sessionOf({ url, token }: Door, as: string): Session {
  const own = { authorization: `Bearer ${token}`, 'x-forewarn-as': as }
  return { url, fetch: async (input, init) => succeeded(await fetch(withHeaders(new Request(input, init), own))) }
}

/** What the one machine offers beside the API. */
export function machineOf({ url, token }: Door) {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const post = body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const request = withHeaders(new Request(`${url}/local/${path}`, post), { authorization: `Bearer ${token}` })
    return (await succeeded(await fetch(request))).json()
  }
  return {
    status: async (): Promise<StackStatus> => Status.parse(await ask('status')),
    /** Without a limit that a bench could run into. */
    liftSesLimits: async () => void (await ask('ses', { rate: 5_000, daily: 1_000_000 })),
    limitSes: async (limits: { readonly rate: number; readonly daily: number }) => void (await ask('ses', limits)),
    /** Returns after the first tick at the new time. */
    setClock: async (instant: Instant) => void (await ask('clock', { set: instant.toISO() })),
    now: async (): Promise<Instant> => instantAt(Date.parse(z.object({ now: z.string() }).parse(await ask('clock')).now)),
  }
}
export type StackMachine = ReturnType<typeof machineOf>

function withHeaders(request: Request, headers: Readonly<Record<string, string>>): Request {
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
  return request
}

async function succeeded(response: Response): Promise<Response> {
  if (response.ok) return response
  throw new Error(`${response.status} ${new URL(response.url).pathname}: ${await response.text()}`)
}
