import * as z from 'zod'
import { Fault } from '../../core/shared/fault.ts'
import { fieldsOf, parseWith } from '../../core/shared/parsed.ts'
import { type Key, placeOf } from './key.ts'

/** What DynamoDB gives back for binary attributes. */
export const Bytes = z.instanceof(Uint8Array)

/**
 * Parses what was stored under `key`.
 *
 * @throws Fault `ITEM_MALFORMED`, which names the bad fields but not their values
 */
export function parseStored<T>(schema: z.ZodType<T>, stored: unknown, key: Key): T {
  const parsed = parseWith(schema, stored)
  if (parsed.ok) return parsed.value
  const facts = { place: placeOf(key), fields: fieldsOf(parsed.problems) }
  throw new Fault('ITEM_MALFORMED', 'a stored item does not parse', { retry: 'never', facts })
}
