import { describe, expect, test } from 'vitest'
import { bestAttempt } from '../../../core/delivery/attempts.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import { ada, countsOf, makeTeam, scheduled, stored, toLead } from './team.ts'
import { deliveriesOf, only, shownOf } from './trouble.ts'

/** An advance notice to one recipient, as its sender has the hint in hand. */
async function hinted() {
  const team = await makeTeam({ recipients: 1, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  return { team, id, hint: only(team.hints.drainChunks()) }
}

describe('a claim', () => {
  test('outlives the function that made it by a minute, so that no living sender’s is taken for lost', async () => {
    const { team, id, hint } = await hinted()
    await team.sendChunk(hint, () => 60_000)
    const { claimedAt, leaseUntil } = bestAttempt(only(await deliveriesOf(team, id, 'advance-1')))
    expect(fromStored(leaseUntil).diff(fromStored(claimedAt)).as('seconds')).toBe(60 + 60)
  })

  test('is made with five seconds left, and not with less', async () => {
    const { team, id, hint } = await hinted()
    await team.sendChunk(hint, () => 4_999)
    expect(await deliveriesOf(team, id, 'advance-1')).toEqual([])
    await team.sendChunk(hint, () => 5_000)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 1 })
  })

  test.each([
    [{ outcome: 'not-sent', code: 'Throttling' } as const, 'planned Throttling'],
    [{ outcome: 'refused', code: 'MessageRejected' } as const, 'blocked ses-MessageRejected'],
    ['taken-but-unknown' as const, 'uncertain ECONNRESET'],
    ['accepted' as const, 'accepted'],
  ])('becomes what SES answered, with its code: %j', async (answer, shown) => {
    const { team, id, hint } = await hinted()
    team.mail.answer(answer)
    await team.sendChunk(hint, () => 60_000)
    expect(await shownOf(team, id)).toEqual([shown])
  })

  test('that meets a halt before the call is given back, and says why', async () => {
    const { team, id, hint } = await hinted()
    const fences = { ...team.sending.fences }
    let looks = 0
    team.sending.fences.look = async (...of) => {
      if (++looks === 2) await team.steering.halt(ada, id, 'a doubt')
      return fences.look(...of)
    }
    await team.sendChunk(hint, () => 60_000)
    expect(team.mail.taken).toEqual([])
    expect(await shownOf(team, id)).toEqual(['planned halted'])
    expect((await stored(team, id)).state).toBe('embargoed')
  })
})
