import { Duration } from 'luxon'
import type { Policy } from '../policy/policy.ts'
import type { Instant } from '../shared/clock.ts'
import { dayInWords, dayOf } from './calendar-day.ts'
import { instantAt } from './instant.ts'
import { leadBefore } from './lead.ts'
import { findingsOfDay, type PoorDay } from './poor-day.ts'
import type { HolidayCalendar } from './ports.ts'
import { wallOf } from './wall-time.ts'

/**
 * The longest embargo that the lists of the Linux distributions take.
 *
 * @see https://oss-security.openwall.org/wiki/mailing-lists/distros
 */
const DISTROS_DAYS = 14

export interface DateContext {
  readonly rules: Pick<Policy, 'dates' | 'embargo'>
  /** When the embargo would begin. */
  readonly now: Instant
  readonly holidays: HolidayCalendar
}

export interface DateFinding {
  readonly code: PoorDay | 'past' | 'beyond-maximum' | 'beyond-distros' | 'inside-lead' | 'outside-day'
  /** `fail` keeps an approval from happening. */
  readonly level: 'warn' | 'fail'
  readonly says: string
}

/**
 * What speaks against a disclosure date, with days as the calendar of `embargo.zone` counts them. That it is past or beyond
 * the policy's maximum always fails; a poor day or time does where `dates.poor` says so; too short a lead never does, since
 * an approval may override it, with a reason.
 */
export function checkDate(at: Instant, context: DateContext): readonly DateFinding[] {
  const { zone } = context.rules.embargo
  const level = context.rules.dates.poor === 'refuse' ? 'fail' : 'warn'
  const poor = [...findingsOfDay(dayOf(at, zone), context.holidays), ...hourFindings(at, context)]
  return [...spanFindings(at, context), ...poor.map((found) => ({ ...found, level }) as const)]
}

/** Nothing speaks against it but that one list would have to be told later than the others. */
export const isGood = (findings: readonly DateFinding[]): boolean => findings.every(({ code }) => code === 'beyond-distros')

/** The last instant that `embargo.maximum` allows. */
export function latestDate({ rules, now }: Pick<DateContext, 'rules' | 'now'>): Instant {
  return instantAt(now.setZone(rules.embargo.zone).plus(Duration.fromISO(rules.embargo.maximum)).toMillis())
}

function spanFindings(at: Instant, context: DateContext): DateFinding[] {
  const { lead, zone, maximum } = context.rules.embargo
  if (at <= context.now) return [{ code: 'past', level: 'fail', says: 'The disclosure date has passed.' }]
  if (at > latestDate(context))
    return [{ code: 'beyond-maximum', level: 'fail', says: `The embargo would be longer than the policy’s maximum (${maximum}).` }]
  const forDistros = leadBefore(at, `P${DISTROS_DAYS}D`, zone)
  const onDay = dayInWords(dayOf(forDistros, zone))
  const tooLong = `The embargo would be longer than the ${DISTROS_DAYS} days of the linux-distros list: tell it on ${onDay} at the earliest.`
  const tooShort = `The date is nearer than the lead time (${lead}): the notices go out at once, and the approval needs a reason.`
  return [
    ...(leadBefore(at, lead, zone) < context.now ? [{ code: 'inside-lead', level: 'warn', says: tooShort } as const] : []),
    ...(forDistros > context.now ? [{ code: 'beyond-distros', level: 'warn', says: tooLong } as const] : []),
  ]
}

function hourFindings(at: Instant, { rules: { dates, embargo } }: DateContext): { code: 'outside-day'; says: string }[] {
  const time = instantAt(wallOf(at, embargo.zone)).toFormat('HH:mm:ss')
  if (time >= `${dates.day.from}:00` && time <= `${dates.day.to}:00`) return []
  const day = `${dates.day.from} to ${dates.day.to}`
  return [{ code: 'outside-day', says: `It is ${time.slice(0, 5)} in ${embargo.zone}, outside the team’s day (${day}).` }]
}
