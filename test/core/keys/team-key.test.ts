import { describe, expect, test } from 'vitest'
import { NO_TEAM_KEYS, TeamKey, TeamKeys, TeamSecret } from '../../../core/keys/team-key.ts'

const FINGERPRINT = 'C0FFEE'.padEnd(40, '0')
const key = { kind: 'openpgp', fingerprint: FINGERPRINT, madeAt: '2026-12-01T09:00:00Z', by: 'ada', published: 'armour' }

describe('a key of the team', () => {
  test.each([
    ['an OpenPGP fingerprint', FINGERPRINT, true],
    ['the SHA-256 of a certificate', FINGERPRINT.padEnd(64, '0'), true],
    ['lower case', FINGERPRINT.toLowerCase(), false],
    ['a digit too few', FINGERPRINT.slice(1), false],
    ['a digit too many', `${FINGERPRINT}0`, false],
    ['a digit too many for a certificate', FINGERPRINT.padEnd(65, '0'), false],
    ['something before it', `x${FINGERPRINT}`, false],
    ['one digit', 'C', false],
  ])('is named by its fingerprint: %s', (_, fingerprint, isGood) => {
    expect(TeamKey.safeParse({ ...key, fingerprint }).success).toBe(isGood)
  })

  test('fits into an item of the table', () => {
    expect(TeamKey.safeParse({ ...key, published: 'x'.repeat(64_000) }).success).toBe(true)
    expect(TeamKey.safeParse({ ...key, published: 'x'.repeat(64_001) }).success).toBe(false)
  })

  test('holds nothing else, least of all its secret', () => {
    expect(TeamKey.safeParse({ ...key, secret: 'armour' }).success).toBe(false)
  })
})

describe('the keys of the team', () => {
  test('that were used before say until when', () => {
    const until = '2026-12-02T09:00:00Z'
    expect(TeamKeys.safeParse({ version: 1, current: [], former: [{ ...key, until }] }).success).toBe(true)
    expect(TeamKeys.safeParse({ version: 1, current: [], former: [key] }).success).toBe(false)
    expect(TeamKeys.safeParse({ version: 1, current: [{ ...key, until }], former: [] }).success).toBe(false)
  })

  test('are none at first, and each write counts from there', () => {
    expect(NO_TEAM_KEYS).toEqual({ version: 0, current: [], former: [] })
    expect(TeamKeys.safeParse({ current: [], former: [] }).success).toBe(false)
  })
})

test('a secret fits into an item of the table too, and says whose it is', () => {
  const secret = { kind: 's-mime', fingerprint: FINGERPRINT, secret: 'x'.repeat(64_000) }
  expect(TeamSecret.safeParse(secret).success).toBe(true)
  expect(TeamSecret.safeParse({ ...secret, secret: 'x'.repeat(64_001) }).success).toBe(false)
  expect(TeamSecret.safeParse({ secret: 'armour' }).success).toBe(false)
})
