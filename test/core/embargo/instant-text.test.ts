import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import { fromStored, instantAt, toStored } from '../../../core/embargo/instant.ts'
import { wallOf } from '../../../core/embargo/wall-time.ts'

const ZONES = ['America/Los_Angeles', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kolkata', 'UTC'] as const
const stored = (text: string) => {
  const parsed = parseInstant(text)
  return parsed.ok ? toStored(parsed.value) : parsed.problems.map(({ message }) => message).join()
}

describe('an instant is accepted', () => {
  test.each([
    ['2026-12-15T16:00Z', '2026-12-15T16:00:00Z'],
    ['2026-12-15T16:00:30Z', '2026-12-15T16:00:30Z'],
    ['2026-12-15T16:00:30.25Z', '2026-12-15T16:00:30.250Z'],
    ['2026-12-15t16:00z', '2026-12-15T16:00:00Z'],
    ['2026-12-15 16:00Z', '2026-12-15T16:00:00Z'],
    ['2026-12-15T17:00+01:00', '2026-12-15T16:00:00Z'],
    ['2026-12-15T08:00-0800', '2026-12-15T16:00:00Z'],
    ['2026-12-15T17:00[Europe/Berlin]', '2026-12-15T16:00:00Z'],
    ['2026-12-15T17:00 Europe/Berlin', '2026-12-15T16:00:00Z'],
    ['2026-12-15 17:00 Europe/Berlin', '2026-12-15T16:00:00Z'],
    ['2026-12-15T17:00+01:00[Europe/Berlin]', '2026-12-15T16:00:00Z'],
    ['2026-12-15T16:00Z[Europe/Berlin]', '2026-12-15T16:00:00Z'],
    ['2026-12-15T16:00 UTC', '2026-12-15T16:00:00Z'],
    // Either side of each change of clocks.
    ['2026-03-08T01:59[America/Los_Angeles]', '2026-03-08T09:59:00Z'],
    ['2026-03-08T03:00[America/Los_Angeles]', '2026-03-08T10:00:00Z'],
    ['2026-10-25T02:30+02:00[Europe/Berlin]', '2026-10-25T00:30:00Z'],
    ['2026-10-25T02:30+01:00[Europe/Berlin]', '2026-10-25T01:30:00Z'],
    ['2026-04-05T01:45+11:00[Australia/Lord_Howe]', '2026-04-04T14:45:00Z'],
    ['2026-04-05T01:45+10:30[Australia/Lord_Howe]', '2026-04-04T15:15:00Z'],
    ['2011-12-29T23:59[Pacific/Apia]', '2011-12-30T09:59:00Z'],
    ['2011-12-31T00:00[Pacific/Apia]', '2011-12-30T10:00:00Z'],
  ])('%s', (text, expected) => {
    expect(stored(text)).toBe(expected)
  })
})

describe('an instant is refused', () => {
  test.each([
    ['2026-12-15T16:00', /must say its zone/],
    ['2026-12-15', /must have a time of day/],
    ['2026-12-15Z', /must have a time of day/],
    ['2026-12-15[Europe/Berlin]', /must have a time of day/],
    ['', /must be an instant/],
    ['next Tuesday', /must be an instant/],
    ['15.12.2026 16:00 Europe/Berlin', /must be an instant/],
    ['2026-12-15T16Z', /must be an instant/],
    ['2026-12-15T16:00+25:00', /offset from/],
    ['2026-12-15T16:00+01:75', /offset from/],
    ['2026-12-15T17:00[Europe/Bonn]', /IANA/],
    ['2026-12-15T17:00 CET', /IANA/],
    ['2026-12-15T17:00[+01:00]', /IANA/],
    ['2026-12-15T17:00[Europe/Berlin][u-ca=hebrew]', /must be an instant/],
    ['2026-02-29T16:00Z', /calendar/],
    ['2026-13-01T16:00Z', /calendar/],
    ['2026-00-10T16:00Z', /calendar/],
    ['2026-12-15T24:00Z', /time of day/],
    ['2026-12-15T16:60Z', /time of day/],
    ['2026-12-15T16:00:60Z', /time of day/],
    ['1026-12-15T16:00Z', /years 2000 to 2099/],
    ['2206-12-15T16:00Z', /years 2000 to 2099/],
    ['2026-12-15T17:00+02:00[Europe/Berlin]', /but Europe\/Berlin is at \+01:00/],
    // Gaps.
    ['2026-03-08T02:30[America/Los_Angeles]', /does not exist in America\/Los_Angeles.*\(-08:00 to -07:00\)/],
    ['2026-03-29T02:00[Europe/Berlin]', /does not exist in Europe\/Berlin.*\(\+01:00 to \+02:00\)/],
    ['2026-10-04T02:15[Australia/Lord_Howe]', /does not exist in Australia\/Lord_Howe.*\(\+10:30 to \+11:00\)/],
    ['2011-12-30T12:00[Pacific/Apia]', /does not exist in Pacific\/Apia.*\(-10:00 to \+14:00\)/],
    // Overlaps.
    [
      '2026-11-01T01:30[America/Los_Angeles]',
      /exists twice .* at -07:00 and at -08:00.*write it with the offset.*T01:30-07:00\[America\/Los_Angeles\]/,
    ],
    ['2026-10-25T02:30 Europe/Berlin', /exists twice .* at \+02:00 and at \+01:00/],
    ['2026-04-05T01:45[Australia/Lord_Howe]', /exists twice .* at \+11:00 and at \+10:30/],
  ])('%s', (text, expected) => {
    const parsed = parseInstant(text, 'disclosureAt')
    expect(parsed).toMatchObject({ ok: false, problems: [{ field: 'disclosureAt', message: expect.stringMatching(expected) as string }] })
  })
})

const anyZone = fc.constantFrom(...ZONES)
const anyMinute = fc
  .integer({ min: Date.UTC(2000, 0, 2) / 60_000, max: Date.UTC(2099, 11, 30) / 60_000 })
  .map((minutes) => minutes * 60_000)
/** Walls within three hours of a change of clocks, where all the trouble is. */
const troubled = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08T10:00Z',
      '2026-11-01T09:00Z',
      '2026-03-29T01:00Z',
      '2026-10-25T01:00Z',
      '2026-10-03T15:30Z',
      '2026-04-04T15:00Z',
      '2011-12-30T10:00Z',
    ),
    fc.integer({ min: -180, max: 180 }),
  )
  .map(([at, minutes]) => DateTime.fromISO(at).toMillis() + minutes * 60_000)
