import { validator } from 'hono/validator'
import type * as z from 'zod'
import { parseWith } from '../../core/shared/parsed.ts'
import { answerBadInput } from './answer.ts'

/** A JSON body that has been parsed, or a 400 that names the fields and never a value. */
export function jsonBody<T>(schema: z.ZodType<T>) {
  return validator('json', (value: unknown, c) => {
    const parsed = parseWith(schema, value)
    return parsed.ok ? parsed.value : answerBadInput(c, parsed.problems)
  })
}

/** Query parameters, likewise. */
export function queryOf<T>(schema: z.ZodType<T>) {
  return validator('query', (value: unknown, c) => {
    const parsed = parseWith(schema, value)
    return parsed.ok ? parsed.value : answerBadInput(c, parsed.problems)
  })
}
