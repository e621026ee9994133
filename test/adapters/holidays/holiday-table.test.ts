import { describe, expect, test } from 'vitest'
import { comingHolidays, holidayTable } from '../../../adapters/holidays/holiday-table.ts'
import { HolidayTable, calendarOf } from '../../../core/embargo/holiday-table.ts'
import { fromStored } from '../../../core/embargo/instant.ts'

function made(countries: readonly string[], firstYear: number, lastYear = firstYear): HolidayTable {
  const table = holidayTable(countries, { firstYear, lastYear })
  if (!table.ok) throw new Error(table.problems.map(({ field }) => field).join())
  return table.value
}
const names = (country: string, day: string) => {
  const found = calendarOf(made([country], Number(day.slice(0, 4))), [country]).on(day)
  return found === 'unknown' ? found : found.map(({ name }) => name)
}

describe('known holidays', () => {
  test.each([
    ['DE', '2026-10-03', ['National Holiday']],
    ['DE', '2027-03-26', ['Good Friday']],
    ['US', '2026-11-26', ['Thanksgiving Day']],
    ['US', '2026-07-03', ['Independence Day (substitute day)']],
    ['US-CA', '2026-03-31', ['César Chávez Day']],
    ['US', '2026-03-31', []],
    ['DE-BY', '2026-01-06', ['Epiphany']],
    ['DE', '2026-01-06', []],
    ['JP', '2026-05-06', ['Constitution Day (substitute day)']],
    ['FR', '2026-07-14', ['Bastille Day']],
    ['DE', '2026-12-24', []],
  ])('%s, %s: %j', (country, day, expected) => {
    expect(names(country, day)).toEqual(expected)
  })

  test('one of several days is on each of them, and on no more', () => {
    const days = ['2026-03-18', '2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23']
    expect(days.map((day) => names('SA', day).length)).toEqual([0, 1, 1, 1, 1, 0])
  })
  test('half a day is none', () => {
    expect(names('CN', '2026-05-04')).toEqual([])
    expect(names('CN', '2026-05-01')).toHaveLength(1)
  })
})

test('days of several countries are together, each with its country', () => {
  expect(made(['DE', 'US'], 2026).days['2026-12-25']).toEqual([
    { country: 'DE', name: 'Christmas Day' },
    { country: 'US', name: 'Christmas Day' },
  ])
})

test('the coming holidays are those of this year and three more, and can be read back', () => {
  const table = comingHolidays(['DE', 'US-CA'], fromStored('2026-11-24T12:00:00Z'))
  if (!table.ok) throw new Error('not made')
  expect(table.value).toMatchObject({ firstYear: 2026, lastYear: 2029 })
  expect(HolidayTable.parse(JSON.parse(JSON.stringify(table.value)))).toEqual(table.value)
  expect(calendarOf(table.value, ['DE']).on('2029-12-25')).toHaveLength(1)
})

test('a country or part of one that is not known is a problem with its field, not a country without holidays', () => {
  const table = holidayTable(['DE', 'XX', 'US-ZZ', 'US-CA'], { firstYear: 2026, lastYear: 2026 })
  expect(table.ok ? [] : table.problems.map(({ field }) => field)).toEqual(['dates.countries.1', 'dates.countries.2'])
})
