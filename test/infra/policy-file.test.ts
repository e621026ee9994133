import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPolicy } from '../../infra/policy-file.ts'

const OURS = resolve(import.meta.dirname, '../../forewarn.yaml')
const folder = mkdtempSync(join(tmpdir(), 'forewarn-policy-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the policy of the project can be deployed', () => {
  expect(readPolicy(OURS).sender.address).toContain('@')
})

test('a policy that is wrong stops the synthesis with the field, and without its value', () => {
  const file = join(folder, 'forewarn.yaml')
  writeFileSync(file, readFileSync(OURS, 'utf8').replace(/^( *lead:).*/m, '$1 seven-days'))
  expect(() => readPolicy(file)).toThrow('embargo.lead')
  expect(() => readPolicy(file)).not.toThrow('seven-days')
})
