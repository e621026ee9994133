import { DateTime, Duration } from 'luxon'
import * as z from 'zod'
import type { Clock, Instant } from '../../../core/shared/clock.ts'
import { type Refusal, refuse } from '../../../core/shared/refusal.ts'
import type { SesLimits } from '../ses/sending-account.ts'

/** What the one machine offers beside the API: nothing of it exists in the deployed stack. */
export interface Machine {
  status(): object
  readonly clock: Clock
  /** Each returns after the first tick at the new time. */
  set(instant: Instant): Promise<Instant | Refusal>
  advance(span: Duration<true>): Promise<Instant | Refusal>
  sesLimits(): SesLimits
  changeSes(limits: Partial<SesLimits>): void
}

export type LocalAnswer = { readonly status: number; readonly body: object } | Refusal

const ClockInput = z.union([
  z.strictObject({ set: z.string().regex(/T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/, 'must be an instant with its zone') }),
  z.strictObject({ advance: z.string() }),
])
const SesInput = z.strictObject({
  rate: z.int().positive().optional(),
  daily: z.int().nonnegative().optional(),
  verified: z.array(z.string().min(1)).optional(),
})

/** `undefined` when there is no such route. */
export async function answerLocal(machine: Machine, route: string, body: unknown): Promise<LocalAnswer | undefined> {
  switch (route) {
    case 'GET /local/status':
      return ok(machine.status())
    case 'GET /local/clock':
      return ok({ now: machine.clock.now().toISO() })
    case 'POST /local/clock':
      return moveClock(machine, body)
    case 'GET /local/ses':
      return ok(machine.sesLimits())
    case 'POST /local/ses':
      return changeSes(machine, body)
    default:
      return undefined
  }
}

async function moveClock(machine: Machine, body: unknown): Promise<LocalAnswer> {
  const input = ClockInput.safeParse(body)
  if (!input.success) return badInput('give {"set": INSTANT} or {"advance": DURATION}')
  const moved = 'set' in input.data ? await setClock(machine, input.data.set) : await advanceClock(machine, input.data.advance)
  return 'outcome' in moved ? moved : ok({ now: moved.toISO() })
}

async function setClock(machine: Machine, text: string): Promise<Instant | Refusal> {
  const instant = DateTime.fromISO(text, { zone: 'utc' })
  return instant.isValid ? machine.set(instant) : badInput('give an instant, such as 2026-12-08T16:00Z')
}

async function advanceClock(machine: Machine, text: string): Promise<Instant | Refusal> {
  const span = Duration.fromISO(text)
  return span.isValid ? machine.advance(span) : badInput('give an ISO 8601 duration, such as P7D or PT1H')
}

function changeSes(machine: Machine, body: unknown): LocalAnswer {
  const input = SesInput.safeParse(body)
  if (!input.success) return badInput('give any of {"rate": a second, "daily": in 24 hours, "verified": [identities]}')
  const { rate, daily, verified } = input.data
  machine.changeSes({
    ...(rate === undefined ? {} : { rate }),
    ...(daily === undefined ? {} : { daily }),
    ...(verified === undefined ? {} : { verified }),
  })
  return ok(machine.sesLimits())
}

const ok = (body: object): LocalAnswer => ({ status: 200, body })
const badInput = (hint: string): Refusal => refuse('bad-input', 'the request is not as this route wants it', hint)
