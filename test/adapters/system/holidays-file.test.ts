import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readDeployedHolidays } from '../../../adapters/system/holidays-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'forewarn-holidays-'))
afterAll(() => rmSync(folder, { recursive: true }))
const written = (name: string, text: string) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

test('the holidays are read as they were deployed', () => {
  const table = { countries: ['DE'], firstYear: 2026, lastYear: 2029, days: { '2026-12-25': [{ country: 'DE', name: 'Christmas Day' }] } }
  expect(readDeployedHolidays(written('good.json', JSON.stringify(table)))).toEqual(table)
})

test.each([
  ['that is not there', join(folder, 'none.json')],
  ['that broke off', written('torn.json', '{"countries":["DE"]')],
  ['of another form', written('other.json', '{"countries":["DE"],"days":{}}')],
])('a file %s is a fault, not a world without holidays', (_, file) => {
  expect(() => readDeployedHolidays(file)).toThrow(expect.objectContaining({ code: 'POLICY_UNUSABLE', retry: 'never' }) as Error)
})