const wallText = (wall: number) => new Date(wall).toISOString().slice(0, 16)

test('every local time that is accepted shows back as the same wall time', () => {
  let accepted = 0
  fc.assert(
    fc.property(fc.oneof(anyMinute, troubled), anyZone, (wall, zone) => {
      const parsed = parseInstant(`${wallText(wall)}[${zone}]`)
      if (!parsed.ok) return
      accepted += 1
      expect(wallOf(parsed.value, zone)).toBe(wall)
      expect(parsed.value.setZone(zone).toFormat("yyyy-MM-dd'T'HH:mm")).toBe(wallText(wall))
    }),
  )
  expect(accepted).toBeGreaterThan(10)
})

test('every instant can be written with its offset and zone, and reads back', () => {
  fc.assert(
    fc.property(fc.oneof(anyMinute, troubled), anyZone, (millis, zone) => {
      const at = instantAt(millis)
      expect(stored(`${at.setZone(zone).toFormat("yyyy-MM-dd'T'HH:mmZZ")}[${zone}]`)).toBe(toStored(at))
    }),
  )
})

test('what is stored reads back, and one instant has one text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2099, 0) }), (millis) => {
      const text = toStored(instantAt(millis))
      expect(fromStored(text).toMillis()).toBe(millis)
      expect(toStored(fromStored(text))).toBe(text)
      expect(text).toMatch(millis % 1000 === 0 ? /:\d\dZ$/ : /:\d\d\.\d{3}Z$/)
    }),
  )
})

test.each(['2026-12-15T16:00:00', '2026-12-15T16:00:00+01:00', '2026-13-15T16:00:00Z', ''])(
  'a stored instant that nobody wrote is a fault: %s',
  (text) => {
    expect(() => fromStored(text)).toThrow(expect.objectContaining({ code: 'ITEM_MALFORMED' }))
  },
)
