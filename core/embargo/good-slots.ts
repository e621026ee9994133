import type { Instant } from '../shared/clock.ts'
import { type CalendarDay, dayOf } from './calendar-day.ts'
import { type DateContext, type DateFinding, checkDate, isGood, latestDate } from './check-date.ts'
import { findingsOfDay } from './poor-day.ts'
import { readWall, wallOf } from './wall-time.ts'

const EACH_WAY = 2
/** Further away nobody looks for a date near this one. */
const MOST_DAYS = 366
const MINUTE_MILLIS = 60_000

interface Search {
  readonly at: Instant
  readonly context: DateContext
  readonly suits: (findings: readonly DateFinding[]) => boolean
}

/**
 * The nearest good instants before and after `at`, in order of time: at most two each way and one a day, on full hours, at the
 * same time of day where that lies in the team's day and the clock shows it once. None has passed or lies beyond the policy's
 * maximum. One with too short a lead is there only when none has a full one.
 */
export function goodSlots(at: Instant, context: DateContext): readonly Instant[] {
  const slots = slotsAround({ at, context, suits: isGood })
  if (slots.length > 0) return slots
  return slotsAround({ at, context, suits: (found) => isGood(found.filter(({ code }) => code !== 'inside-lead')) })
}

function slotsAround(search: Search): readonly Instant[] {
  const { at, context } = search
  const { zone } = context.rules.embargo
  const first = dayOf(context.now, zone)
  const last = dayOf(latestDate(context), zone)
  const asked = dayOf(at, zone)
  const start = asked < first ? first : asked > last ? last : asked
  const slotOn = (day: CalendarDay) => slotOf(day, search)
  const walk = (step: 1 | -1): Instant[] => {
    const found: Instant[] = []
    for (let days = 1; days <= MOST_DAYS && found.length < EACH_WAY; days++) {
      const day = start.plus({ days: days * step })
      if (day < first || day > last) break
      found.push(...slotOn(day))
    }
    return found
  }
  const slots = [...walk(-1).toReversed(), ...slotOn(start), ...walk(1)]
  return [...slots.filter((slot) => slot < at).slice(-EACH_WAY), ...slots.filter((slot) => slot > at).slice(0, EACH_WAY)]
}

/** The one of a day that is nearest to the time of day of `at`, if there is one. */
function slotOf(day: CalendarDay, { at, context, suits }: Search): readonly Instant[] {
  if (findingsOfDay(day, context.holidays).length > 0) return []
  const { dates, embargo } = context.rules
  const wall = wallOf(at, embargo.zone)
  const wanted = (wall - dayOf(at, embargo.zone).toMillis()) / MINUTE_MILLIS
  for (const minutes of fullHours(dates.day).toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))) {
    const { instants } = readWall(day.toMillis() + minutes * MINUTE_MILLIS, embargo.zone)
    const [slot] = instants
    if (slot && instants.length === 1 && slot.toMillis() !== at.toMillis() && suits(checkDate(slot, context))) return [slot]
  }
  return []
}

/** Minutes since midnight. A day without a full hour has its beginning. */
function fullHours({ from, to }: { readonly from: string; readonly to: string }): readonly number[] {
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  const hours = Array.from({ length: 24 }, (_, hour) => hour * 60).filter((minutes) => minutes >= begin && minutes <= end)
  return hours.length > 0 ? hours : [begin]
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
