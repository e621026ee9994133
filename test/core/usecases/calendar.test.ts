import { expect, test } from 'vitest'
import type { CampaignId } from '../../../core/shared/ids.ts'
import { RecipientCalendar, entryIn, eventIn, valueOf } from '../notice/recipient-calendar.ts'
import { type Team, ada, advance, changed, createDraft, makeTeam, read, run, scheduled, stored, toLead } from './team.ts'

/** The calendar files of the mails to one address, oldest first. */
async function filesTo(team: Team, address: string): Promise<readonly string[]> {
  const mails = await Promise.all(team.mail.taken.filter(({ destination }) => destination === address).map(async ({ raw }) => read(raw)))
  return mails
    .flatMap(({ attachments }) => attachments)
    .filter(({ mimeType }) => mimeType === 'text/calendar')
    .map(({ content }) => new TextDecoder().decode(content as ArrayBuffer))
}

const calendarOf = (files: readonly string[]) => files.reduce((calendar, file) => calendar.add(file), new RecipientCalendar())
const PEOPLE = ['security@org1.example', 'finder@research.example']

/** Tells the date, then moves it twice. */
async function moved() {
  const team = await makeTeam({ recipients: 2 })
  const { id } = await scheduled(team)
  toLead(team)
  await run(team)
  const shorten = async (days: number) => {
    const disclosureAt = team.clock.now().plus({ days }).startOf('hour')
    changed(await team.steering.move(ada, await stored(team, id), { kind: 'shorten', disclosureAt, why: 'It is being exploited.' }))
    await run(team)
    return disclosureAt.toJSDate().toISOString()
  }
  const first = (await stored(team, id)).disclosureAt
  return { team, id, dates: [new Date(first).toISOString(), await shorten(5), await shorten(3)] as const }
}

test('the calendar of everybody who was told follows the embargo to its end, and stays there', async () => {
  const { team, id, dates } = await moved()
  advance(team, { days: 4 })
  await run(team)
  changed(await team.steering.disclose(ada, await stored(team, id), ['https://consoleme.example/advisories/7']))
  await run(team)
  for (const address of PEOPLE) {
    const files = await filesTo(team, address)
    expect(new Set(files.map((file) => new Date(entryIn(file).startsAt).toISOString()))).toEqual(new Set(dates))
    expect(calendarOf(files).shown).toEqual([dates[2]])
    expect(calendarOf(files.toReversed()).shown).toEqual([dates[2]])
  }
})

const ends: readonly (readonly [string, (team: Team, id: CampaignId) => Promise<unknown>])[] = [
  [
    'collapse',
    async (team, id) =>
      changed(await team.steering.collapse(ada, await stored(team, id), { why: 'It is talked about in public.', urls: [] })),
  ],
  ['withdrawal', async (team, id) => changed(await team.steering.withdraw(ada, await stored(team, id), 'It is no vulnerability.'))],
]

test.each(ends)('a %s takes the date out of the calendar of everybody who was told, also of who missed the moves', async (_, end) => {
  const { team, id } = await moved()
  await end(team, id)
  await run(team)
  for (const address of PEOPLE) {
    const files = await filesTo(team, address)
    expect(files.length).toBeGreaterThanOrEqual(4)
    expect(calendarOf([...files.slice(0, 1), ...files.slice(-1)]).shown).toEqual([])
    expect(calendarOf(files.toReversed()).shown).toEqual([])
  }
})

test('each addressee has an entry of their own, which names nobody but the sender', async () => {
  const { team } = await moved()
  const addresses = [...PEOPLE, 'security@org2.example']
  const files = await Promise.all(addresses.map(async (address) => filesTo(team, address)))
  const ids = files.map((own) => new Set(own.map((file) => entryIn(file).uid)))
  expect(ids.map(({ size }) => size)).toEqual([1, 1, 1])
  expect(new Set(ids.flatMap((own) => [...own])).size).toBe(3)
  for (const file of files.flat()) {
    expect(valueOf(eventIn(file).event, 'organizer')).toBe('mailto:advance@notices.consoleme.example')
    expect(file).not.toMatch(/org\d|research|Organisation|finder|CVE|format|1\.2/i)
  }
})

test('a rehearsal leaves the team’s own entry alone', async () => {
  const team = await makeTeam()
  const { id } = await createDraft(team)
  changed(await team.steering.rehearse(ada, await stored(team, id), team.bundle))
  await run(team)
  const rehearsed = await filesTo(team, 'security@consoleme.example')
  expect(rehearsed).toHaveLength(5)
  expect(rehearsed.map((file) => valueOf(eventIn(file).event, 'summary'))).toEqual(
    Array.from({ length: 5 }, () => '[REHEARSAL] ConsoleMe security advance notice ADV-2026-0007'),
  )
})
