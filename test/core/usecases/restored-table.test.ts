import { describe, expect, test } from 'vitest'
import { Fault } from '../../../core/shared/fault.ts'
import type { DeliveryId } from '../../../core/shared/ids.ts'
import { makeAcceptTable } from '../../../core/usecases/accept-table.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import {
  type Team,
  ada,
  advance,
  alarmMailsOf,
  changed,
  countsOf,
  createDraft,
  makeTeam,
  mailsOf,
  noticeOf,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'
import { away, deliveriesOf, destinationsOf, hear, only, pass, reopen, shownOf, standing, takenOf } from './trouble.ts'

/** The table as it was before the advance notice went out to everybody. */
async function restored({ recipients = 3 } = {}) {
  const team = await makeTeam({ recipients, reporters: 'none' })
  const { id } = await scheduled(team)
  const copy = team.table.copy()
  toLead(team)
  await run(team)
  expect(destinationsOf(team, 'advance-1')).toHaveLength(recipients)
  team.table.restore(copy)
  return { team, id }
}

const accept = async (team: Team) => {
  const outcome = await team.acceptTable(ada, 'restored after a mistake')
  if (outcome.outcome === 'refused') throw new Error(outcome.code)
  return outcome.halted
}

describe('in a restored copy of the table', () => {
  test('nothing goes out, nothing is decided, and the team is told, once', async () => {
    const { team, id } = await restored()
    const before = mailsOf(team)
    await run(team, { ticks: 5 })
    expect(mailsOf(team)).toEqual(before)
    expect((await stored(team, id)).state).toBe('scheduled')
    expect(await standing(team)).toEqual(['table-restored'])
    expect(alarmMailsOf(team)).toEqual(['alarm-table-restored-1 → security@consoleme.example'])
  })
  test('a hint of before claims nothing', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const copy = team.table.copy()
    team.table.restore(copy)
    const hint = only(team.hints.drainChunks())
    expect(await team.sendChunk(hint, () => 60_000)).toEqual({ outcome: 'nothing-to-do', because: 'table-restored' })
    expect(await deliveriesOf(team, id, 'advance-1')).toEqual([])
  })
  test('whose restoring comes between the claim and the send, the mail does not go', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const copy = team.table.copy()
    const fences = { ...team.sending.fences }
    let looks = 0
    team.sending.fences.look = async (...of) => {
      if (++looks === 2) {
        const now = team.table.copy()
        team.table.restore(copy)
        team.table.restore(now)
      }
      return fences.look(...of)
    }
    await team.send(only(team.hints.drainChunks()), () => 60_000)
    expect(team.mail.taken).toEqual([])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ planned: 1 })
  })
  test('an event of a mail that the copy does not know raises an alarm and changes nothing', async () => {
    const { team, id } = await restored({ recipients: 1 })
    expect(await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')).toBe('unknown-delivery')
    await run(team, { ticks: 2 })
    expect(await standing(team)).toEqual(['table-restored', 'unknown-delivery'])
    expect(await deliveriesOf(team, id, 'advance-1')).toEqual([])
  })
  test('a new campaign does not make the copy its own', async () => {
    const { team } = await restored({ recipients: 1 })
    await createDraft({ ...team, advisory: { ...team.advisory, id: 'ADV-2026-0008' } })
    await run(team, { ticks: 2 })
    expect(await standing(team)).toEqual(['table-restored'])
  })
})

