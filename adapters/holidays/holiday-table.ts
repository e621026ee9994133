import Holidays, { type HolidaysTypes } from 'date-holidays'
import type { HolidayTable } from '../../core/embargo/holiday-table.ts'
import { instantAt } from '../../core/embargo/instant.ts'
import type { Instant } from '../../core/shared/clock.ts'
import type { Parsed, Problem } from '../../core/shared/parsed.ts'

const HOUR_MILLIS = 60 * 60 * 1000
const DAY_MILLIS = 24 * HOUR_MILLIS

/** Nobody chooses a date further away; a stack that was deployed longer ago says that it knows no more. */
const COMING_YEARS = 3

/** Both included. */
interface Years {
  readonly firstYear: number
  readonly lastYear: number
}

/**
 * The public holidays of a policy's countries. It takes some hundred milliseconds to load the world's rules, so what runs
 * often reads a table that was made once (ADR 12).
 *
 * @param countries - `dates.countries` of the policy
 */
export function holidayTable(countries: readonly string[], { firstYear, lastYear }: Years): Parsed<HolidayTable> {
  const problems = problemsOf(countries)
  if (problems.length > 0) return { ok: false, problems }
  const days: HolidayTable['days'] = {}
  for (const country of countries) {
    const calendar = new Holidays(placeOf(country), { types: ['public'], languages: ['en'] })
    // A holiday of the last days of a year can go on in the next one.
    for (let year = firstYear - 1; year <= lastYear; year++) {
      for (const holiday of calendar.getHolidays(year, 'en')) {
        for (const day of daysOf(holiday)) {
          const known = (days[day] ??= [])
          if (!known.some((one) => one.country === country && one.name === holiday.name)) known.push({ country, name: holiday.name })
        }
      }
    }
  }
  return { ok: true, value: { countries: [...countries], firstYear, lastYear, days } }
}

/** Of this year and the coming ones: what is put beside a policy when it is deployed or started. */
export function comingHolidays(countries: readonly string[], now: Instant): Parsed<HolidayTable> {
  return holidayTable(countries, { firstYear: now.year, lastYear: now.year + COMING_YEARS })
}

/** The library takes a country that it does not know for one without holidays, and a part of one for the whole. */
function problemsOf(countries: readonly string[]): readonly Problem[] {
  const world = new Holidays()
  return countries.flatMap((text, index) => {
    const { country, state } = placeOf(text)
    const isKnown = Object.hasOwn(world.getCountries(), country) && (state === undefined || Object.hasOwn(world.getStates(country), state))
    const message = 'is a country or part of one whose holidays are not known: correct it, or remove it'
    return isKnown ? [] : [{ field: `dates.countries.${index}`, message }]
  })
}

function placeOf(text: string): HolidaysTypes.Country {
  const [country = '', state] = text.split('-')
  return state === undefined ? { country } : { country, state }
}

/** The days of which more than the half is free, on the country's own calendar: some begin at noon, or at sunset the day before. */
function daysOf({ date, start, end }: HolidaysTypes.Holiday): readonly string[] {
  // `2026-03-19 00:00:00`, which may be followed by an offset that says nothing about the day.
  const from = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`)
  const to = from + (end.getTime() - start.getTime())
  const days: string[] = []
  for (let midnight = Math.floor(from / DAY_MILLIS) * DAY_MILLIS; midnight < to; midnight += DAY_MILLIS) {
    const noon = midnight + 12 * HOUR_MILLIS
    if (from < noon && noon < to) days.push(instantAt(midnight).toISODate())
  }
  return days
}
