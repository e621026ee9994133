import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { toStored } from '../../../core/embargo/instant.ts'
import { KEY_STANDINGS, type KeyStanding, checkContacts, checkKey, isUnusable } from '../../../core/keys/key-check.ts'
import { rungOf } from '../../../core/keys/ladder.ts'
import { Encryption, KeyKind, type MailKey } from '../../../core/keys/mail-key.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { mailKeyOf } from '../../fakes/sealing.ts'

const instant = (text: string): Instant => {
  const at = DateTime.fromISO(text, { zone: 'utc' })
  if (!at.isValid) throw new Error(text)
  return at
}
const now = instant('2026-12-01T09:00:00Z')
const disclosureAt = instant('2026-12-15T16:00:00Z')
const [psirt, soc] = [MailAddress.parse('psirt@acme.example'), MailAddress.parse('soc@acme.example')]
const until = (usableUntil?: Instant, address = psirt) => mailKeyOf({ address, ...(usableUntil && { usableUntil: toStored(usableUntil) }) })

describe('a key', () => {
  const [soon, last] = [now.plus({ days: 14 }), disclosureAt.plus({ days: 7 })]

  test.each<[string, readonly MailKey[], KeyStanding, KeyStanding]>([
    ['without an end', [until()], 'ok', 'ok'],
    ['that ends a second after two weeks', [until(soon.plus({ seconds: 1 }))], 'ok', 'ends-before'],
    ['that ends after two weeks', [until(soon)], 'ends-soon', 'ends-before'],
    ['that ends a second after a week after the disclosure', [until(last.plus({ seconds: 1 }))], 'ok', 'ok'],
    ['that ends a week after the disclosure', [until(last)], 'ok', 'ends-before'],
    ['that ends in a second', [until(now.plus({ seconds: 1 }))], 'ends-soon', 'ends-before'],
    ['that ends now', [until(now)], 'expired', 'expired'],
    ['of another mailbox', [until(undefined, soc)], 'wrong-mailbox', 'wrong-mailbox'],
    ['that is not there', [], 'no-key', 'no-key'],
  ])('%s', (...[, keys, alone, forCampaign]) => {
    expect(checkKey(psirt, keys, { now }).standing).toBe(alone)
    expect(checkKey(psirt, keys, { now, disclosureAt }).standing).toBe(forCampaign)
  })

  test('of a campaign that comes soon ends soon though it will do for it', () => {
    expect(checkKey(psirt, [until(now.plus({ days: 10 }))], { now, disclosureAt: now.plus({ days: 2 }) }).standing).toBe('ends-soon')
  })

  test('is told of with its standing, but where there is none for the mailbox', () => {
    const key = until(now)
    expect(checkKey(psirt, [key], { now })).toEqual({ standing: 'expired', key })
    expect(checkKey(soc, [key], { now })).toEqual({ standing: 'wrong-mailbox' })
  })
})

describe('the contacts of an addressee', () => {
  test('are looked at one by one', () => {
    const wish = { encryption: 'preferred', keys: [until(now), until(undefined, soc)] } as const
    expect(checkContacts([psirt, soc], wish, { now }).map(({ contact, standing }) => [contact, standing])).toEqual([
      ['first', 'expired'],
      ['second', 'ok'],
    ])
  })

  test.each(['preferred', 'none'] as const)('are of no concern with no key and encryption %s', (encryption) => {
    expect(checkContacts([psirt], { encryption, keys: [] }, { now })).toEqual([])
  })

  test('lack a key when encryption is required', () => {
    expect(checkContacts([psirt], { encryption: 'required', keys: [] }, { now })).toEqual([{ contact: 'first', standing: 'no-key' }])
  })
})

const offset = fc.integer({ min: -40, max: 60 })
const anyKey = fc.record({ kind: fc.constantFrom(...KeyKind.options), address: fc.constantFrom(psirt, soc), days: fc.option(offset) })
const anyKeys = fc
  .array(anyKey, { maxLength: 2 })
  .map((keys) => keys.map(({ days, ...key }) => mailKeyOf({ ...key, ...(days !== null && { usableUntil: toStored(now.plus({ days })) }) })))
const anyEncryption = fc.constantFrom(...Encryption.options)

test('whoever is found usable is sealed to at every moment until a week after the disclosure, and nobody else is', () => {
  fc.assert(
    fc.property(anyEncryption, anyKeys, fc.integer({ min: 0, max: 30 }), (encryption, keys, inDays) => {
      const date = now.plus({ days: inDays })
      const [checked] = checkContacts([psirt], { encryption, keys }, { now, disclosureAt: date })
      const rungs = Array.from({ length: inDays + 8 }, (_, days) =>
        rungOf({ encryption, keys }, { address: psirt, at: now.plus({ days }), mayBePlain: false }),
      )
      const isSealed = checked !== undefined && !isUnusable(checked.standing)
      expect(rungs.every(({ how }) => how === 'plain')).toBe(checked === undefined)
      expect(rungs.every(({ how }) => how === 'sealed')).toBe(isSealed)
    }),
  )
})

test('a key never gets better by the passing of time', () => {
  fc.assert(
    fc.property(anyKeys, fc.nat(60), fc.nat(60), (keys, first, more) => {
      const at = (days: number) => KEY_STANDINGS.indexOf(checkKey(psirt, keys, { now: now.plus({ days }) }).standing)
      expect(at(first + more)).toBeLessThanOrEqual(at(first))
    }),
  )
})
