import { describe, expect, test } from 'vitest'
import { Fault } from '../../../core/shared/fault.ts'
import { NoticeId } from '../../../core/shared/ids.ts'
import { makeVerifyCampaign } from '../../../core/usecases/verify-campaign.ts'
import { attempt, deliveryTo } from '../../contracts/sample.ts'
import { changed, makeTeam, run, scheduled, stored, toLead } from './team.ts'
import { away, deliveriesOf, hear, pass, reopen, sentOne, takenOf, only } from './trouble.ts'

async function told() {
  const team = await makeTeam({ recipients: 30 })
  const { id } = await scheduled(team)
  toLead(team)
  await run(team)
  return { team, id, verify: async () => team.verify(await stored(team, id)) }
}

describe('a verification', () => {
  test('of a campaign that went well is sound, and says how many it counted', async () => {
    const { team, id, verify } = await told()
    const { version } = await stored(team, id)
    expect(await verify()).toEqual({
      isSound: true,
      history: { chain: 'whole', entries: version },
      notices: [
        { notice: 'advance-1', members: 30, accounted: 30, missing: 0, strangers: 0, twice: 0 },
        { notice: 'reporter-date-1', members: 1, accounted: 1, missing: 0, strangers: 0, twice: 0 },
      ],
    })
  })
  test('counts nothing of notices that have not gone out', async () => {
    const team = await makeTeam({ recipients: 1 })
    const { id } = await scheduled(team)
    expect(await team.verify(await stored(team, id))).toMatchObject({ isSound: true, notices: [] })
  })
  test('misses nobody of a notice that is still going out', async () => {
    const team = await makeTeam({ recipients: 30, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const [first] = team.hints.drainChunks()
    if (!first) throw new Error('a hint')
    await team.send(first, () => 60_000)
    expect(await team.verify(await stored(team, id))).toMatchObject({
      isSound: true,
      notices: [{ members: 30, accounted: 25, missing: 0 }],
    })
  })
  test('misses nobody who is on their way again', async () => {
    const resent = await sentOne('taken-but-unknown')
    await pass(resent.team, 2)
    changed(await reopen(resent))
    expect(await resent.team.verify(await stored(resent.team, resent.id))).toMatchObject({
      isSound: true,
      notices: [{ members: 1, accounted: 0, missing: 0 }],
    })
  })
  test('finds who is missing from the ledger of a released notice', async () => {
    const { team, verify } = await told()
    const deliveries = team.table.items('deliveries')
    const gone = [...deliveries.keys()].find((key) => key.includes('advance-1'))
    deliveries.delete(gone ?? '')
    expect(await verify()).toMatchObject({ isSound: false, notices: [{ accounted: 29, missing: 1, strangers: 0 }, {}] })
  })
  test('finds who is in it and is no member', async () => {
    const { team, id, verify } = await told()
    const stranger = deliveryTo('ff'.repeat(16), { attempts: [{ ...attempt, state: 'delivered' }] })
    await team.ledger.create({ ...stranger, key: { ...stranger.key, campaign: id, notice: NoticeId.parse('advance-1'), chunk: 2 } })
    expect(await verify()).toMatchObject({ isSound: false, notices: [{ accounted: 30, missing: 0, strangers: 1 }, {}] })
  })
  test('finds whom SES took it for twice without anybody’s word', async () => {
    const { team, id, verify } = await told()
    const [delivery] = await deliveriesOf(team, id, 'advance-1')
    if (!delivery) throw new Error('a delivery')
    const [first] = delivery.attempts
    if (!first) throw new Error('an attempt')
    const attempts = [first, { ...first, number: 2, claim: 'another', sesId: 'ses-x' }]
    await team.ledger.update({ ...delivery, revision: delivery.revision + 1, attempts })
    expect(await verify()).toMatchObject({ isSound: false, notices: [{ twice: 1 }, {}] })
  })
  test('does not count a resend or a second contact as twice', async () => {
    const resent = await sentOne('taken-but-unknown')
    changed(await reopen(resent))
    await run(resent.team, { ticks: 2 })
    expect(await resent.team.verify(await stored(resent.team, resent.id))).toMatchObject({
      isSound: true,
      notices: [{ twice: 0, accounted: 1 }],
    })
    const bounced = await sentOne('accepted', 2)
    await hear(bounced.team, only(takenOf(bounced.team, 'advance-1')), 'Bounce')
    await pass(bounced.team, 16)
    expect(takenOf(bounced.team, 'advance-1')).toHaveLength(2)
    expect(await bounced.team.verify(await stored(bounced.team, bounced.id))).toMatchObject({ isSound: true, notices: [{ twice: 0 }] })
  })
  test('finds a history with a gap, and one whose chain is broken, and throws when it cannot look', async () => {
    const { team, id } = await told()
    const campaign = await stored(team, id)
    const withHistory = (history: typeof team.campaigns.history) =>
      makeVerifyCampaign({ ...team, campaigns: { ...team.campaigns, history } })(campaign)
    const whole = await team.campaigns.history(id)
    expect(await withHistory(async () => whole.slice(1))).toMatchObject({ isSound: false, history: { chain: 'broken' } })
    const swapped = new Fault('ITEM_SWAPPED', 'the history has a foreign entry', { retry: 'never' })
    expect(await withHistory(() => Promise.reject(swapped))).toMatchObject({ isSound: false, history: { chain: 'broken', entries: 0 } })
    await expect(withHistory(() => Promise.reject(away()))).rejects.toThrow(away().message)
  })
})
