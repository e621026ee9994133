import { describe, expect, test } from 'vitest'
import { EMPTY_AUDIENCE } from '../../../core/campaign/audience.ts'
import { alarmDeliveryKey } from '../../../core/delivery/alarm.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { NoticeId } from '../../../core/shared/ids.ts'
import { makeRound } from '../../../core/usecases/make-round.ts'
import { makeQueueChunk } from '../../../core/usecases/queue-chunk.ts'
import { AlarmBoard } from '../../../core/usecases/raise-alarm.ts'
import { makeSendChunk } from '../../../core/usecases/send-chunk.ts'
import { makeTakeFeedback } from '../../../core/usecases/take-feedback.ts'
import { attempt, deliveryTo } from '../../contracts/sample.ts'
import { policy } from '../notice/sample.ts'
import {
  ada,
  addRecipient,
  advance,
  alarmMailsOf,
  alarmsOf,
  changed,
  countsOf,
  eventOf,
  makeTeam,
  noticeOf,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'
import {
  away,
  deliveriesOf,
  destinationsOf,
  failingOnce,
  hear,
  only,
  pass,
  reopen,
  sentOne,
  shownOf,
  standing,
  takenOf,
  tickOnce,
} from './trouble.ts'

const FIRST = 'security@org1.example'
const NOTICE = NoticeId.parse('advance-1')
const SECOND = 'second@org1.example'

describe('what stays unclear', () => {
  test('raises an alarm fifteen minutes after it became uncertain, and not before', async () => {
    const { team } = await sentOne('taken-but-unknown')
    await pass(team, 8)
    expect(await standing(team)).toEqual([])
    await pass(team, 5)
    expect(await standing(team)).toEqual(['uncertain advance-1'])
  })
  test('raises an alarm when SES has not said for four hours what became of it', async () => {
    const { team } = await sentOne()
    await pass(team, 3 * 60 + 50)
    expect(await standing(team)).toEqual([])
    await pass(team, 30)
    expect(await standing(team)).toEqual(['unconfirmed advance-1'])
  })
  test.each(['taken-but-unknown', 'accepted'] as const)('clears its alarm when the event comes after all: %s', async (answer) => {
    const { team } = await sentOne(answer)
    await pass(team, 5 * 60)
    expect(await standing(team)).toHaveLength(1)
    await hear(team, only(takenOf(team, 'advance-1')), 'Delivery')
    await pass(team, 15)
    expect(await standing(team)).toEqual([])
    expect(alarmMailsOf(team)).toHaveLength(1)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
  })
  test('is found in what a dead sender had claimed, when its lease has run out, and is not sent again', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const dying = makeSendChunk({ ...team.sending, writeMail: async () => new Promise(() => undefined) })
    void dying(only(team.hints.drainChunks()), () => 60_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(await shownOf(team, id)).toEqual(['claimed'])
    await pass(team, 2)
    expect(await shownOf(team, id)).toEqual(['uncertain lease-ran-out'])
    await pass(team, 30)
    expect(await standing(team)).toEqual(['uncertain advance-1'])
    expect(destinationsOf(team, 'advance-1')).toEqual([])
  })
  test('stands in one alarm for a notice, however many it concerns, and a second notice has its own', async () => {
    const team = await makeTeam({ recipients: 60 })
    await scheduled(team)
    toLead(team)
    await run(team, { deliver: false })
    await pass(team, 5 * 60)
    expect(alarmsOf(team)).toEqual(['unconfirmed', 'unconfirmed'])
    expect(await standing(team)).toEqual(['unconfirmed advance-1', 'unconfirmed reporter-date-1'])
  })
  test('is no alarm any more after fourteen days: nobody waits for an event that long', async () => {
    const { team } = await sentOne()
    await pass(team, 5 * 60)
    advance(team, { days: 14 })
    await run(team, { ticks: 3, deliver: false })
    expect((await standing(team)).filter((name) => name.endsWith('advance-1'))).toEqual([])
  })
})

describe('a bounce', () => {
  test('of who has one contact raises its alarm at once, and stays', async () => {
    const { team, id } = await sentOne()
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    expect(alarmsOf(team)).toEqual(['bounced'])
    await pass(team, 60)
    expect(await standing(team)).toEqual(['bounced advance-1'])
    expect(await shownOf(team, id)).toEqual(['bounced bounce-permanent-general'])
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
  })
  test('of who has two goes to the second contact, and its alarm clears when that one is told', async () => {
    const { team, id } = await sentOne('accepted', 2)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('released')
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    for (const hint of team.hints.drain()) await team.send(hint, () => 60_000)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, SECOND])
    await tickOnce(team)
    await hear(team, only(takenOf(team, 'advance-1').slice(1)), 'Delivery')
    await pass(team, 15)
    expect(await standing(team)).toEqual([])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 1 })
  })
  test('of both contacts stays an alarm, and nothing goes out a third time', async () => {
    const { team, id } = await sentOne('accepted', 2)
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await tickOnce(team)
    await hear(team, only(takenOf(team, 'advance-1').slice(1)), 'Bounce')
    await pass(team, 60)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, SECOND])
    expect(await standing(team)).toEqual(['bounced advance-1'])
    expect(await countsOf(team, id, 'advance-1')).toEqual({ bounced: 1 })
  })
  test('told twice, and the hint taken by two senders, makes one mail to the second contact', async () => {
    const { team } = await sentOne('accepted', 2)
    const taken = only(takenOf(team, 'advance-1'))
    await Promise.all([hear(team, taken, 'Bounce'), hear(team, taken, 'Bounce')])
    const hints = team.hints.drainChunks()
    await Promise.all([...hints, ...hints].map((hint) => team.send(hint, () => 60_000)))
    await pass(team, 60)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, SECOND])
  })
  test('goes to the second contact when the hint was lost: the round queues it', async () => {
    const { team } = await sentOne('accepted', 2)
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    team.hints.drain()
    await pass(team, 15)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, SECOND])
  })
  test('is heard whole when the first call died after the record: its repeat raises the alarm and queues', async () => {
    const { team } = await sentOne('accepted', 2)
    const event = eventOf(team, only(takenOf(team, 'advance-1')), 'Bounce')
    const queueChunk = makeQueueChunk(team.hints)
    const dying = makeTakeFeedback({ ...team.sending, queueChunk, alarms: failingOnce(team.alarms, 'raise') })
    await expect(dying(event)).rejects.toThrow(away().message)
    expect([alarmsOf(team), team.hints.drain()]).toEqual([[], []])
    expect(await dying(event)).toBe('old')
    expect(alarmsOf(team)).toEqual(['bounced'])
    expect(team.hints.drainChunks()).toHaveLength(1)
  })
  test('is found by the round when its event’s alarm was never raised', async () => {
    const { team } = await sentOne()
    const dying = makeTakeFeedback({ ...team.sending, queueChunk: async () => undefined, alarms: failingOnce(team.alarms, 'raise') })
    await expect(dying(eventOf(team, only(takenOf(team, 'advance-1')), 'Bounce'))).rejects.toThrow(away().message)
    await pass(team, 15)
    expect(await standing(team)).toEqual(['bounced advance-1'])
  })
  test('while its notice is still going out, of a chunk that the sweep has passed, goes to the second contact', async () => {
    const team = await makeTeam({ recipients: 0, reporters: 'none' })
    for (let n = 1; n <= 26; n++) await addRecipient(team.keeper, n, { contacts: [`security@org${n}.example`, `second@org${n}.example`] })
    const { id } = await scheduled(team)
    toLead(team)
    await team.tick()
    const [first] = team.hints.drainChunks()
    if (!first) throw new Error('a hint')
    await team.send(first, () => 60_000)
    await team.tick()
    expect(await team.sweeps.mark(id, first.notice)).toMatchObject({ settled: 1 })
    const [bounced] = takenOf(team, 'advance-1')
    if (!bounced) throw new Error('a mail')
    await hear(team, bounced, 'Bounce')
    team.mail.quotaIs({ daily: 1000, sent: 1000, perSecond: 100 })
    team.hints.drain()
    await pass(team, 16)
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
    expect(destinationsOf(team, 'advance-1')).toHaveLength(26)
    expect(destinationsOf(team, 'advance-1')).toContain(bounced.destination.replace('security', 'second'))
  })
  test('of a superseded notice goes to nobody: the newer one says it all', async () => {
    const { team, id } = await sentOne('accepted', 2)
    const taken = only(takenOf(team, 'advance-1'))
    changed(
      await team.steering.move(ada, await stored(team, id), {
        kind: 'shorten',
        disclosureAt: team.clock.now().plus({ days: 2 }),
        why: 'exploited',
      }),
    )
    await run(team, { ticks: 2, deliver: false })
    await hear(team, taken, 'Bounce')
    await pass(team, 30)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
    expect(destinationsOf(team, 'advance-2')).toEqual([FIRST])
    expect(await shownOf(team, id)).toEqual(['blocked not-in-force'])
  })
  test('of an advance notice once the date has come goes to nobody, and stands in an alarm', async () => {
    const { team, id } = await sentOne('accepted', 2)
    advance(team, { days: 7 })
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await pass(team, 30)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
    expect(await shownOf(team, id)).toEqual(['blocked past-not-after'])
    expect(await standing(team)).toContain('blocked advance-1')
  })
  test('while a halt stands goes to the second contact after it', async () => {
    const { team, id } = await sentOne('accepted', 2)
    await team.steering.halt(ada, id, 'a doubt')
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await pass(team, 30)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
    await team.steering.resume(id)
    await pass(team, 30)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, SECOND])
  })
  test('to a second contact of which SES gave no clear answer is not repeated', async () => {
    const { team, id } = await sentOne('accepted', 2)
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    team.mail.answer('taken-but-unknown')
    await pass(team, 60)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, SECOND])
    expect((await deliveriesOf(team, id, 'advance-1')).map(({ attempts }) => attempts.map(({ state }) => state))).toEqual([
      ['bounced', 'returned', 'uncertain'],
    ])
  })
})

