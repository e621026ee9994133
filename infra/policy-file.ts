import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { comingHolidays } from '../adapters/holidays/holiday-table.ts'
import type { HolidayTable } from '../core/embargo/holiday-table.ts'
import { instantAt } from '../core/embargo/instant.ts'
import { type Policy, parsePolicy } from '../core/policy/policy.ts'
import type { Parsed } from '../core/shared/parsed.ts'

/** What of `forewarn.yaml` is deployed. */
export interface DeployedPolicy {
  readonly policy: Policy
  readonly holidays: HolidayTable
}

/** Reads `forewarn.yaml`. @throws Error that names each field that is wrong, never its value */
export function readPolicy(file: string): DeployedPolicy {
  const policy = acceptedIn(file, parsePolicy(parse(readFileSync(file, 'utf8'))))
  const holidays = acceptedIn(file, comingHolidays(policy.dates.countries, instantAt(Date.now())))
  return { policy, holidays }
}

function acceptedIn<T>(file: string, parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value
  throw new Error(`${file}: ${parsed.problems.map(({ field, message }) => `${field} ${message}`).join('; ')}`)
}
