import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { writeCalendar } from '../../../adapters/calendar/write-calendar.ts'
import type { CalendarEntry } from '../../../core/notice/calendar-entry.ts'
import { address, instant } from '../../core/notice/sample.ts'
import { entryIn, eventIn, valueOf } from '../../core/notice/recipient-calendar.ts'

const entry: CalendarEntry = {
  uid: `${'a'.repeat(32)}@notices.consoleme.example`,
  sequence: 2,
  status: 'confirmed',
  startsAt: instant('2026-12-15T16:00:00Z'),
  stampedAt: instant('2026-12-08T16:00:07.250Z'),
  summary: 'ConsoleMe security advance notice ADV-2026-0003',
  description: 'The embargo ends:\nTuesday, 15 December 2026, 16:00 UTC',
  organizer: { name: 'ConsoleMe security', address: address('advance@notices.consoleme.example') },
}
const text = writeCalendar(entry)
const namesIn = (component: { getAllProperties(): { name: string }[] }) => component.getAllProperties().map(({ name }) => name)

describe('a written entry', () => {
  it('reads back as it was given', () => {
    expect(entryIn(text)).toEqual({
      uid: entry.uid,
      sequence: 2,
      status: 'CONFIRMED',
      startsAt: entry.startsAt.toMillis(),
      stampedAt: instant('2026-12-08T16:00:07Z').toMillis(),
    })
    const { event } = eventIn(text)
    expect([valueOf(event, 'summary'), valueOf(event, 'description')]).toEqual([entry.summary, entry.description])
    expect(entryIn(writeCalendar({ ...entry, status: 'cancelled' })).status).toBe('CANCELLED')
  })

  it('is published: it asks nothing of anybody, rings no bell, takes up no time and is private', () => {
    const { calendar, event } = eventIn(text)
    expect(namesIn(calendar).toSorted()).toEqual(['method', 'prodid', 'version'])
    expect(valueOf(calendar, 'method')).toBe('PUBLISH')
    expect(namesIn(event).toSorted()).toEqual([
      'class',
      'description',
      'dtstamp',
      'dtstart',
      'organizer',
      'sequence',
      'status',
      'summary',
      'transp',
      'uid',
    ])
    expect([valueOf(event, 'transp'), valueOf(event, 'class')]).toEqual(['TRANSPARENT', 'PRIVATE'])
    expect(event.getAllSubcomponents()).toEqual([])
  })

  it('comes from the sender', () => {
    const { event } = eventIn(text)
    expect(valueOf(event, 'organizer')).toBe('mailto:advance@notices.consoleme.example')
    expect(event.getFirstProperty('organizer')?.getFirstParameter('cn')).toBe('ConsoleMe security')
  })

  it('has its time in UTC, whatever zone the instant came in', () => {
    expect(text).toContain('\r\nDTSTART:20261215T160000Z\r\n')
    const elsewhere = DateTime.fromISO('2026-12-16T03:00', { zone: 'Australia/Lord_Howe' })
    if (!elsewhere.isValid) throw new Error('a zone')
    expect(writeCalendar({ ...entry, startsAt: elsewhere })).toBe(text)
  })

  it('law: says in any script what it was given, in lines of at most 75 bytes that end in CRLF', () => {
    const marks = ['a', 'é', '字', '😀', ' ', ',', ';', ':', '"', '^', 'long '.repeat(20)]
    const words = fc.string({ unit: fc.constantFrom(...marks, '\\'), minLength: 1 })
    // In a parameter a backslash is itself (RFC 6868); ical.js takes it for the beginning of an escape.
    const names = fc.string({ unit: fc.constantFrom(...marks), minLength: 1 })
    fc.assert(
      fc.property(words, words, names, (summary, description, name) => {
        const written = writeCalendar({ ...entry, summary, description, organizer: { ...entry.organizer, name } })
        const { event } = eventIn(written)
        expect([valueOf(event, 'summary'), valueOf(event, 'description')]).toEqual([summary, description])
        expect(event.getFirstProperty('organizer')?.getFirstParameter('cn')).toBe(name)
        expect(Math.max(...written.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
        expect(written.endsWith('END:VCALENDAR\r\n') && !/[\r\n]/.test(written.replaceAll('\r\n', ''))).toBe(true)
      }),
    )
  })

  it('law: nothing that is said in it begins another property', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('\r', '\n', '\r\n', 'ATTENDEE:mailto:b@two.example', ' ', '\\n', ':', ';', 'END:VEVENT'),
    })
    const usual = namesIn(eventIn(text).event)
    fc.assert(
      fc.property(nasty, nasty, (one, two) => {
        const organizer = { ...entry.organizer, name: `N${two}` }
        expect(namesIn(eventIn(writeCalendar({ ...entry, summary: `S${one}`, description: `D${two}`, organizer })).event)).toEqual(usual)
      }),
    )
  })
})
