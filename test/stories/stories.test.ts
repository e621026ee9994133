import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Terminal } from '../../operator/cli/terminal.ts'
import { EXPECTED, HEADS, IN_CALENDARS } from './expected.ts'
import { calendarAfter, rowsIn, strangersIn, threadsIn } from './findings.ts'
import { keptTexts, madeTexts } from './kept.ts'
import { type Stories, playStories } from './run.ts'
import { datesShown } from './row.ts'
import { STORIES, type StoryName } from './stories.ts'
import { PLACES, type Told } from './told.ts'

let folder: string
let stories: Stories
let said = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-story-test-'))
  ;({ stories } = await playStories(folder, quiet))
}, 400_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const note = (line: string): void => void (said += `${line}\n`)
const quiet: Terminal = {
  isJson: false,
  isInteractive: false,
  result: (_value, text) => note(text),
  note,
  warn: note,
  style: (_format, text) => text,
  stopped: () => undefined,
  confirm: (_question, yes) => (yes ? Promise.resolve() : Promise.reject(new Error('nobody is there to answer'))),
  askSecretly: () => Promise.reject(new Error('nobody is there to answer')),
}

const everybodyIn = (story: StoryName): readonly Told[] => PLACES.flatMap((place) => stories[story][place])
const notAlarms = (story: StoryName): readonly Told[] =>
  PLACES.filter((place) => place !== 'team-alarms').flatMap((place) => stories[story][place])

describe.each(STORIES)('the story of an embargo that is %s', (story) => {
  test.each(PLACES)('tells %s what a person there needs, in order, and nothing more', (place) => {
    expect(rowsIn(stories[story][place])).toEqual(EXPECTED[story][place].length === 0 ? [] : [EXPECTED[story][place]])
    expect(stories[story][place]).toHaveLength(HEADS[story][place])
  })
  test.each(PLACES)('has the mails to %s that are kept; `npm run story -- --update` keeps others', async (place) => {
    expect(madeTexts(stories, story, place)).toEqual(await keptTexts(story, place))
  })
  test('names nobody in a mail but its addressee and the team', () => {
    expect(everybodyIn(story).flatMap(strangersIn)).toEqual([])
  })
  test('is one thread to each, and another to everybody', () => {
    const threads = notAlarms(story).map(threadsIn)
    expect(threads.filter(({ length }) => length !== 1)).toEqual([])
    expect(new Set(threads.flat()).size).toBe(threads.length)
  })
  test('shows the same dates in the page as in the text of a mail', () => {
    for (const { email, notice } of everybodyIn(story).flatMap(({ mails }) => mails))
      expect([notice, ...datesShown(email.html ?? '')]).toEqual([notice, ...datesShown(email.text ?? '')])
  })
  test('leaves in every calendar the date that holds at last, if any', () => {
    for (const one of notAlarms(story)) expect([one.address, ...calendarAfter(one)]).toEqual([one.address, ...IN_CALENDARS[story]])
  })
})

test('what is printed meanwhile names nobody on the list', () => {
  expect(said).toContain('./forewarn campaign collapse')
  expect(said).not.toMatch(/psirt@downstream|Downstream \d\d/)
})