describe('when an operator accepts a restored table', () => {
  test('a campaign whose head cannot be read is halted with the others', async () => {
    const { team, id } = await restored()
    const broken = new Fault('ITEM_MALFORMED', 'a stored item is malformed', { retry: 'never' })
    Object.assign(team.campaigns, { read: () => Promise.reject(broken), list: () => Promise.reject(broken) })
    expect(await accept(team)).toEqual([id])
    expect(await team.halts.standing(id)).toHaveLength(1)
  })
  test('every campaign that has not ended is halted, and nothing goes out before it is resumed', async () => {
    const { team, id } = await restored()
    const other = await scheduled({ ...team, advisory: { ...team.advisory, id: 'ADV-2026-0008' } })
    const ended = await createDraft({ ...team, advisory: { ...team.advisory, id: 'ADV-2026-0009' } })
    changed(await team.steering.withdraw(ada, await stored(team, ended.id), 'it was no vulnerability'))
    const before = mailsOf(team)
    expect((await accept(team)).toSorted()).toEqual([id, other.id].toSorted())
    expect(only(await team.halts.standing(id))).toMatchObject({ by: ada, reason: 'table restored: restored after a mistake' })
    expect(await team.halts.standing(ended.id)).toEqual([])
    await run(team, { ticks: 5 })
    expect(mailsOf(team)).toEqual(before)
    expect(await standing(team)).toEqual([])
  })
  test('what was due by then becomes uncertain when it is resumed, and nobody gets it twice', async () => {
    const { team, id } = await restored()
    await accept(team)
    await team.steering.resume(id)
    await run(team, { ticks: 4 })
    expect(destinationsOf(team, 'advance-1')).toHaveLength(3)
    expect(await shownOf(team, id)).toEqual(Array.from({ length: 3 }, () => 'uncertain table-restored'))
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
    await pass(team, 30)
    expect(await standing(team)).toEqual(['uncertain advance-1'])
    expect(destinationsOf(team, 'advance-1')).toHaveLength(3)
  })
  test('what was going out becomes uncertain where it is not settled, and stays where it is', async () => {
    const team = await makeTeam({ recipients: 3, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    team.mail.answer('accepted', { outcome: 'not-sent', code: 'Throttling' })
    for (const hint of team.hints.drainChunks()) await team.send(hint, () => 60_000)
    const settled = destinationsOf(team, 'advance-1').length
    team.table.restore(team.table.copy())
    await accept(team)
    await team.steering.resume(id)
    await run(team, { ticks: 5, deliver: false })
    expect(destinationsOf(team, 'advance-1')).toHaveLength(settled)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: settled, uncertain: 3 - settled })
  })
  test('a resend after it goes out, once; one that was opened before it does not', async () => {
    const { team, id } = await restored({ recipients: 1 })
    await accept(team)
    await team.steering.resume(id)
    await run(team, { ticks: 3 })
    const delivery = `advance-1_2_${only(team.members)}` as DeliveryId
    team.mail.answer({ outcome: 'not-sent', code: 'Throttling' })
    changed(await reopen({ team, id, delivery }))
    await run(team, { ticks: 3 })
    await pass(team, 20)
    expect(destinationsOf(team, 'advance-1')).toHaveLength(2)

    const copy = await (async () => {
      const early = await makeTeam({ recipients: 1, reporters: 'none' })
      const { id: first } = await scheduled(early)
      toLead(early)
      early.mail.answer('taken-but-unknown')
      await run(early, { ticks: 3, deliver: false })
      changed(await reopen({ team: early, id: first, delivery: `advance-1_2_${only(early.members)}` as DeliveryId }))
      early.table.restore(early.table.copy())
      return { early, first }
    })()
    await accept(copy.early)
    await copy.early.steering.resume(copy.first)
    await pass(copy.early, 30)
    expect(destinationsOf(copy.early, 'advance-1')).toHaveLength(1)
    expect(await countsOf(copy.early, copy.first, 'advance-1')).toEqual({ uncertain: 1 })
  })
  test('notices that become due later go out after a resume', async () => {
    const { team, id } = await restored({ recipients: 2 })
    await accept(team)
    await team.steering.resume(id)
    await run(team, { ticks: 3 })
    team.clock.set(
      fromStored((await stored(team, id)).disclosureAt)
        .minus({ hours: 24 })
        .toISO() ?? '',
    )
    await run(team, { ticks: 4 })
    expect(destinationsOf(team, 'reminder-1')).toHaveLength(2)
    advance(team, { days: 1 })
    await run(team, { ticks: 3 })
    expect(destinationsOf(team, 'disclosure-day-1')).toHaveLength(1)
  })
  test('a crash leaves it not accepted, with campaigns that are halted, and it can be said again', async () => {
    const { team, id } = await restored()
    const dying = makeAcceptTable({ ...team, table: { ...team.guard, accept: () => Promise.reject(away()) } })
    await expect(dying(ada, 'restored')).rejects.toThrow(away().message)
    expect(await team.guard.owner()).toBe('foreign')
    expect(await team.halts.standing(id)).toHaveLength(1)
    await accept(team)
    expect(await team.guard.owner()).toBe('ours')
  })
  test('there is nothing to accept in a table that was never restored, nor in an empty one, nor twice', async () => {
    const team = await makeTeam({ recipients: 0 })
    const refused = { outcome: 'refused', code: 'not-restored' }
    expect(await team.acceptTable(ada, 'a mistake')).toMatchObject(refused)
    await createDraft(team)
    expect(await team.acceptTable(ada, 'a mistake')).toMatchObject(refused)
    team.table.restore(team.table.copy())
    await accept(team)
    expect(await team.acceptTable(ada, 'again')).toMatchObject(refused)
  })
  test('a table with campaigns that never said which one it is can be accepted too', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    team.table.items('control').clear()
    await run(team, { ticks: 2 })
    expect(await standing(team)).toEqual(['table-restored'])
    expect(await accept(team)).toEqual([id])
    await run(team, { ticks: 3 })
    expect(await standing(team)).toEqual([])
  })
})
