import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type Json, canonicalJson } from './canonical-json.ts'

/** SHA-256, 64 lower-case hex digits. */
export const Digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in 64 lower-case hex digits')
  .brand<'Digest'>()
export type Digest = z.infer<typeof Digest>

export function digestOfBytes(bytes: Uint8Array | string): Digest {
  return createHash('sha256').update(bytes).digest('hex') as Digest
}

/** The digest of a value's canonical JSON: equal values, equal digests. */
export function digestOf(value: Json): Digest {
  return digestOfBytes(canonicalJson(value))
}
