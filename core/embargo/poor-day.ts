import { type CalendarDay, dayInWords, dayText, isWeekend } from './calendar-day.ts'
import type { Holiday, HolidayCalendar } from './ports.ts'

export type PoorDay = 'weekend' | 'monday' | 'friday' | 'holiday' | 'holiday-eve' | 'holidays-unknown' | 'quarter-end' | 'year-end'

export interface DayFinding {
  readonly code: PoorDay
  readonly says: string
}

/** Working days at the end of a quarter in which books are closed and changes are frozen. */
const QUARTER_END_DAYS = 3
/** From 20 December to 3 January, both included, as month and day. */
const YEAR_END = { from: 1220, to: 103 }

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** Why few would be there to update on this day, in a fixed order; nothing for a good day. */
export function findingsOfDay(day: CalendarDay, holidays: HolidayCalendar): readonly DayFinding[] {
  return [...weekdayFindings(day), ...holidayFindings(day, holidays), ...periodFindings(day, holidays)]
}

function weekdayFindings(day: CalendarDay): DayFinding[] {
  const name = WEEKDAYS[day.weekday - 1]
  if (isWeekend(day)) return [{ code: 'weekend', says: `It is a ${name}: few are there to update.` }]
  if (day.weekday === 1) return [{ code: 'monday', says: 'It is a Monday: the day before it, when all is made ready, is a Sunday.' }]
  if (day.weekday === 5) return [{ code: 'friday', says: 'It is a Friday: updating would run into the weekend.' }]
  return []
}

function holidayFindings(day: CalendarDay, holidays: HolidayCalendar): DayFinding[] {
  const tomorrow = day.plus({ days: 1 })
  const [today, next] = [holidays.on(dayText(day)), holidays.on(dayText(tomorrow))]
  if (today === 'unknown' || next === 'unknown') {
    const year = (today === 'unknown' ? day : tomorrow).year
    return [{ code: 'holidays-unknown', says: `The public holidays of ${year} are not known here: start or deploy Forewarn again.` }]
  }
  if (today.length > 0) return [{ code: 'holiday', says: `It is ${namesOf(today)}, a public holiday.` }]
  // Before a Saturday it is a Friday, which says the same.
  if (next.length === 0 || isWeekend(day) || isWeekend(tomorrow)) return []
  return [{ code: 'holiday-eve', says: `The next day is ${namesOf(next)}, a public holiday: updating would run into it.` }]
}

/** `Christmas Day (DE, GB) and Second Day (DE)`. */
function namesOf(holidays: readonly Holiday[]): string {
  const names = [...new Set(holidays.map(({ name }) => name))]
  const countriesOf = (name: string) => [...new Set(holidays.filter((one) => one.name === name).map(({ country }) => country))]
  return names.map((name) => `${name} (${countriesOf(name).join(', ')})`).join(' and ')
}

function periodFindings(day: CalendarDay, holidays: HolidayCalendar): DayFinding[] {
  const monthAndDay = day.month * 100 + day.day
  if (monthAndDay >= YEAR_END.from || monthAndDay <= YEAR_END.to)
    return [{ code: 'year-end', says: 'It lies between 20 December and 3 January: changes are frozen, and many are away.' }]
  const end = day.endOf('quarter').startOf('day')
  const left = workingDaysAfter(day, end, holidays)
  if (left >= QUARTER_END_DAYS) return []
  const says = `It lies within the last ${QUARTER_END_DAYS} working days of the quarter, which ends on ${dayInWords(end)}: changes are often frozen.`
  return [{ code: 'quarter-end', says }]
}

/** Counted no further than it matters. */
function workingDaysAfter(day: CalendarDay, end: CalendarDay, holidays: HolidayCalendar): number {
  let count = 0
  for (let next = day.plus({ days: 1 }); next <= end && count < QUARTER_END_DAYS; next = next.plus({ days: 1 })) {
    const found = holidays.on(dayText(next))
    if (!isWeekend(next) && (found === 'unknown' || found.length === 0)) count += 1
  }
  return count
}
