import { describe, expect, test } from 'vitest'
import { checkDate, isGood } from '../../../core/embargo/check-date.ts'
import { calendarOf } from '../../../core/embargo/holiday-table.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import { context } from './dates.ts'

type Given = Parameters<typeof context>[0]
const check = (at: string, given: Given = {}) => checkDate(fromStored(at), context(given))
const codes = (at: string, given?: Given) => check(at, given).map(({ code }) => code)
const unity = { country: 'DE', name: 'German Unity Day' }

describe('against a date speaks', () => {
  test.each<[string, string, Given, readonly string[]]>([
    ['nothing, on a Tuesday morning', '2026-10-13T08:00:00Z', {}, []],
    ['that it is a Saturday', '2026-10-10T08:00:00Z', {}, ['weekend']],
    ['that it is a Sunday', '2026-10-11T08:00:00Z', {}, ['weekend']],
    ['that it is a Monday', '2026-10-12T08:00:00Z', {}, ['monday']],
    ['that it is a Friday', '2026-10-09T08:00:00Z', {}, ['friday']],
    ['a Friday of Berlin that is a Thursday in UTC', '2026-10-08T22:30:00Z', {}, ['friday', 'outside-day']],
    ['no Friday of UTC that is a Thursday in Los Angeles', '2026-10-09T00:00:00Z', { zone: 'America/Los_Angeles' }, []],
    ['a holiday', '2026-10-14T08:00:00Z', { holidays: { '2026-10-14': [unity] } }, ['holiday']],
    ['the day before a holiday', '2026-10-13T08:00:00Z', { holidays: { '2026-10-14': [unity] } }, ['holiday-eve']],
    ['only the Friday before a holiday on a Saturday', '2026-10-09T08:00:00Z', { holidays: { '2026-10-10': [unity] } }, ['friday']],
    ['that nobody knows its holidays', '2026-10-13T08:00:00Z', { holidays: { '2026-10-13': 'unknown' } }, ['holidays-unknown']],
    ['that nobody knows those of the next day', '2026-10-13T08:00:00Z', { holidays: { '2026-10-14': 'unknown' } }, ['holidays-unknown']],
    ['the minute before the team’s day', '2026-10-13T06:59:00Z', {}, ['outside-day']],
    ['nothing at its first minute', '2026-10-13T07:00:00Z', {}, []],
    ['nothing at its end', '2026-10-13T15:00:00Z', {}, []],
    ['the second after its end', '2026-10-13T15:00:01Z', {}, ['outside-day']],
    ['the hour that winter moved', '2026-10-27T07:30:00Z', { now: '2026-10-15T08:00:00Z' }, ['outside-day']],
    ['that it has passed', '2026-10-01T08:00:00Z', {}, ['past']],
    ['that it is nearer than the lead', '2026-10-08T07:59:00Z', {}, ['inside-lead']],
    ['nothing when the lead is just kept', '2026-10-08T08:00:00Z', {}, []],
    ['nothing after 14 days', '2026-10-15T08:00:00Z', {}, []],
    ['more than 14 days', '2026-10-15T08:01:00Z', {}, ['beyond-distros']],
    ['more than 14 days inside a long lead', '2026-10-20T08:00:00Z', { lead: 'P30D' }, ['inside-lead', 'beyond-distros']],
    ['nothing when 14 calendar days hold a change of clocks', '2026-10-27T09:00:00Z', { now: '2026-10-13T08:00:00Z' }, []],
    ['that it is beyond the maximum', '2026-10-31T10:00:00Z', { maximum: 'P30D' }, ['beyond-maximum', 'weekend']],
  ])('%s', (...[, at, given, expected]) => {
    expect(codes(at, given)).toEqual(expected)
  })
})

describe('the end of a quarter', () => {
  const on = (day: string, holidays: Given = {}) => codes(`${day}T10:00:00Z`, { now: `${day}T09:00:00Z`, ...holidays }).slice(1)

  test.each([
    ['2027-03-25', []],
    ['2027-03-26', ['friday']],
    ['2027-03-29', ['monday', 'quarter-end']],
    ['2027-03-31', ['quarter-end']],
    ['2027-04-01', []],
    ['2026-09-25', ['friday']],
    ['2026-09-26', ['weekend']],
    ['2026-09-28', ['monday', 'quarter-end']],
    ['2026-06-26', ['friday', 'quarter-end']],
    ['2026-06-25', []],
  ])('%s: %j', (day, expected) => {
    expect(on(day)).toEqual(expected)
  })

  test('is earlier where a holiday lies in it', () => {
    expect(on('2027-03-25', { holidays: { '2027-03-30': [unity], '2027-03-31': [unity] } })).toEqual(['quarter-end'])
    expect(on('2027-03-25', { holidays: { '2027-03-31': [unity] } })).toEqual([])
  })

  test.each([
    ['2026-12-17', []],
    ['2026-12-19', ['weekend']],
    ['2026-12-20', ['weekend', 'year-end']],
    ['2026-12-30', ['year-end']],
    ['2029-01-03', ['year-end']],
    ['2028-01-04', []],
  ])('and of the year, %s: %j', (day, expected) => {
    expect(on(day)).toEqual(expected)
  })
})

