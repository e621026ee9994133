import { describe, expect, test } from 'vitest'
import { makeSendChunk } from '../../../core/usecases/send-chunk.ts'
import { Purse } from '../../../core/usecases/purse.ts'
import { memorySweeps } from '../../fakes/sweeps.ts'
import { manualClock } from '../../fakes/clock.ts'
import type { QueuedHint } from '../../../core/delivery/ports.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { START, ada, alarmMailsOf, countsOf, expectOnceEach, makeTeam, noticeOf, run, scheduled, stored, toLead } from './team.ts'
import { destinationsOf, only, standing } from './trouble.ts'

/** A campaign of so many recipients, just before its release. */
async function ready(recipients: number, options: { inDays?: number } = {}) {
  const team = await makeTeam({ recipients, reporters: 'none' })
  const { id } = await scheduled(team, options)
  toLead(team, options)
  const queued: QueuedHint[] = []
  const hints = { ...team.hints }
  team.hints.put = async (more) => {
    queued.push(...more)
    await hints.put(more)
  }
  return { team, id, queued }
}

const delays = (queued: readonly QueuedHint[]) =>
  queued
    .filter(({ hint }) => hint.schema === 'chunk-hint/1')
    .map(({ hint, delaySeconds }) => ({ delaySeconds, ...('everyMillis' in hint ? { everyMillis: hint.everyMillis } : {}) }))

describe('the pace', () => {
  test('spreads hints over the time that the account’s rate needs, and tells each sender its own', async () => {
    const { team, queued } = await ready(60)
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 1 })
    await team.tick()
    expect(delays(queued)).toEqual([
      { delaySeconds: 0, everyMillis: 1000 },
      { delaySeconds: 25, everyMillis: 1000 },
      { delaySeconds: 50, everyMillis: 1000 },
    ])
  })
  test('queues no more than a tick’s worth, and the rest with the next one', async () => {
    const { team, queued } = await ready(110)
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 1 })
    await team.tick()
    expect(delays(queued)).toHaveLength(2)
    team.clock.advance({ seconds: 60 })
    await team.tick()
    expect(delays(queued)).toHaveLength(5)
    await run(team, { ticks: 8 })
    expectOnceEach(team, 'advance-1', 110)
  })
  test('is one for all campaigns that go out at the same time', async () => {
    const { team, queued } = await ready(30)
    await scheduled({ ...team, advisory: { ...team.advisory, id: 'ADV-2026-0008' } }, { inDays: 6 })
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 1 })
    await team.tick()
    expect(delays(queued).map(({ delaySeconds }) => delaySeconds)).toEqual([0, 25, 30, 55])
  })
  test('is kept within a chunk: a sender waits its turn before each mail', async () => {
    const { team } = await ready(4)
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 2 })
    await team.tick()
    const pauses: number[] = []
    const sending = makeSendChunk({ ...team.sending, pause: async (millis) => void pauses.push(millis) })
    await sending(only(team.hints.drainChunks()), () => 60_000)
    expect(pauses).toEqual([500, 1000, 1500])
    expectOnceEach(team, 'advance-1', 4)
  })
  test('counts the time that has passed since the sender began', async () => {
    const { team } = await ready(3)
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 1 })
    await team.tick()
    const pauses: number[] = []
    let left = 60_000
    const sending = makeSendChunk({ ...team.sending, pause: async (millis) => void pauses.push(millis) })
    await sending(only(team.hints.drainChunks()), () => (left -= 100))
    expect(pauses).toHaveLength(2)
    expect(pauses.every((millis, turn) => millis > turn * 1000 && millis < (turn + 1) * 1000)).toBe(true)
  })
  test('stops before the function’s time is over: the rest goes with the next hint', async () => {
    const { team } = await ready(25)
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 1 })
    await team.tick()
    let left = 20_000
    const sending = makeSendChunk({ ...team.sending, pause: async () => void (left -= 1000) })
    await sending(only(team.hints.drainChunks()), () => left)
    expect(destinationsOf(team, 'advance-1').length).toBeGreaterThan(0)
    expect(destinationsOf(team, 'advance-1').length).toBeLessThan(25)
    await run(team, { ticks: 4 })
    expectOnceEach(team, 'advance-1', 25)
  })
})

