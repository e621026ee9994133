import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Fault } from '../../core/shared/fault.ts'
import type { Log } from '../../core/shared/log.ts'
import type { Problem } from '../../core/shared/parsed.ts'
import type { Refusal } from '../../core/shared/refusal.ts'

/** The body of every answer that is not a success. */
export interface ErrorAnswer {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly problems?: readonly Problem[]
}

export function answerError<Status extends ContentfulStatusCode>(c: Context, status: Status, error: ErrorAnswer) {
  return c.json({ error }, status)
}

/** A rule said no: 404 for what does not exist, 409 for the rest. */
export function answerRefusal(c: Context, { code, why, hint }: Refusal) {
  return answerError(c, code.startsWith('unknown-') ? 404 : 409, { code, message: why, hint })
}

/** For `app.onError`: says what failed by its code, and logs nothing that an error could quote. */
export function answerFault(log: Log) {
  return (error: Error, c: Context) => {
    const fault = error instanceof Fault ? error : new Fault('UNEXPECTED', 'something failed that should not', { retry: 'later' })
    log.error('api.failed', { code: fault.code, method: c.req.method, ...fault.facts })
    const hint = fault.retry === 'later' ? 'Try again in a moment; nothing was half-written.' : 'See the runbook for this code.'
    return answerError(c, fault.retry === 'later' ? 503 : 500, { code: fault.code, message: fault.message, hint })
  }
}
