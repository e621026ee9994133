import { Fault } from '../../core/shared/fault.ts'

/** What may be said of a failure: a fault's code, else the error's class. Never its message, which can name addresses. */
export function codeOf(error: unknown): string {
  if (error instanceof Fault) return error.code
  return error instanceof Error && /^[A-Za-z][\w.#-]{0,80}$/.test(error.name) ? error.name : 'UNEXPECTED'
}
