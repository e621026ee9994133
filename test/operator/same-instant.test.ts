import { beforeAll, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { writeCalendar } from '../../adapters/calendar/write-calendar.ts'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import { toStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'
import { calendarEntryOf } from '../../core/notice/calendar-entry.ts'
import type { Renderer } from '../../core/notice/ports.ts'
import { viewOf } from '../../core/notice/views.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { dateFacts } from '../../operator/cli/date-facts.ts'
import { timelineSvg } from '../../operator/cli/timeline-svg.ts'
import { timelineText } from '../../operator/cli/timeline-text.ts'
import type { Timeline } from '../../operator/cli/timeline.ts'
import { buildBundle } from '../../templates/build/bundle.ts'
import { readSources } from '../../templates/build/sources.ts'
import { inputFor, instant, recipient } from '../core/notice/sample.ts'
import { entryIn, eventIn, valueOf } from '../core/notice/recipient-calendar.ts'

let renderer: Renderer
beforeAll(async () => {
  renderer = templateEngine().load(await buildBundle(await readSources(join(import.meta.dirname, '../../templates'))))
})

const inputOf = (at: Instant, zone: string) => inputFor('advance', { disclosureAt: at, addressee: { ...recipient, zone } })
const mailOf = (at: Instant, zone: string) => renderer.render('advance', viewOf(inputOf(at, zone), markdownRenderer()))
function fileOf(at: Instant, zone: string): string {
  const entry = calendarEntryOf(inputOf(at, zone), at)
  if (entry === undefined) throw new Error('an advance notice has an entry')
  return writeCalendar(entry)
}

/** What a reader sees of HTML: words without tags. */
const seen = (html: string): string =>
  html
    .replaceAll(/<(style|head)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) => String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)))
    .replaceAll(/\s+/g, ' ')

/** Every place in which an addressee or an operator reads the date, and the words that stand there. */
const SHOWN_IN: Readonly<Record<string, (at: Instant, zone: string) => string>> = {
  'the mail': (at, zone) => seen(mailOf(at, zone).html),
  'its text part': (at, zone) => mailOf(at, zone).text,
  'the words of its calendar entry': (at, zone) => valueOf(eventIn(fileOf(at, zone)).event, 'description'),
  'the time of its calendar entry': (at, zone) => shownBy(new Date(entryIn(fileOf(at, zone)).startsAt).toISOString(), zone),
  'the command line': (at, zone) =>
    dateFacts('disclosure', toStored(at), zone)
      .map(([, value]) => value)
      .join('\n'),
  'the timeline in the terminal': (at, zone) => timelineText(timelineAt(at), { zone, paint: (_format, text) => text }),
  'the timeline as a picture': (at, zone) =>
    timelineSvg(timelineAt(at), { campaign: 'c-4k2m9x7q1d8z5t3w', advisoryId: 'ADV-2026-0003', state: 'draft', zone }),
}

/** All at one instant: what is done, what is now, what comes, and a date that moves there. */
function timelineAt(at: Instant): Timeline {
  const says = 'something'
  const moments = (['done', 'now', 'coming'] as const).map((mark) => ({ at, mark, says, dates: [['to', at] as const] }))
  return { now: at, points: [{ at, moments }] }
}

/** What a calendar that keeps the project's own way of writing would show. */
function shownBy(iso: string, zone: string): string {
  const { utc, local } = presentInstant(instant(iso), zone)
  return `${utc}\n${local ?? ''}`
}

