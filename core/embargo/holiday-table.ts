import * as z from 'zod'
import type { HolidayCalendar } from './ports.ts'

/** The public holidays of some countries in some years, in full: a day that is not in `days` is none. */
export const HolidayTable = z.strictObject({
  countries: z.array(z.string()),
  firstYear: z.int(),
  /** Included. */
  lastYear: z.int(),
  /** By day, such as `2026-12-25`. */
  days: z.record(z.iso.date(), z.array(z.strictObject({ country: z.string(), name: z.string() }))),
})
export type HolidayTable = z.infer<typeof HolidayTable>

/** What `table` says of `countries`: of a year or a country that it lacks nothing is known. Of no country there is nothing to know. */
export function calendarOf(table: HolidayTable, countries: readonly string[]): HolidayCalendar {
  const isWhole = countries.every((country) => table.countries.includes(country))
  return {
    on: (day) => {
      if (countries.length === 0) return []
      const year = Number(day.slice(0, 4))
      if (!isWhole || year < table.firstYear || year > table.lastYear) return 'unknown'
      return (table.days[day] ?? []).filter(({ country }) => countries.includes(country))
    },
  }
}
