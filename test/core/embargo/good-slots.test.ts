import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDate, isGood } from '../../../core/embargo/check-date.ts'
import { goodSlots } from '../../../core/embargo/good-slots.ts'
import { fromStored, instantAt, toStored } from '../../../core/embargo/instant.ts'
import { wallOf } from '../../../core/embargo/wall-time.ts'
import { context } from './dates.ts'

const slots = (at: string, given: Parameters<typeof context>[0] = {}) => goodSlots(fromStored(at), context(given)).map(toStored)

describe('the good slots near a date', () => {
  test.each<[string, string, Parameters<typeof context>[0], readonly string[]]>([
    [
      'are at the same time of day on the days around a weekend',
      '2026-10-17T08:00:00Z',
      {},
      ['2026-10-14T08:00:00Z', '2026-10-15T08:00:00Z', '2026-10-20T08:00:00Z', '2026-10-21T08:00:00Z'],
    ],
    [
      'keep that time over a change of clocks',
      '2026-10-25T08:00:00Z',
      {},
      ['2026-10-21T07:00:00Z', '2026-10-22T07:00:00Z', '2026-10-27T08:00:00Z', '2026-10-28T08:00:00Z'],
    ],
    [
      'are the nearest full hours of the team’s day for a date at night',
      '2026-10-14T20:20:00Z',
      {},
      ['2026-10-13T15:00:00Z', '2026-10-14T15:00:00Z', '2026-10-15T15:00:00Z', '2026-10-20T15:00:00Z'],
    ],
    ['have a full lead, also on the first day', '2026-10-06T06:00:00Z', {}, ['2026-10-08T08:00:00Z', '2026-10-13T07:00:00Z']],
    ['are not beyond the maximum', '2026-12-16T09:00:00Z', { maximum: 'P14D' }, ['2026-10-14T08:00:00Z', '2026-10-15T08:00:00Z']],
    ['have passed for no date of the past', '2026-09-01T08:00:00Z', {}, ['2026-10-08T08:00:00Z', '2026-10-13T08:00:00Z']],
    [
      'have too short a lead where none has a full one',
      '2026-10-09T08:00:00Z',
      { maximum: 'P9D', holidays: { '2026-10-08': [{ country: 'DE', name: 'A day off' }] } },
      ['2026-10-01T09:00:00Z', '2026-10-06T08:00:00Z'],
    ],
    [
      'are at the beginning of a day without a full hour',
      '2026-10-13T20:00:00Z',
      { day: { from: '09:10', to: '09:50' } },
      ['2026-10-13T07:10:00Z', '2026-10-14T07:10:00Z', '2026-10-15T07:10:00Z'],
    ],
  ])('%s', (...[, at, given, expected]) => {
    expect(slots(at, given)).toEqual(expected)
  })

  test('are not at an hour that the clock shows twice', () => {
    // Cairo puts its clocks back at midnight, so that Thursday, 29 October 2026, has two hours from 23:00.
    const late = { day: { from: '23:00', to: '23:59' }, zone: 'Africa/Cairo', now: '2026-10-10T08:00:00Z' }
    expect(slots('2026-10-29T12:00:00Z', late)).toEqual([
      '2026-10-27T20:00:00Z',
      '2026-10-28T20:00:00Z',
      '2026-11-03T21:00:00Z',
      '2026-11-04T21:00:00Z',
    ])
  })
})

const ZONES = [
  'America/Los_Angeles',
  'America/New_York',
  'America/St_Johns',
  'Africa/Cairo',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
] as const
const DAY = 86_400_000

test('every slot that is proposed is itself good, whatever the instant, the zone and the team’s day', () => {
  const anything = fc.record({
    now: fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
    after: fc.integer({ min: -30 * DAY, max: 150 * DAY }),
    zone: fc.constantFrom(...ZONES),
    from: fc.integer({ min: 0, max: 22 }),
    hours: fc.integer({ min: 1, max: 12 }),
    offDays: fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 20 }),
  })
  let proposed = 0
  fc.assert(
    fc.property(anything, ({ now, after, zone, from, hours, offDays }) => {
      const hour = (count: number) => `${String(Math.min(count, 23)).padStart(2, '0')}:00`
      const off = offDays.map((days) => [instantAt(now + days * DAY).toISODate(), [{ country: 'DE', name: 'A day off' }]] as const)
      const day = { from: hour(from), to: hour(from + hours) }
      const given = context({ now: toStored(instantAt(now)), zone, day, holidays: Object.fromEntries(off) })
      const at = instantAt(now + after)
      const found = goodSlots(at, given)
      for (const slot of found) {
        expect(isGood(checkDate(slot, given))).toBe(true)
        expect(instantAt(wallOf(slot, zone)).toFormat('mm:ss.SSS')).toBe('00:00.000')
        expect(slot.toMillis()).not.toBe(at.toMillis())
      }
      expect(found.map(toStored)).toEqual([...new Set(found.map(toStored))].toSorted())
      proposed += found.length
    }),
    { numRuns: 400 },
  )
  expect(proposed).toBeGreaterThan(1000)
})
