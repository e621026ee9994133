import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPolicy } from '../../infra/policy-file.ts'

const OURS = resolve(import.meta.dirname, '../../forewarn.yaml')
const folder = mkdtempSync(join(tmpdir(), 'forewarn-policy-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the policy of the project can be deployed', () => {
  expect(readPolicy(OURS).policy.sender.address).toContain('@')
})

test('the holidays of its countries go with it, for this year and three more', () => {
  const { policy, holidays } = readPolicy(OURS)
  const year = new Date().getUTCFullYear()
  expect(holidays).toMatchObject({ countries: policy.dates.countries, firstYear: year, lastYear: year + 3 })
  expect(Object.keys(holidays.days).some((day) => day.startsWith(`${year + 3}-`))).toBe(true)
})

test('a country without known holidays stops the synthesis', () => {
  const file = join(folder, 'countries.yaml')
  writeFileSync(file, readFileSync(OURS, 'utf8').replace(/^( *countries:).*/m, '$1 [US, XX]'))
  expect(() => readPolicy(file)).toThrow('dates.countries.1 is a country or part of one whose holidays are not known')
})

test('a policy that is wrong stops the synthesis with the field, and without its value', () => {
  const file = join(folder, 'forewarn.yaml')
  writeFileSync(file, readFileSync(OURS, 'utf8').replace(/^( *lead:).*/m, '$1 seven-days'))
  expect(() => readPolicy(file)).toThrow('embargo.lead')
  expect(() => readPolicy(file)).not.toThrow('seven-days')
})
