import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromStored, instantAt, toStored } from '../../../core/embargo/instant.ts'
import { leadBefore } from '../../../core/embargo/lead.ts'
import { readWall, wallOf } from '../../../core/embargo/wall-time.ts'

const lead = (disclosureAt: string, span: string, zone: string) => toStored(leadBefore(fromStored(disclosureAt), span, zone))

describe('a lead in days keeps the time of day', () => {
  test.each([
    ['far from any change', '2026-12-15T16:00:00Z', 'P7D', 'America/Los_Angeles', '2026-12-08T16:00:00Z'],
    ['over the spring change of Los Angeles', '2026-03-12T16:00:00Z', 'P7D', 'America/Los_Angeles', '2026-03-05T17:00:00Z'],
    ['over the autumn change of Los Angeles', '2026-11-05T17:00:00Z', 'P7D', 'America/Los_Angeles', '2026-10-29T16:00:00Z'],
    ['over the spring change of Berlin', '2026-04-01T08:00:00Z', 'P7D', 'Europe/Berlin', '2026-03-25T09:00:00Z'],
    ['over the autumn change of Berlin', '2026-10-28T09:00:00Z', 'P1W', 'Europe/Berlin', '2026-10-21T08:00:00Z'],
    ['over the half hour of Lord Howe', '2026-10-06T01:00:00Z', 'P7D', 'Australia/Lord_Howe', '2026-09-29T01:30:00Z'],
    ['over the day that Apia skipped', '2012-01-02T00:00:00Z', 'P7D', 'Pacific/Apia', '2011-12-27T00:00:00Z'],
    ['over the end of a month', '2026-03-31T12:00:00Z', 'P1M', 'Europe/Berlin', '2026-02-28T13:00:00Z'],
  ])('%s', (...[, disclosureAt, span, zone, expected]) => {
    expect(lead(disclosureAt, span, zone)).toBe(expected)
  })
})

test('a lead in hours is exact, over changes of clocks too', () => {
  expect(lead('2026-03-08T18:00:00Z', 'PT24H', 'America/Los_Angeles')).toBe('2026-03-07T18:00:00Z')
  expect(lead('2026-03-08T18:00:00Z', 'P1D', 'America/Los_Angeles')).toBe('2026-03-07T19:00:00Z')
  expect(lead('2026-03-08T18:00:00Z', 'P1DT12H', 'America/Los_Angeles')).toBe('2026-03-07T07:00:00Z')
})

test('a lead in hours is exact within an hour that the wall shows twice, and from it', () => {
  expect(lead('2026-11-01T09:30:00Z', 'PT1H', 'America/Los_Angeles')).toBe('2026-11-01T08:30:00Z')
  expect(lead('2026-11-01T09:30:00Z', 'P0DT1H', 'America/Los_Angeles')).toBe('2026-11-01T08:30:00Z')
})

describe('a wall time that is missing or double seven days before becomes the earlier instant', () => {
  test.each([
    ['the gap of Los Angeles', '2026-03-15T09:30:00Z', 'America/Los_Angeles', '2026-03-08T09:30:00Z'],
    ['the overlap of Los Angeles', '2026-11-08T09:30:00Z', 'America/Los_Angeles', '2026-11-01T08:30:00Z'],
    ['the gap of Berlin', '2026-04-05T00:30:00Z', 'Europe/Berlin', '2026-03-29T00:30:00Z'],
    ['the overlap of Berlin', '2026-11-01T01:30:00Z', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['the gap of Lord Howe', '2026-10-10T15:15:00Z', 'Australia/Lord_Howe', '2026-10-03T15:15:00Z'],
    ['the overlap of Lord Howe', '2026-04-11T15:15:00Z', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
    ['the day that Apia skipped', '2012-01-05T22:00:00Z', 'Pacific/Apia', '2011-12-29T22:00:00Z'],
  ])('%s', (...[, disclosureAt, zone, expected]) => {
    expect(lead(disclosureAt, 'P7D', zone)).toBe(expected)
  })
})

const anyInstant = fc.integer({ min: Date.UTC(2000, 1), max: Date.UTC(2099, 0) }).map(instantAt)
const anyZone = fc.constantFrom('America/Los_Angeles', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC')

test('seven days before, the wall shows the same time, unless it shows that time never', () => {
  fc.assert(
    fc.property(anyInstant, anyZone, (at, zone) => {
      const early = leadBefore(at, 'P7D', zone)
      const { instants, guesses } = readWall(wallOf(at, zone) - 7 * 86_400_000, zone)
      expect(instants.length === 0 ? guesses : instants).toContainEqual(early)
      expect(early < at).toBe(true)
    }),
  )
})

test('a later disclosure never has an earlier lead', () => {
  fc.assert(
    fc.property(anyInstant, fc.integer({ min: 0, max: 3 * 86_400_000 }), anyZone, (at, more, zone) => {
      const later = instantAt(at.toMillis() + more)
      // An hour that is told twice on one side maps onto one hour on the other: that much may fold back.
      const fold = zone === 'Pacific/Apia' ? 24 * 3_600_000 : 3_600_000
      expect(leadBefore(later, 'P7D', zone).toMillis()).toBeGreaterThanOrEqual(leadBefore(at, 'P7D', zone).toMillis() - fold)
    }),
  )
})
