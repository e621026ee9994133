import { describe, expect, test } from 'vitest'
import { bestAttempt, stateOf } from '../../../core/delivery/attempts.ts'
import { ada, changed, countsOf, detailsOf, makeTeam, noticeOf, run, scheduled, stored, toLead } from './team.ts'
import { deliveriesOf, destinationsOf } from './trouble.ts'

const REFUSED = { outcome: 'refused', code: 'MessageRejected' } as const

/** A notice that is held since SES refused one mail; another member was changed after the approval, and so is blocked. */
async function held() {
  const team = await makeTeam({ recipients: 2, reporters: 'none' })
  const { id } = await scheduled(team)
  const [first, second] = team.members
  if (!first || !second) throw new Error('two members')
  await team.keeper.change(first, detailsOf(1, { contacts: ['new@org1.example'] }))
  toLead(team)
  team.mail.answer(REFUSED)
  await run(team, { ticks: 2, deliver: false })
  const notice = noticeOf(await stored(team, id), 'advance-1')
  const unhold = async () => changed(await team.steering.unhold(ada, await stored(team, id), { notice: notice.id, why: 'verified' }))
  return { team, id, notice, unhold }
}

const shownOf = async ({ team, id }: Awaited<ReturnType<typeof held>>) =>
  (await deliveriesOf(team, id, 'advance-1')).map((delivery) => `${stateOf(delivery)} ${bestAttempt(delivery).reason ?? ''}`).toSorted()

describe('letting a held notice go on', () => {
  test('opens again what SES refused, and leaves blocked whom it would reach at another address than was approved', async () => {
    const made = await held()
    expect(made.notice).toMatchObject({ state: 'held', because: 'ses-MessageRejected' })
    expect(await shownOf(made)).toEqual(['blocked recipient-changed', 'blocked ses-MessageRejected'])
    await made.unhold()
    const reasons = (await deliveriesOf(made.team, made.id, 'advance-1')).map(({ attempts }) => attempts.at(-1)?.reason ?? '')
    expect(reasons.toSorted()).toEqual(['recipient-changed', 'unheld'])
    await run(made.team)
    expect(destinationsOf(made.team, 'advance-1')).toEqual(['security@org2.example'])
    expect(await countsOf(made.team, made.id, 'advance-1')).toEqual({ blocked: 1, delivered: 1 })
  })

  test('begins the sweep anew, at its first chunk', async () => {
    const { team, id, notice, unhold } = await held()
    expect(await team.sweeps.mark(id, notice.id)).toMatchObject({ queued: 1 })
    team.clock.advance({ minutes: 3 })
    await unhold()
    expect(await team.sweeps.mark(id, notice.id)).toEqual({ settled: 0, queued: 0, movedAt: team.clock.now() })
  })

  test('opens nothing of a notice that is not held, and says so', async () => {
    const made = await held()
    const { team, id, notice } = made
    await made.unhold()
    team.mail.answer(REFUSED)
    // The refusal is in the ledger, and no tick has held the notice for it yet.
    await team.tick()
    for (const hint of team.hints.drainChunks()) await team.send(hint, () => 60_000)
    const before = await shownOf(made)
    const outcome = await team.steering.unhold(ada, await stored(team, id), { notice: notice.id, why: 'again' })
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'not-held' })
    expect(await shownOf(made)).toEqual(before)
  })
})