describe('what keeps an approval from happening', () => {
  const failing = (at: string, given: Given) =>
    check(at, given)
      .filter(({ level }) => level === 'fail')
      .map(({ code }) => code)

  test('is only a date that has passed or lies beyond the maximum, where the policy warns', () => {
    expect(check('2026-10-10T03:00:00Z').map(({ level }) => level)).toEqual(['warn', 'warn'])
    expect(failing('2026-09-26T08:00:00Z', {})).toEqual(['past'])
    expect(failing('2026-10-31T10:00:00Z', { maximum: 'P20D' })).toEqual(['beyond-maximum'])
  })
  test('is a poor day and a poor hour too, where the policy refuses', () => {
    expect(failing('2026-10-10T03:00:00Z', { poor: 'refuse' })).toEqual(['weekend', 'outside-day'])
    expect(failing('2026-10-13T08:00:00Z', { poor: 'refuse', holidays: { '2026-10-13': 'unknown' } })).toEqual(['holidays-unknown'])
  })
  test('is never too short a lead, which an approval may override, nor a list that has to wait', () => {
    expect(failing('2026-10-06T08:00:00Z', { poor: 'refuse' })).toEqual([])
    expect(failing('2026-10-20T08:00:00Z', { poor: 'refuse' })).toEqual([])
  })
})

test('a date is good although the linux-distros list has to be told later, and says when', () => {
  const found = check('2026-10-20T08:00:00Z')
  expect(isGood(found)).toBe(true)
  expect(found.map(({ says }) => says)).toEqual([expect.stringContaining('tell it on 6 October at the earliest')])
})

test.each<[string, Given, readonly string[]]>([
  ['2026-10-11T08:00:00Z', {}, ['It is a Sunday: few are there to update.']],
  ['2026-10-12T08:00:00Z', {}, ['It is a Monday: the day before it, when all is made ready, is a Sunday.']],
  ['2026-10-09T08:00:00Z', {}, ['It is a Friday: updating would run into the weekend.']],
  [
    '2026-10-13T08:00:00Z',
    { holidays: { '2026-10-14': [unity] } },
    ['The next day is German Unity Day (DE), a public holiday: updating would run into it.'],
  ],
  [
    '2030-12-31T08:00:00Z',
    { now: '2030-12-20T08:00:00Z', holidays: { '2031-01-01': 'unknown' } },
    [
      'The public holidays of 2031 are not known here: start or deploy Forewarn again.',
      'It lies between 20 December and 3 January: changes are frozen, and many are away.',
    ],
  ],
  [
    '2030-12-31T08:00:00Z',
    { now: '2030-12-20T08:00:00Z', holidays: { '2030-12-31': 'unknown' } },
    [
      'The public holidays of 2030 are not known here: start or deploy Forewarn again.',
      'It lies between 20 December and 3 January: changes are frozen, and many are away.',
    ],
  ],
  [
    '2027-03-30T08:00:00Z',
    { now: '2027-03-20T08:00:00Z' },
    ['It lies within the last 3 working days of the quarter, which ends on 31 March: changes are often frozen.'],
  ],
  ['2026-10-01T08:00:00Z', {}, ['The disclosure date has passed.']],
  ['2026-10-22T08:00:00Z', { maximum: 'P20D' }, ['The embargo would be longer than the policy’s maximum (P20D).']],
  [
    '2026-10-07T08:00:00Z',
    {},
    ['The date is nearer than the lead time (P7D): the notices go out at once, and the approval needs a reason.'],
  ],
  ['2026-10-13T06:59:30Z', {}, ['It is 08:59 in Europe/Berlin, outside the team’s day (09:00 to 17:00).']],
])('what speaks against %s is said: %j', (at, given, says) => {
  expect(check(at, given).map((found) => found.says)).toEqual(says)
})

test('the end of a quarter counts days whose holidays nobody knows as working days', () => {
  const holidays = { '2027-03-29': 'unknown', '2027-03-30': 'unknown', '2027-03-31': 'unknown' } as const
  expect(codes('2027-03-25T10:00:00Z', { now: '2027-03-25T09:00:00Z', lead: 'PT1M', holidays })).toEqual([])
})

test('holidays are named with their countries', () => {
  const others = [unity, { country: 'GB', name: 'Bank Holiday' }, { country: 'AT', name: 'German Unity Day' }]
  const [found] = check('2026-10-14T08:00:00Z', { holidays: { '2026-10-14': others } })
  expect(found?.says).toBe('It is German Unity Day (DE, AT) and Bank Holiday (GB), a public holiday.')
})

describe('a table of holidays', () => {
  const table = { countries: ['DE', 'US'], firstYear: 2026, lastYear: 2027, days: { '2026-10-03': [unity] } }

  test('knows the days of its countries and years, and only those', () => {
    const calendar = calendarOf(table, ['DE'])
    expect(['2026-10-03', '2026-10-04', '2027-12-31', '2025-12-31', '2028-01-01'].map((day) => calendar.on(day))).toEqual([
      [unity],
      [],
      [],
      'unknown',
      'unknown',
    ])
  })
  test('says nothing of a holiday of a country that does not count', () => {
    expect(calendarOf(table, ['US']).on('2026-10-03')).toEqual([])
  })
  test('knows nothing when it lacks one of the countries', () => {
    expect(calendarOf(table, ['DE', 'FR']).on('2026-10-03')).toBe('unknown')
  })
  test('has nothing to know for a policy without countries', () => {
    expect(calendarOf(table, []).on('2040-01-01')).toEqual([])
  })
})
