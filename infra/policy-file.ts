import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Policy, parsePolicy } from '../core/policy/policy.ts'

/** Reads `forewarn.yaml`. @throws Error that names each field that is wrong, never its value */
export function readPolicy(file: string): Policy {
  const parsed = parsePolicy(parse(readFileSync(file, 'utf8')))
  if (parsed.ok) return parsed.value
  throw new Error(`${file}: ${parsed.problems.map(({ field, message }) => `${field} ${message}`).join('; ')}`)
}
