import { describe, expect, test } from 'vitest'
import {
  addRecipient,
  alarmsOf,
  advance,
  approve,
  ben,
  changed,
  countsOf,
  createDraft,
  expectOnceEach,
  mailsOf,
  makeTeam,
  noticeOf,
  read,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'

describe('when a campaign is scheduled', () => {
  test('nothing goes out before the lead time', async () => {
    const team = await makeTeam()
    await scheduled(team)
    await run(team)
    expect(team.mail.taken).toEqual([])
  })
  test('one approval is not enough', async () => {
    const team = await makeTeam()
    const { id } = await createDraft(team)
    changed(await approve(team, { by: ben, id }))
    toLead(team)
    await run(team)
    expect((await stored(team, id)).state).toBe('draft')
    expect(team.mail.taken).toEqual([])
  })
})

describe('when the advance notice is due', () => {
  test('recipients and reporter are released by the same write, and each gets one mail', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    toLead(team)
    await run(team)
    const campaign = await stored(team, id)
    expect(campaign.state).toBe('embargoed')
    expect(noticeOf(campaign, 'advance-1')).toMatchObject({
      state: 'released',
      releasedAt: noticeOf(campaign, 'reporter-date-1').releasedAt,
    })
    expect(mailsOf(team)).toEqual([
      'advance-1 → security@org1.example',
      'advance-1 → security@org2.example',
      'advance-1 → security@org3.example',
      'reporter-date-1 → finder@research.example',
    ])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 3 })
  })
  test('a reporter who is on a platform alone becomes a task to the team, in the same release', async () => {
    const team = await makeTeam({ reporters: 'platform' })
    await scheduled(team)
    toLead(team)
    await run(team)
    const task = team.mail.taken.find(({ tags }) => tags.notice === 'reporter-date-1')
    expect(task?.destination).toBe('security@consoleme.example')
    const { text } = await read(task?.raw ?? new Uint8Array())
    expect(text).toContain('Bugcrowd')
  })
  test('a mail holds the advisory and the date in UTC and in the zone of its addressee', async () => {
    const team = await makeTeam({ recipients: 1 })
    await scheduled(team)
    toLead(team)
    await run(team)
    const mail = await read(team.mail.taken.find(({ tags }) => tags.notice === 'advance-1')?.raw ?? new Uint8Array())
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('Tuesday, 15 December 2026, 09:00 UTC')
      expect(part).toContain('Tuesday, 15 December 2026, 10:00 (Europe/Berlin, UTC+01:00)')
      expect(part).toContain('any field')
    }
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['ADV-2026-0007.ics', 'ADV-2026-0007-1.2.patch'])
    expect(mail.subject).toBe('[EMBARGOED] ConsoleMe security advance notice ADV-2026-0007')
  })
  test('a notice is released only when the ledger accounts for everybody', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    team.hints.drain() // the hints are lost
    await team.tick()
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
    await run(team)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
    expectOnceEach(team, 'advance-1', 3)
  })
  test('many recipients go out in chunks, each once', async () => {
    const team = await makeTeam({ recipients: 60 })
    const { id } = await scheduled(team)
    toLead(team)
    await run(team)
    expectOnceEach(team, 'advance-1', 60)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 60 })
  })
  test('a recipient who requires encryption is blocked and the others are told', async () => {
    const team = await makeTeam({ recipients: 2 })
    await addRecipient(team.keeper, 9, { encryption: 'required' })
    const { id } = await scheduled(team)
    toLead(team)
    await run(team)
    expectOnceEach(team, 'advance-1', 2)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 2, blocked: 1 })
  })
})

describe('when the clock was late', () => {
  test('what is due goes out at the next tick', async () => {
    const team = await makeTeam()
    await scheduled(team)
    advance(team, { days: 10 })
    await run(team)
    expectOnceEach(team, 'advance-1', 3)
  })
  test('an advance notice never goes out at the disclosure date or after it, and the team is alarmed', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    advance(team, { days: 14 })
    await run(team)
    const campaign = await stored(team, id)
    expect(campaign.state).toBe('due')
    expect(noticeOf(campaign, 'advance-1')).toMatchObject({ state: 'held', because: 'past-not-after' })
    expect(mailsOf(team)).toEqual(['disclosure-day-1 → security@consoleme.example'])
    expect(alarmsOf(team)).toContain('nobody-was-told')
  })
  test('a mail that is still to be sent when the date comes is blocked', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    advance(team, { days: 7 })
    for (const hint of team.hints.drain()) await team.send(hint, () => 60_000)
    expect(team.mail.taken).toEqual([])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ blocked: 3 })
  })
})

describe('the days before', () => {
  test('reminder and day-ahead go out a day before, disclosure-day at the date', async () => {
    const team = await makeTeam({ recipients: 1 })
    const { id } = await scheduled(team)
    toLead(team)
    await run(team)
    advance(team, { days: 6 })
    await run(team)
    advance(team, { days: 1 })
    await run(team)
    expect(mailsOf(team)).toEqual([
      'advance-1 → security@org1.example',
      'day-ahead-1 → security@consoleme.example',
      'disclosure-day-1 → security@consoleme.example',
      'reminder-1 → security@org1.example',
      'reporter-date-1 → finder@research.example',
    ])
    expect((await stored(team, id)).state).toBe('due')
  })
})
