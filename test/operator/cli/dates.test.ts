import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { forewarn } from './forewarn.ts'

const cwd = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'forewarn-dates-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ours = readFileSync(join(cwd, 'forewarn.yaml'), 'utf8')
function policyWith(name: string, change: (text: string) => string): string {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, change(ours))
  return file
}
const strict = policyWith('strict', (text) => text.replace('poor: warn', 'poor: refuse'))
const check = (...args: string[]) => forewarn(['dates', 'check', ...args, '--now', '2026-12-01T17:00Z'], { cwd })

describe('dates check', () => {
  test('shows a good date in UTC and in the policy’s zone', async () => {
    expect(await check('2026-12-15T16:00Z')).toEqual({
      exit: 0,
      stderr: '',
      stdout: `date  Tuesday, 15 December 2026, 16:00 UTC
      Tuesday, 15 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)

A good date.
`,
    })
  })

  test('warns of a poor one, and proposes good ones near it', async () => {
    expect(await check('2026-12-25T16:00Z')).toEqual({
      exit: 0,
      stderr: '',
      stdout: `date  Friday, 25 December 2026, 16:00 UTC
      Friday, 25 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)

warning: The embargo would be longer than the 14 days of the linux-distros list: tell it on 11 December at the earliest.
warning: It is a Friday: updating would run into the weekend.
warning: It is Christmas Day (US, DE), a public holiday.
warning: It lies between 20 December and 3 January: changes are frozen, and many are away.

GOOD DATES NEAR IT                      AMERICA/LOS_ANGELES
Wednesday, 16 December 2026, 16:00 UTC  Wednesday, 16 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)
Thursday, 17 December 2026, 16:00 UTC   Thursday, 17 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)
Tuesday, 5 January 2027, 16:00 UTC      Tuesday, 5 January 2027, 08:00 (America/Los_Angeles, UTC-08:00)
Wednesday, 6 January 2027, 16:00 UTC    Wednesday, 6 January 2027, 08:00 (America/Los_Angeles, UTC-08:00)
`,
    })
  })

  test('exits 1 for a poor date where the policy refuses it, and still says all', async () => {
    const { exit, stdout } = await check('2026-12-12T03:00Z', '--policy', strict)
    expect(exit).toBe(1)
    expect(stdout).toContain('refused: It is a Friday: ')
    expect(stdout).toContain('refused: It is 19:00 in America/Los_Angeles, outside the team’s day (08:00 to 17:00).')
    expect(stdout).toContain('Wednesday, 9 December 2026, 17:00 (America/Los_Angeles')
    expect(stdout).toMatch(/\n\nAn approval would be refused\.\n$/)
  })

  test('exits 0 there for a good one, and for one that is only near', async () => {
    expect((await check('2026-12-15T16:00Z', '--policy', strict)).exit).toBe(0)
    expect((await check('2026-12-03T17:00Z', '--policy', strict)).exit).toBe(0)
  })

  test('exits 1 under any policy for one beyond the maximum', async () => {
    const { exit, stdout } = await check('2027-06-01T16:00Z')
    expect(exit).toBe(1)
    expect(stdout).toContain('refused: The embargo would be longer than the policy’s maximum (P90D).')
  })

  test('with --json it is one object', async () => {
    const { exit, stdout, stderr } = await check('2026-11-01T08:30Z', '--json', '--policy', strict)
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      at: '2026-11-01T08:30:00Z',
      isGood: false,
      isAllowed: false,
      findings: [{ code: 'past', level: 'fail' }, { code: 'weekend' }, { code: 'outside-day' }],
      slots: ['2026-12-08T17:00:00Z', '2026-12-09T16:00:00Z'],
    })
  })

  test('says which country it knows no holidays of', async () => {
    const { exit, stderr } = await check(
      '2026-12-15T16:00Z',
      '--policy',
      policyWith('abroad', (text) => text.replace('[US, DE]', '[US, XX]')),
    )
    expect(exit).toBe(2)
    expect(stderr).toContain('dates.countries.1: is a country or part of one whose holidays are not known: correct it, or remove it')
  })

  test.each([
    [['2026-12-15'], 'must have a time of day'],
    [['2026-12-15T16:00'], 'must say its zone'],
    [['2026-12-15T16:00Z', '--policy', 'none.yaml'], 'none.yaml has a problem'],
  ])('%j exits 2', async (args, message) => {
    const { exit, stdout, stderr } = await check(...args)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

test('a stack does not start for a country without known holidays', async () => {
  const policy = policyWith('lost', (text) => text.replace('[US, DE]', '[US, XX]'))
  const { exit, stderr } = await forewarn(['start', '--policy', policy, '--data', join(folder, 'data'), '--port', '0'], { cwd })
  expect(exit).toBe(2)
  expect(stderr).toContain('dates.countries.1 is a country or part of one whose holidays are not known')
})
