import { readFileSync } from 'node:fs'
import { HolidayTable } from '../../core/embargo/holiday-table.ts'
import { Fault } from '../../core/shared/fault.ts'

/** The holidays as they were deployed with the policy. Read once, when a function starts. @throws Fault `POLICY_UNUSABLE` */
export function readDeployedHolidays(file: string): HolidayTable {
  try {
    return HolidayTable.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new Fault('POLICY_UNUSABLE', 'the holidays that were deployed with the policy cannot be read', { retry: 'never' })
  }
}