/** A minute before and at a change of the clocks in each zone that has one, and both halves of the year elsewhere; times as a person there reads them. */
const INSTANTS: readonly (readonly [zone: string, at: string, ...shown: string[]])[] = [
  ['UTC', '2026-12-15T16:00:00Z', 'Tuesday, 15 December 2026, 16:00 UTC'],
  ['UTC', '2028-02-29T23:59:00Z', 'Tuesday, 29 February 2028, 23:59 UTC'],
  ['Europe/Berlin', '2026-03-29T00:59:00Z', 'Sunday, 29 March 2026, 00:59 UTC', 'Sunday, 29 March 2026, 01:59 (Europe/Berlin, UTC+01:00)'],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', 'Sunday, 29 March 2026, 01:00 UTC', 'Sunday, 29 March 2026, 03:00 (Europe/Berlin, UTC+02:00)'],
  [
    'Europe/Berlin',
    '2026-10-25T00:30:00Z',
    'Sunday, 25 October 2026, 00:30 UTC',
    'Sunday, 25 October 2026, 02:30 (Europe/Berlin, UTC+02:00)',
  ],
  [
    'Europe/Berlin',
    '2026-10-25T01:30:00Z',
    'Sunday, 25 October 2026, 01:30 UTC',
    'Sunday, 25 October 2026, 02:30 (Europe/Berlin, UTC+01:00)',
  ],
  [
    'America/Los_Angeles',
    '2026-03-08T09:59:00Z',
    'Sunday, 8 March 2026, 09:59 UTC',
    'Sunday, 8 March 2026, 01:59 (America/Los_Angeles, UTC-08:00)',
  ],
  [
    'America/Los_Angeles',
    '2026-03-08T10:00:00Z',
    'Sunday, 8 March 2026, 10:00 UTC',
    'Sunday, 8 March 2026, 03:00 (America/Los_Angeles, UTC-07:00)',
  ],
  [
    'America/St_Johns',
    '2026-11-01T04:29:00Z',
    'Sunday, 1 November 2026, 04:29 UTC',
    'Sunday, 1 November 2026, 01:59 (America/St_Johns, UTC-02:30)',
  ],
  [
    'America/St_Johns',
    '2026-11-01T04:30:00Z',
    'Sunday, 1 November 2026, 04:30 UTC',
    'Sunday, 1 November 2026, 01:00 (America/St_Johns, UTC-03:30)',
  ],
  [
    'America/Sao_Paulo',
    '2026-07-01T01:00:00Z',
    'Wednesday, 1 July 2026, 01:00 UTC',
    'Tuesday, 30 June 2026, 22:00 (America/Sao_Paulo, UTC-03:00)',
  ],
  ['Asia/Kolkata', '2026-07-01T06:30:00Z', 'Wednesday, 1 July 2026, 06:30 UTC', 'Wednesday, 1 July 2026, 12:00 (Asia/Kolkata, UTC+05:30)'],
  [
    'Asia/Kolkata',
    '2026-12-31T18:30:00Z',
    'Thursday, 31 December 2026, 18:30 UTC',
    'Friday, 1 January 2027, 00:00 (Asia/Kolkata, UTC+05:30)',
  ],
  [
    'Asia/Kathmandu',
    '2026-12-31T18:15:00Z',
    'Thursday, 31 December 2026, 18:15 UTC',
    'Friday, 1 January 2027, 00:00 (Asia/Kathmandu, UTC+05:45)',
  ],
  [
    'Australia/Lord_Howe',
    '2026-04-04T14:59:00Z',
    'Saturday, 4 April 2026, 14:59 UTC',
    'Sunday, 5 April 2026, 01:59 (Australia/Lord_Howe, UTC+11:00)',
  ],
  [
    'Australia/Lord_Howe',
    '2026-04-04T15:00:00Z',
    'Saturday, 4 April 2026, 15:00 UTC',
    'Sunday, 5 April 2026, 01:30 (Australia/Lord_Howe, UTC+10:30)',
  ],
  [
    'Pacific/Auckland',
    '2026-09-26T13:59:00Z',
    'Saturday, 26 September 2026, 13:59 UTC',
    'Sunday, 27 September 2026, 01:59 (Pacific/Auckland, UTC+12:00)',
  ],
  [
    'Pacific/Auckland',
    '2026-09-26T14:00:00Z',
    'Saturday, 26 September 2026, 14:00 UTC',
    'Sunday, 27 September 2026, 03:00 (Pacific/Auckland, UTC+13:00)',
  ],
  [
    'Pacific/Apia',
    '2026-12-15T12:00:07Z',
    'Tuesday, 15 December 2026, 12:00:07 UTC',
    'Wednesday, 16 December 2026, 01:00:07 (Pacific/Apia, UTC+13:00)',
  ],
]

/** Every date in a text, each once, in order. */
const datesIn = (text: string): readonly string[] => [
  ...new Set(text.match(/[A-Z][a-z]+day, \d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d(?::\d\d)?(?: UTC| \([^)]*\))/g)),
]

describe.each(Object.keys(SHOWN_IN))('%s', (place) => {
  it.each(INSTANTS)('shows to a reader in %s the instant %s as every other place does, and no other', (zone, at, ...dates) => {
    expect(datesIn(SHOWN_IN[place]?.(instant(at), zone) ?? '')).toEqual(dates)
  })
})

it('is asked of ten zones', () => {
  expect(new Set(INSTANTS.map(([zone]) => zone)).size).toBeGreaterThanOrEqual(10)
})
