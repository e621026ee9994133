import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { asFault, factsOfError } from '../../core/shared/fault.ts'
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

export function answerBadInput(c: Context, problems: readonly Problem[]) {
  const [message, hint] = ['The request is not what is expected.', 'Correct the fields that are named.']
  return answerError(c, 400, { code: 'bad-input', message, hint, problems })
}

/** For `app.onError`: says what failed by its code, and logs nothing that an error could quote. */
export function answerFault(log: Log) {
  return (error: Error, c: Context) => {
    // Hono's own word for a body that is no JSON; its message is not handed on.
    if (error instanceof HTTPException && error.status === 400) return answerBadInput(c, [{ field: '(root)', message: 'must be JSON' }])
    const fault = asFault(error)
    log.error('api.failed', { method: c.req.method, ...factsOfError(fault) })
    const hint = fault.retry === 'later' ? 'Look at what is in force, and try again in a moment.' : 'See the runbook for this code.'
    return answerError(c, fault.retry === 'later' ? 503 : 500, { code: fault.code, message: fault.message, hint })
  }
}
