import { describe, expect, test } from 'vitest'
import { countsOf, expectOnceEach, makeTeam, noticeOf, run, scheduled, stored, toLead } from '../core/usecases/team.ts'
import { logged } from '../core/usecases/trouble.ts'

describe('two ticks that overlap', () => {
  test('release once, by one write, and nobody gets a mail twice', async () => {
    const team = await makeTeam({ recipients: 30 })
    const { id, version } = await scheduled(team)
    toLead(team)
    await Promise.all([team.tick(), team.tick()])
    const released = await stored(team, id)
    expect(released.version).toBe(version + 1)
    expect(logged(team, 'campaign.changed').filter(({ facts }) => facts['what'] === 'release')).toHaveLength(1)
    for (const hint of team.hints.drainChunks()) await team.send(hint, () => 60_000)
    await Promise.all([team.tick(), team.tick()])
    await run(team)
    expectOnceEach(team, 'advance-1', 30)
    expectOnceEach(team, 'reporter-date-1', 1)
    expect((await team.campaigns.history(id)).filter(({ what }) => what === 'settle')).toHaveLength(2)
  })
})

describe('a clock that stood still for an hour', () => {
  test('releases at its next tick what became due meanwhile', async () => {
    const team = await makeTeam()
    const { id } = await scheduled(team)
    toLead(team)
    team.clock.advance({ hours: 1 })
    await run(team)
    expectOnceEach(team, 'advance-1', 3)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
  })
  test('in the middle of a release goes on where it was, no faster than the account allows', async () => {
    const team = await makeTeam({ recipients: 60, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 0.5 })
    await run(team, { ticks: 1 })
    expectOnceEach(team, 'advance-1', 25)
    team.clock.advance({ hours: 1 })
    await run(team, { ticks: 1 })
    expectOnceEach(team, 'advance-1', 50)
    await run(team)
    expectOnceEach(team, 'advance-1', 60)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 60 })
  })
})
