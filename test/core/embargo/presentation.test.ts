import { Duration, Settings } from 'luxon'
import { afterEach, expect, test } from 'vitest'
import { fromStored } from '../../../core/embargo/instant.ts'
import { distance, inWords, presentInstant } from '../../../core/embargo/presentation.ts'

const { defaultLocale, defaultNumberingSystem, defaultOutputCalendar } = Settings
afterEach(() => {
  Object.assign(Settings, { defaultLocale, defaultNumberingSystem, defaultOutputCalendar })
})

test('an instant shows in UTC and in the zone, each with its weekday', () => {
  expect(presentInstant(fromStored('2026-12-15T16:00:00Z'), 'Europe/Berlin')).toEqual({
    utc: 'Tuesday, 15 December 2026, 16:00 UTC',
    local: 'Tuesday, 15 December 2026, 17:00 (Europe/Berlin, UTC+01:00)',
  })
})

test.each([
  ['2026-12-15T16:00:00Z', 'Pacific/Auckland', 'Wednesday, 16 December 2026, 05:00 (Pacific/Auckland, UTC+13:00)'],
  ['2026-07-01T06:30:00Z', 'America/Los_Angeles', 'Tuesday, 30 June 2026, 23:30 (America/Los_Angeles, UTC-07:00)'],
  ['2026-07-01T06:30:00Z', 'Asia/Kolkata', 'Wednesday, 1 July 2026, 12:00 (Asia/Kolkata, UTC+05:30)'],
  ['2026-07-01T06:30:00Z', 'America/St_Johns', 'Wednesday, 1 July 2026, 04:00 (America/St_Johns, UTC-02:30)'],
  ['2026-12-15T00:00:00Z', 'Europe/London', 'Tuesday, 15 December 2026, 00:00 (Europe/London, UTC+00:00)'],
  ['2026-12-15T16:00:07Z', 'Europe/Berlin', 'Tuesday, 15 December 2026, 17:00:07 (Europe/Berlin, UTC+01:00)'],
])('%s shows in %s', (at, zone, local) => {
  expect(presentInstant(fromStored(at), zone).local).toBe(local)
})

test('there is no local time for UTC', () => {
  expect(presentInstant(fromStored('2026-12-15T16:00:07Z'), 'UTC')).toEqual({
    utc: 'Tuesday, 15 December 2026, 16:00:07 UTC',
    local: undefined,
  })
})

test('the language of the machine does not matter', () => {
  Object.assign(Settings, { defaultLocale: 'ar-EG', defaultNumberingSystem: 'arab', defaultOutputCalendar: 'islamic' })
  expect(presentInstant(fromStored('2026-12-15T16:00:00Z'), 'Europe/Berlin')).toEqual({
    utc: 'Tuesday, 15 December 2026, 16:00 UTC',
    local: 'Tuesday, 15 December 2026, 17:00 (Europe/Berlin, UTC+01:00)',
  })
})

test.each([
  ['P7D', '7 days'],
  ['P1D', '1 day'],
  ['P1W', '1 week'],
  ['PT15M', '15 minutes'],
  ['P1DT2H', '1 day and 2 hours'],
  ['PT1H5M2S', '1 hour, 5 minutes and 2 seconds'],
  ['PT0.4S', '0 seconds'],
])('%s is %s', (span, words) => {
  expect(inWords(Duration.fromISO(span))).toBe(words)
})

test('the distance of two instants is in days of 24 hours, hours and minutes', () => {
  const [a, b] = [fromStored('2026-12-08T13:29:30Z'), fromStored('2026-12-15T16:00:00Z')]
  expect(inWords(distance(a, b))).toBe('7 days, 2 hours and 30 minutes')
  expect(inWords(distance(b, a))).toBe('7 days, 2 hours and 30 minutes')
  expect(inWords(distance(a, a))).toBe('0 seconds')
})