describe('the quota of a day', () => {
  test('used up raises an alarm, and the notice goes on by itself when there is room, and the alarm clears', async () => {
    const { team, id } = await ready(60)
    team.mail.quotaIs({ daily: 200, sent: 175, perSecond: 10 })
    await run(team, { ticks: 1 })
    team.mail.quotaIs({ daily: 200, sent: 200, perSecond: 10 })
    await run(team, { ticks: 3 })
    expectOnceEach(team, 'advance-1', 25)
    expect(await standing(team)).toEqual(['quota-reached advance-1'])
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
    await run(team, { ticks: 10 })
    expectOnceEach(team, 'advance-1', 25)
    team.mail.quotaIs({ daily: 200, sent: 50, perSecond: 10 })
    await run(team, { ticks: 6 })
    expectOnceEach(team, 'advance-1', 60)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
    expect(await standing(team)).toEqual([])
    expect(alarmMailsOf(team)).toEqual(['alarm-quota-reached-on-advance-1 → security@consoleme.example'])
  })
  test('that SES says in the middle of a chunk lets the rest wait, each once', async () => {
    const { team, id } = await ready(30)
    team.mail.answer(...Array.from({ length: 10 }, () => 'accepted' as const), { outcome: 'not-sent', code: 'Throttling' })
    await run(team, { ticks: 1 })
    team.mail.quotaIs({ daily: 200, sent: 200, perSecond: 10 })
    await run(team, { ticks: 3 })
    expect((await countsOf(team, id, 'advance-1'))?.['planned']).toBeGreaterThan(0)
    team.mail.quotaIs({ daily: 200, sent: 0, perSecond: 10 })
    await run(team, { ticks: 6 })
    expectOnceEach(team, 'advance-1', 30)
  })
  test('is none without a limit', async () => {
    const { team } = await ready(60)
    team.mail.quotaIs({ daily: Number.MAX_SAFE_INTEGER, sent: 90_000, perSecond: 100 })
    await run(team, { ticks: 3 })
    expectOnceEach(team, 'advance-1', 60)
    expect(await standing(team)).toEqual([])
  })
  test.each([
    { daily: 0, sent: 0, perSecond: 10 },
    { daily: 200, sent: 0, perSecond: 0 },
  ])('of an account that may send nothing sends nothing, and says so: %j', async (quota) => {
    const { team, id } = await ready(3)
    team.mail.quotaIs(quota)
    await team.tick()
    expect(team.hints.drainChunks()).toEqual([])
    expect(await standing(team)).toContain('too-slow advance-1')
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
  })
})

describe('a release that would last beyond the date', () => {
  test('raises an alarm, which clears when the account becomes faster', async () => {
    const { team } = await ready(60, { inDays: 7.0005 })
    team.clock.advance({ days: 6, hours: 23, minutes: 59 })
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 0.1 })
    await team.tick()
    expect(await standing(team)).toContain('too-slow advance-1')
  })
  test('because of the quota of a day is seen on the first day', async () => {
    const { team } = await ready(60)
    team.mail.quotaIs({ daily: 5, sent: 0, perSecond: 10 })
    await team.tick()
    expect(await standing(team)).toEqual(['quota-reached advance-1', 'too-slow advance-1'])
    team.mail.quotaIs({ daily: 50_000, sent: 0, perSecond: 100 })
    await run(team, { ticks: 4 })
    expect(await standing(team)).toEqual([])
    expectOnceEach(team, 'advance-1', 60)
  })
  test('is none while a halt stands: nothing goes out at any pace', async () => {
    const { team, id } = await ready(60)
    await team.tick()
    team.hints.drain()
    await team.steering.halt(ada, id, 'a doubt')
    team.mail.quotaIs({ daily: 5, sent: 5, perSecond: 10 })
    await team.tick()
    expect(await standing(team)).toEqual([])
  })
})

describe('the purse', () => {
  const CHUNKS = [25, 25, 25].map((members, chunk) => ({ chunk, members }))
  const quota = { daily: 200, sent: 0, perSecond: 1 }
  function purse(asked: () => Promise<typeof quota> = async () => quota) {
    const sweeps = memorySweeps()
    const clock = manualClock(START)
    return { sweeps, clock, purse: new Purse({ sweeps, mail: { quota: asked }, clock, tickSeconds: 60 }) }
  }

  test('is asked for once a tick, and not at all when nothing goes out', async () => {
    let asked = 0
    const { purse: ours, sweeps } = purse(async () => (asked++, quota))
    await ours.close()
    expect([asked, await sweeps.budget()]).toEqual([0, undefined])
    await Promise.all([ours.buy(CHUNKS, 0), ours.quota(), ours.buy(CHUNKS, 1)])
    await ours.close()
    expect(asked).toBe(1)
  })
  test('pays for a tick’s worth in all, each hint after those before it, and keeps the rest', async () => {
    const { purse: ours, sweeps, clock } = purse()
    expect((await ours.buy(CHUNKS.slice(0, 1), 0)).map(({ delaySeconds }) => delaySeconds)).toEqual([0])
    expect((await ours.buy(CHUNKS, 0)).map(({ delaySeconds }) => delaySeconds)).toEqual([25])
    expect(await ours.buy(CHUNKS, 1)).toEqual([])
    await ours.close()
    expect(await sweeps.budget()).toEqual({ credit: 10, at: clock.now() })
  })
  test('fails when SES does not say the quota, and so nothing is queued', async () => {
    const { purse: ours, sweeps } = purse(() => Promise.reject(new Fault('MAIL_UNAVAILABLE', 'SES is away', { retry: 'later' })))
    await expect(ours.buy(CHUNKS, 0)).rejects.toThrow('SES is away')
    await expect(ours.close()).rejects.toThrow('SES is away')
    expect(await sweeps.budget()).toBeUndefined()
  })
})
