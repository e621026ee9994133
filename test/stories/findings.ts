import { RecipientCalendar } from '../core/notice/recipient-calendar.ts'
import { REPORTER_ADDRESS, TEAM_ADDRESS } from './cast.ts'
import { EXPECTED, HEADS, IN_CALENDARS } from './expected.ts'
import { keptTexts, madeTexts } from './kept.ts'
import { calendarOf, rowOf } from './row.ts'
import type { Stories } from './run.ts'
import { STORIES, type StoryName } from './stories.ts'
import { PLACES, type Place, type Told } from './told.ts'

/** What every mail may name: whom to ask, and who sends. */
const EVERYBODYS: readonly string[] = [TEAM_ADDRESS, 'embargo@consoleme.example']

/** The rows of everybody in a place, each way once: those in one place get the same. */
export const rowsIn = (told: readonly Told[]): readonly (readonly string[])[] =>
  [...new Set(told.map(({ mails }) => JSON.stringify(mails.map(rowOf))))].map((rows) => JSON.parse(rows) as readonly string[])

/** Addresses and organisations in an addressee's mails, whatever the part, that are neither theirs nor the team's. */
export function strangersIn({ address, mails }: Told): readonly string[] {
  const own = new Set([address, ...EVERYBODYS])
  const organisation = new Set<string>()
  const found = mails.flatMap((mail) => {
    const texts = [
      mail.email.text,
      mail.email.html,
      calendarOf(mail),
      ...mail.head.map(({ name, value }) => (name === 'References' ? '' : value)),
    ].join('\n')
    for (const [name] of texts.matchAll(/Downstream \d\d GmbH|Newly Joined Cooperative/g)) organisation.add(name)
    return [...texts.matchAll(/[\w.+-]+@[\w-]+\.[\w.-]*\w/g)]
      .map(([found]) => found)
      .filter((one) => !own.has(one) && !/^[0-9a-f]{32}@consoleme/.test(one))
  })
  const most = address === TEAM_ADDRESS || address === REPORTER_ADDRESS ? 0 : 1
  return [...new Set(found), ...(organisation.size > most ? organisation : [])]
}

/** `Subject` and `References` of an addressee's mails, each once: one thread has one of each. */
export const threadsIn = ({ mails }: Told): readonly string[] => [
  ...new Set(mails.map(({ email, head }) => `${email.subject} ${head.find(({ name }) => name === 'References')?.value}`)),
]

/** What an addressee's calendar shows, after all their mails. */
export const calendarAfter = ({ mails }: Told): readonly string[] =>
  mails
    .map(calendarOf)
    .filter((text) => text !== undefined)
    .reduce((calendar, text) => calendar.add(text), new RecipientCalendar()).shown

/** Everything in which a run is not as it is to be, in words; nothing when all is well. */
export async function findingsIn(stories: Stories): Promise<readonly string[]> {
  const cells = STORIES.flatMap((story) => PLACES.map((place) => ({ story, place })))
  const found = await Promise.all(cells.map(async ({ story, place }) => findingsOf(stories, story, place)))
  return found.flat()
}

async function findingsOf(stories: Stories, story: StoryName, place: Place): Promise<readonly string[]> {
  const told = stories[story][place]
  const wanted = EXPECTED[story][place]
  const says = (what: string) => `${story}, ${place}: ${what}`
  const heads = told.length === HEADS[story][place] ? [] : [says(`${told.length} addressees, not ${HEADS[story][place]}`)]
  const rows = rowsIn(told)
    .filter((one) => JSON.stringify(one) !== JSON.stringify(wanted))
    .map((one) => says(`told\n  ${one.join('\n  ')}\nnot\n  ${wanted.join('\n  ')}`))
  const strangers = told.flatMap(strangersIn).map((name) => says(`a mail names ${name}`))
  const threads = told.filter((one) => threadsIn(one).length !== 1).map(({ address }) => says(`${address} has more than one thread`))
  const isCalendar = (one: Told) => place === 'team-alarms' || JSON.stringify(calendarAfter(one)) === JSON.stringify(IN_CALENDARS[story])
  const calendars = told
    .filter((one) => !isCalendar(one))
    .map((one) => says(`the calendar of ${one.address} shows ${calendarAfter(one).join(', ') || 'nothing'}`))
  return [
    ...heads,
    ...rows,
    ...strangers,
    ...threads,
    ...calendars,
    ...differences(await keptTexts(story, place), madeTexts(stories, story, place)).map(says),
  ]
}

/** The first line of each text that is not as it is kept. */
function differences(kept: Readonly<Record<string, string>>, made: Readonly<Record<string, string>>): readonly string[] {
  const names = [...new Set([...Object.keys(kept), ...Object.keys(made)])].toSorted()
  return names.flatMap((name) => {
    const [was, is] = [kept[name]?.split('\n') ?? [], made[name]?.split('\n') ?? []]
    const at =
      was.length > is.length ? was.findIndex((line, index) => line !== is[index]) : is.findIndex((line, index) => line !== was[index])
    return at < 0 ? [] : [`${name}, line ${at + 1}\n  kept: ${was[at] ?? '(no such line)'}\n  made: ${is[at] ?? '(no such line)'}`]
  })
}
