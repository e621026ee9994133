import type { Instant } from '../../core/shared/clock.ts'
import { fromStored } from '../../core/embargo/instant.ts'

/** How long ago, in the two units that matter: `3 d 4 h`, `2 h 5 min`, `40 s`. */
export const ageOf = (stored: string, now: Instant): string => spanText(fromStored(stored), now)

/** `2 h 5 min ago`, `in 3 d 4 h`, or `now`. */
export function relativeTo(now: Instant, at: Instant): string {
  const millis = at.toMillis() - now.toMillis()
  if (Math.abs(millis) < 1000) return 'now'
  return millis < 0 ? `${spanText(at, now)} ago` : `in ${spanText(now, at)}`
}

/** From one instant to a later one, as `ageOf`; nothing when it is earlier. */
export function spanText(from: Instant, to: Instant): string {
  const seconds = Math.max(0, Math.floor((to.toMillis() - from.toMillis()) / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? withRest(`${hours} h`, minutes % 60, 'min') : withRest(`${Math.floor(hours / 24)} d`, hours % 24, 'h')
}

const withRest = (whole: string, rest: number, unit: string): string => (rest === 0 ? whole : `${whole} ${rest} ${unit}`)
