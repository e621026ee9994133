import * as z from 'zod'
import { jsonIn } from '../../core/shared/json-text.ts'
import { Stop, type ExitCode } from './stop.ts'

/** `fetch`, in the form in which it is handed on. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** The body of every answer of the API that is not a success. */
const Refused = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().default(''),
    problems: z.array(z.object({ field: z.string(), message: z.string(), line: z.number().optional() })).optional(),
  }),
})

/** Longer than any answer of the API may take. */
const PATIENCE_SECONDS = 60

/**
 * A successful answer, or the reason why there is none.
 *
 * @param ask - makes the request, once
 * @param ifSilent - what to do when nobody answers
 * @throws Stop
 */
export async function answerOf(ask: () => Promise<Response>, ifSilent: string): Promise<Response> {
  const response = await withinPatience(ask, ifSilent)
  if (response.ok) return response
  throw refusalOf(response.status, await response.text())
}

async function withinPatience(ask: () => Promise<Response>, ifSilent: string): Promise<Response> {
  const patience = Promise.withResolvers<never>()
  const timer = setTimeout(() => patience.reject(new Stop(3, LATE)), PATIENCE_SECONDS * 1000)
  try {
    return await Promise.race([ask(), patience.promise])
  } catch (error) {
    if (error instanceof Stop) throw error
    throw new Stop(3, { code: 'no-answer', message: 'the stack does not answer', hint: ifSilent })
  } finally {
    clearTimeout(timer)
  }
}

const LATE = {
  code: 'late-answer',
  message: `the stack did not answer within ${PATIENCE_SECONDS} seconds`,
  hint: 'It may still have carried the command out: look at the state before you repeat it.',
}

function refusalOf(status: number, body: string): Stop {
  const exit = exitOf(status)
  const parsed = Refused.safeParse(jsonIn(body))
  if (parsed.success) {
    const { code, message, hint, problems } = parsed.data.error
    return new Stop(exit, { code, message, hint, ...(problems !== undefined && { problems: problems.map(withLine) }) })
  }
  // Not from the functions: a gateway, or a proxy on the way.
  return new Stop(exit, { code: `http-${status}`, message: `the stack answered ${status} and did not say why`, hint: HINTS[status] ?? '' })
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'The token in the data folder is not that of the stack that answered.',
  403: 'Your AWS principal may not call this API: see the operators in forewarn.yaml.',
  429: 'Too many requests: try again in a moment.',
}

function exitOf(status: number): ExitCode {
  if (status === 403 || status === 404 || status === 409) return 1
  return status < 500 && status !== 401 && status !== 429 ? 2 : 3
}

function withLine({ field, message, line }: { field: string; message: string; line?: number | undefined }) {
  return { field, message, ...(line !== undefined && { line }) }
}
