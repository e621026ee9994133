import type { StoryName } from './stories.ts'
import type { Place } from './told.ts'

/**
 * What a person in each place needs, in order, and nothing more:
 * notice | date in UTC | what it says has changed, on top | patches | what it makes of the calendar.
 *
 * A date reads `5 Nov 17:00 → 3 Nov 17:00` where the mail says what was told before, `was` when it is over, `not` when it no longer
 * holds. A mail to the team names the reporter who cannot be reached by mail.
 */
export type Rows = readonly string[]

const ALARM: Rows = ['alarm-quota-reached-on-advance-1 | - | - | - | -']
const PATCHED = 'What changed: The patch for 1.1 did not pass its own linter. Patches 1.1 ffed → 1.1 cb48'
const SHORTENED = 'What changed: It is being exploited. Disclosure date 5 Nov 17:00 → 3 Nov 17:00'
const UNREACHED = ['somebody who gave no name', 'nightjar'] as const

/** The same to the team for each reporter whom no mail reaches. */
const tasks = (notice: string, rest: string): Rows => UNREACHED.map((name) => `${notice} for ${name} | ${rest}`)

/** From the reminder on nobody's place makes a difference. */
const ENDING: Rows = ['reminder-1 | 3 Nov 17:00 | - | - | 1 confirmed 2026-11-03T17:00Z', 'disclosed-1 | was 3 Nov 17:00 | - | - | -']

export const EXPECTED: Readonly<Record<StoryName, Readonly<Record<Place, Rows>>>> = {
  moved: {
    'told-early': [
      'advance-1 | 5 Nov 17:00 | - | 1.2.patch, 1.1.patch | 0 confirmed 2026-11-05T17:00Z',
      `advance-2 (update 2) | 3 Nov 17:00 | ${SHORTENED} | 1.2.patch, 1.1.patch | 1 confirmed 2026-11-03T17:00Z`,
      `advance-3 (update 3) | 3 Nov 17:00 | ${PATCHED} | 1.2.patch, 1.1.patch | 1 confirmed 2026-11-03T17:00Z`,
      ...ENDING,
    ],
    'told-late': [
      'advance-2 | 3 Nov 17:00 | - | 1.2.patch, 1.1.patch | 1 confirmed 2026-11-03T17:00Z',
      `advance-3 (update 3) | 3 Nov 17:00 | ${PATCHED} | 1.2.patch, 1.1.patch | 1 confirmed 2026-11-03T17:00Z`,
      ...ENDING,
    ],
    joined: ['advance-3 | 3 Nov 17:00 | - | 1.2.patch, 1.1.patch | 1 confirmed 2026-11-03T17:00Z', ...ENDING],
    reporter: [
      'reporter-date-1 | 5 Nov 17:00 | - | - | 0 confirmed 2026-11-05T17:00Z',
      `reporter-date-2 | 3 Nov 17:00 | ${SHORTENED} | - | 1 confirmed 2026-11-03T17:00Z`,
      'disclosed-1 | was 3 Nov 17:00 | - | - | -',
    ],
    team: [
      ...tasks('reporter-date-1', '5 Nov 17:00 | - | - | 0 confirmed 2026-11-05T17:00Z'),
      ...tasks('reporter-date-2', '5 Nov 17:00 → 3 Nov 17:00 | - | - | 1 confirmed 2026-11-03T17:00Z'),
      'day-ahead-1 | 3 Nov 17:00 | - | 1.2.patch, 1.1.patch | 1 confirmed 2026-11-03T17:00Z',
      'disclosure-day-1 | 3 Nov 17:00 | - | 1.2.patch, 1.1.patch | 1 confirmed 2026-11-03T17:00Z',
      ...tasks('disclosed-1', 'was 3 Nov 17:00 | - | - | -'),
    ],
    'team-alarms': ALARM,
  },
  collapsed: {
    'told-early': [
      'advance-1 | 8 Dec 17:00 | - | 1.2.patch, 1.1.patch | 0 confirmed 2026-12-08T17:00Z',
      'collapse-1 | not 8 Dec 17:00 | - | 1.2.patch, 1.1.patch | 1 cancelled 2026-12-08T17:00Z',
    ],
    'told-late': ['collapse-1 | not 8 Dec 17:00 | - | 1.2.patch, 1.1.patch | 1 cancelled 2026-12-08T17:00Z'],
    joined: [],
    reporter: [
      'reporter-date-1 | 8 Dec 17:00 | - | - | 0 confirmed 2026-12-08T17:00Z',
      'collapse-1 | not 8 Dec 17:00 | - | - | 1 cancelled 2026-12-08T17:00Z',
    ],
    team: [
      ...tasks('reporter-date-1', '8 Dec 17:00 | - | - | 0 confirmed 2026-12-08T17:00Z'),
      ...tasks('collapse-1', 'not 8 Dec 17:00 | - | - | 1 cancelled 2026-12-08T17:00Z'),
      'collapse-1 | not 8 Dec 17:00 | - | 1.2.patch, 1.1.patch | 1 cancelled 2026-12-08T17:00Z',
    ],
    'team-alarms': ALARM,
  },
  withdrawn: {
    'told-early': [
      'advance-1 | 12 Jan 17:00 | - | 1.2.patch, 1.1.patch | 0 confirmed 2027-01-12T17:00Z',
      'withdrawn-1 | not 12 Jan 17:00 | - | - | 1 cancelled 2027-01-12T17:00Z',
    ],
    'told-late': [],
    joined: [],
    reporter: [
      'reporter-date-1 | 12 Jan 17:00 | - | - | 0 confirmed 2027-01-12T17:00Z',
      'withdrawn-1 | not 12 Jan 17:00 | - | - | 1 cancelled 2027-01-12T17:00Z',
    ],
    team: [
      ...tasks('reporter-date-1', '12 Jan 17:00 | - | - | 0 confirmed 2027-01-12T17:00Z'),
      ...tasks('withdrawn-1', 'not 12 Jan 17:00 | - | - | 1 cancelled 2027-01-12T17:00Z'),
    ],
    'team-alarms': ALARM,
  },
}

/** How many are in each place. Nobody is in a place in which one is told nothing. */
export const HEADS: Readonly<Record<StoryName, Readonly<Record<Place, number>>>> = {
  moved: { 'told-early': 25, 'told-late': 25, joined: 1, reporter: 1, team: 1, 'team-alarms': 1 },
  collapsed: { 'told-early': 25, 'told-late': 25, joined: 0, reporter: 1, team: 1, 'team-alarms': 1 },
  withdrawn: { 'told-early': 25, 'told-late': 0, joined: 0, reporter: 1, team: 1, 'team-alarms': 1 },
}

/** What every addressee's calendar shows when all is told: the final date, or nothing any more. */
export const IN_CALENDARS: Readonly<Record<StoryName, readonly string[]>> = {
  moved: ['2026-11-03T17:00:00.000Z'],
  collapsed: [],
  withdrawn: [],
}
