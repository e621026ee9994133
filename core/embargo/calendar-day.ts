import type { Instant } from '../shared/clock.ts'
import { instantAt } from './instant.ts'
import { wallOf } from './wall-time.ts'

/** A day on somebody's calendar, written as its midnight in UTC: days before and after it are 24 hours away, whatever clocks do. */
export type CalendarDay = Instant

/** The day that a calendar in `zone` shows at `at`. */
export const dayOf = (at: Instant, zone: string): CalendarDay => instantAt(wallOf(at, zone)).startOf('day')

/** Such as `2026-12-25`. */
export const dayText = (day: CalendarDay): string => day.toISODate()

export const isWeekend = (day: CalendarDay): boolean => day.weekday > 5

/** Such as `3 January`. */
export const dayInWords = (day: CalendarDay): string => day.reconfigure({ locale: 'en-US', numberingSystem: 'latn' }).toFormat('d LLLL')
