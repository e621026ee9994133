import { expect, test } from 'vitest'
import { Fault } from '../../../core/shared/fault.ts'
import { makeTick } from '../../../core/usecases/tick.ts'
import { policy } from '../notice/sample.ts'
import { told } from './steps.ts'
import { TICK_SECONDS, ada, advance, changed, makeTeam, read, run, stored } from './team.ts'
import { pass, standing, takenOf } from './trouble.ts'

/** The date came, and an hour has gone since in which nobody said that the advisory is public. */
async function overdue() {
  const team = await makeTeam({ recipients: 1, reporters: 'none' })
  const id = await told(team)
  advance(team, { days: 6 })
  await run(team)
  advance(team, { days: 1 })
  await run(team)
  expect(await standing(team)).toEqual([])
  await pass(team, 60)
  return { team, id }
}

const mailed = async ({ team }: Awaited<ReturnType<typeof overdue>>) =>
  Promise.all(
    team.mail.taken
      .filter(({ tags }) => tags.notice.startsWith('alarm-not-disclosed'))
      .map(async ({ tags, raw }) => ({ notice: tags.notice, subject: (await read(raw)).subject })),
  )

test('an embargo past its date that nobody confirmed is told to the team once an hour, until it is disclosed', async () => {
  const made = await overdue()
  const { team, id } = made
  expect(await standing(team)).toEqual(['not-disclosed'])
  for (const hours of [1, 2, 3]) {
    expect(await mailed(made)).toHaveLength(hours)
    await pass(team, 30)
    expect(await mailed(made)).toHaveLength(hours)
    await pass(team, 30)
  }
  expect((await mailed(made)).map(({ notice }) => notice)).toEqual([1, 2, 3, 4].map((occurrence) => `alarm-not-disclosed-${occurrence}`))
  expect(new Set((await mailed(made)).map(({ subject }) => subject))).toEqual(new Set([`[FOREWARN] not-disclosed ${id}`]))
  changed(await team.steering.disclose(ada, await stored(team, id), ['https://consoleme.example/advisories/7']))
  await run(team)
  expect(await standing(team)).toEqual([])
  for (let hour = 0; hour < 3; hour++) await pass(team, 60)
  expect(await mailed(made)).toHaveLength(4)
})

test('a machine that dies between two of them tells the next one all the same', async () => {
  const made = await overdue()
  const { team } = made
  advance(team, { hours: 1 })
  const raise = async () => Promise.reject(new Fault('STORE_UNAVAILABLE', 'it died', { retry: 'later' }))
  const dying = makeTick({
    ...team,
    fences: team.sending.fences,
    table: team.guard,
    alarms: { ...team.alarms, raise },
    queue: team.hints,
    policy,
    tickSeconds: TICK_SECONDS,
  })
  await expect(dying()).rejects.toThrow('it died')
  expect(await standing(team)).toEqual([])
  await run(team, { ticks: 3, deliver: false })
  expect(await standing(team)).toEqual(['not-disclosed'])
  expect((await mailed(made)).map(({ notice }) => notice)).toEqual(['alarm-not-disclosed-1', 'alarm-not-disclosed-2'])
})

test('one whose mail has not gone stands until it has, and no other is counted meanwhile', async () => {
  const made = await overdue()
  const { team } = made
  team.mail.answer(...Array.from({ length: 40 }, () => ({ outcome: 'not-sent' as const, code: 'ECONNREFUSED' })))
  await pass(team, 60)
  await pass(team, 60)
  const [waiting] = await team.alarms.standing()
  expect(waiting?.occurrence).toBe(2)
  expect(takenOf(team, 'alarm-not-disclosed-2')).toEqual([])
})