test('a late bounce of a first attempt is no alarm once a resend was delivered', async () => {
  const made = await sentOne('taken-but-unknown', 2)
  const { team, id } = made
  changed(await reopen(made))
  await tickOnce(team)
  const [first, again] = takenOf(team, 'advance-1')
  if (!first || !again) throw new Error('two mails')
  await hear(team, again, 'Delivery')
  await hear(team, first, 'Bounce')
  await pass(team, 30)
  expect(alarmsOf(team)).toEqual([])
  expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, FIRST])
  expect(await countsOf(team, id, 'advance-1')).toEqual({ delivered: 1 })
})

describe('a round over more chunks than a tick looks at', () => {
  async function longRound() {
    const { team, id } = await sentOne()
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await tickOnce(team)
    await team.alarms.clear({ code: 'bounced', campaign: id, notice: NOTICE })
    const index = { ...EMPTY_AUDIENCE, chunks: Array.from({ length: 61 }, () => ({ digest: digestOfBytes('a chunk'), members: 1 })) }
    const round = makeRound({ ...team, documents: { audience: async () => index }, queueChunk: makeQueueChunk(team.hints), policy })
    const goOn = async () => {
      team.clock.advance({ minutes: 15 })
      const campaign = await stored(team, id)
      await round({ campaign, notice: noticeOf(campaign, 'advance-1'), board: new AlarmBoard(team, await team.alarms.standing()) })
    }
    return { team, id, goOn }
  }
  test('raises what it finds at once, and does not wait for its end', async () => {
    const { team, id, goOn } = await longRound()
    await goOn()
    expect(await team.sweeps.round(id, NOTICE)).toMatchObject({ next: 60, found: ['bounced'] })
    expect(await standing(team)).toEqual(['bounced advance-1'])
  })
  test('clears nothing before its end, and keeps what it found in an earlier part', async () => {
    const { team, id, goOn } = await longRound()
    await team.alarms.raise({ code: 'blocked', campaign: id, notice: NOTICE }, team.clock.now())
    const mailed = alarmDeliveryKey({ code: 'blocked', campaign: id, notice: NOTICE }, 1)
    await team.ledger.create(deliveryTo('team', { key: mailed, attempts: [{ ...attempt, state: 'delivered' }] }))
    await goOn()
    expect(await standing(team)).toEqual(['blocked advance-1', 'bounced advance-1'])
    await goOn()
    expect(await standing(team)).toEqual(['bounced advance-1'])
    expect(await team.sweeps.round(id, NOTICE)).toMatchObject({ next: 0, found: [] })
  })
})

describe('what else came to nothing', () => {
  test.each([
    ['Complaint', 'complained', { complained: 1 }],
    ['Reject', 'rejected', { rejected: 1 }],
  ] as const)('raises its alarm at once: %s', async (type, code, counts) => {
    const { team, id } = await sentOne('accepted', 2)
    await hear(team, only(takenOf(team, 'advance-1')), type)
    expect(alarmsOf(team)).toEqual([code])
    await pass(team, 30)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST])
    expect(await countsOf(team, id, 'advance-1')).toEqual(counts)
  })
  test('a suppressed first contact is no end: the second is tried', async () => {
    const { team } = await sentOne('accepted', 2)
    const event = eventOf(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await team.feedback({ ...event, bounce: { type: 'Permanent', subType: 'OnAccountSuppressionList' } })
    expect(alarmsOf(team)).toEqual(['suppressed'])
    await tickOnce(team)
    expect(destinationsOf(team, 'advance-1')).toEqual([FIRST, SECOND])
  })
})
