import { describe, expect, test } from 'vitest'
import { countsOf, expectOnceEach, makeTeam, noticeOf, run, scheduled, stored, toLead } from '../core/usecases/team.ts'
import { only } from '../core/usecases/trouble.ts'

/** A campaign of three chunks whose hints are queued and not yet worked on. */
async function queued(recipients = 60) {
  const team = await makeTeam({ recipients, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  return { team, id, hints: team.hints.drainChunks() }
}
const work = () => 60_000

describe('a hint', () => {
  test('that two senders have at the same time sends once', async () => {
    const { team, id, hints } = await queued(5)
    const hint = only(hints)
    await Promise.all([team.sendChunk(hint, work), team.sendChunk(hint, work)])
    expectOnceEach(team, 'advance-1', 5)
    await run(team)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 5 })
    expectOnceEach(team, 'advance-1', 5)
  })
  test('that comes again, late, while its notice still goes out sends nothing more', async () => {
    const { team, id, hints } = await queued()
    const [first] = hints
    if (!first) throw new Error('a hint')
    await team.sendChunk(first, work)
    expectOnceEach(team, 'advance-1', 25)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
    expect(await team.sendChunk(first, work)).toEqual({ outcome: 'nothing-to-do', because: 'all-settled' })
    expectOnceEach(team, 'advance-1', 25)
  })
  test('that is lost is queued again after a minute, and nothing is lost with it', async () => {
    const { team, id } = await queued()
    await team.tick()
    expect(team.hints.drainChunks()).toEqual([])
    team.clock.advance({ minutes: 1 })
    await run(team)
    expectOnceEach(team, 'advance-1', 60)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 60 })
  })
})

test('hints in another order reach everybody once, and the notice ends only with the last of them', async () => {
  const { team, id, hints } = await queued()
  for (const hint of hints.toReversed()) {
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
    await team.sendChunk(hint, work)
    await team.tick()
  }
  expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
  expectOnceEach(team, 'advance-1', 60)
})
