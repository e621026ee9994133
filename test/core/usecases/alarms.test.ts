import { describe, expect, test } from 'vitest'
import { makeSendAlarm } from '../../../core/usecases/send-alarm.ts'
import { makeTakeFeedback } from '../../../core/usecases/take-feedback.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { policy } from '../notice/sample.ts'
import {
  ada,
  addRecipient,
  advance,
  alarmMailsOf,
  alarmsOf,
  changed,
  eventOf,
  makeTeam,
  noticeOf,
  read,
  run,
  scheduled,
  stored,
  toLead,
} from './team.ts'
import { deliveriesOf, destinationsOf, hear, logged, only, pass, sentOne, standing, takenOf, tickOnce } from './trouble.ts'

const REFUSED = { outcome: 'refused', code: 'MessageRejected' } as const
const CONTACT = 'security@consoleme.example'

/** A campaign whose only notice SES refused. */
async function held() {
  const made = await sentOne(REFUSED)
  expect(noticeOf(await stored(made.team, made.id), 'advance-1').state).toBe('held')
  return made
}

describe('an alarm', () => {
  test('is raised once for a cause, however many ticks find it, and mailed once', async () => {
    const { team } = await held()
    await run(team, { ticks: 5, deliver: false })
    expect(alarmsOf(team).filter((code) => code === 'notice-held')).toHaveLength(1)
    expect(await standing(team)).toContain('notice-held advance-1')
    expect(destinationsOf(team, 'alarm-notice-held-on-advance-1')).toEqual([CONTACT])
  })
  test('says what it is about in ids alone', async () => {
    const { team, id } = await held()
    const { subject, text } = await read(only(takenOf(team, 'alarm-notice-held-on-advance-1')).raw)
    expect(subject).toBe(`[FOREWARN] notice-held ${id}`)
    expect(text).toContain(`./forewarn campaign resume ${id} --notice advance-1`)
    expect(text).not.toMatch(/ADV-2026|org1|Organisation/)
  })
  test('is cleared when its cause is gone, and raised, counted and mailed again when it comes back', async () => {
    const { team, id } = await held()
    const unhold = async () =>
      changed(
        await team.steering.unhold(ada, await stored(team, id), {
          notice: noticeOf(await stored(team, id), 'advance-1').id,
          why: 'mended',
        }),
      )
    await unhold()
    team.mail.answer(REFUSED)
    await tickOnce(team)
    expect(await standing(team)).not.toContain('notice-held advance-1')
    await run(team, { ticks: 3, deliver: false })
    const [again] = (await team.alarms.standing()).filter(({ cause }) => cause.code === 'notice-held')
    expect(again?.occurrence).toBe(2)
    expect(destinationsOf(team, 'alarm-notice-held-on-advance-1')).toEqual([CONTACT, CONTACT])
    await unhold()
    await run(team, { ticks: 5 })
    expect(await standing(team)).toEqual([])
    expect(destinationsOf(team, 'advance-1')).toEqual(['security@org1.example'])
  })
  test('is raised by the next tick when the clock died between the head’s write and the alarm', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'none' })
    const { id } = await scheduled(team)
    advance(team, { days: 14 })
    const kept = { ...team.alarms }
    team.alarms.raise = () => Promise.reject(new Fault('STORE_UNAVAILABLE', 'the table is away', { retry: 'later' }))
    await expect(team.tick()).rejects.toThrow('the table is away')
    expect((await stored(team, id)).state).toBe('due')
    expect(await standing(team)).toEqual([])
    Object.assign(team.alarms, kept)
    await run(team, { ticks: 2, deliver: false })
    expect(alarmsOf(team)).toContain('nobody-was-told')
    expect(alarmMailsOf(team)).toContain(`alarm-nobody-was-told-1 → ${CONTACT}`)
  })
  test('is raised for a notice whose audience cannot be read any more, and the others of its campaign go out', async () => {
    const team = await makeTeam({ recipients: 1, reporters: 'mail' })
    const { id } = await scheduled(team)
    toLead(team)
    const broken = new Fault('DIGEST_MISMATCH', 'the index is not what was approved', { retry: 'never' })
    Object.assign(team.documents, { audience: () => Promise.reject(broken) })
    const failures: unknown[] = []
    for (let ticks = 0; ticks < 3; ticks++) {
      await team.tick().catch((error: unknown) => failures.push(error))
      for (const hint of team.hints.drain()) await team.send(hint, () => 60_000)
    }
    expect(failures).toEqual([broken])
    expect(noticeOf(await stored(team, id), 'advance-1')).toMatchObject({ state: 'held', because: 'pin-broken-digest-mismatch' })
    expect(destinationsOf(team, 'alarm-notice-held-on-advance-1')).toEqual([CONTACT])
    expect(destinationsOf(team, 'reporter-date-1')).toHaveLength(1)
  })
  test('of the pace stays when SES does not say its quota, and is not mailed again', async () => {
    const team = await makeTeam({ recipients: 30, reporters: 'none' })
    await scheduled(team)
    toLead(team)
    team.mail.quotaIs({ daily: 30, sent: 30, perSecond: 10 })
    await run(team, { ticks: 2 })
    expect(await standing(team)).toContain('quota-reached advance-1')
    const mail = { ...team.mail }
    Object.assign(team.mail, { quota: () => Promise.reject(new Fault('MAIL_UNAVAILABLE', 'SES is away', { retry: 'later' })) })
    await expect(team.tick()).rejects.toThrow('SES is away')
    expect(await standing(team)).toContain('quota-reached advance-1')
    Object.assign(team.mail, mail)
    await run(team, { ticks: 2 })
    expect(destinationsOf(team, 'alarm-quota-reached-on-advance-1')).toHaveLength(1)
  })
  test('is raised while SES does not say its quota', async () => {
    const team = await makeTeam()
    await scheduled(team)
    advance(team, { days: 15 })
    Object.assign(team.mail, { quota: () => Promise.reject(new Fault('MAIL_UNAVAILABLE', 'SES is away', { retry: 'later' })) })
    await expect(team.tick()).rejects.toThrow('SES is away')
    expect(alarmsOf(team)).toContain('nobody-was-told')
  })

  test('is raised for a held notice of a campaign of which nothing else is watched any more', async () => {
    const { team, id } = await sentOne()
    await run(team, { ticks: 2 })
    advance(team, { days: 15 })
    changed(await team.steering.withdraw(ada, await stored(team, id), 'it was no vulnerability'))
    await team.tick()
    const { notice } = only(team.hints.drainChunks())
    await team.troubles.report(id, notice, 'pin-broken-item-missing')
    await run(team, { ticks: 4, deliver: false })
    expect(noticeOf(await stored(team, id), 'withdrawn-1').state).toBe('held')
    expect(await standing(team)).toContain('notice-held withdrawn-1')
  })
  test('whose cause is gone before its mail went stands until it has gone', async () => {
    const { team } = await sentOne('accepted', 2)
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    team.mail.answer('accepted', ...Array.from({ length: 3 }, () => ({ outcome: 'not-sent' as const, code: 'Throttling' })))
    await tickOnce(team)
    expect(destinationsOf(team, 'advance-1')).toEqual(['security@org1.example', 'second@org1.example'])
    await hear(team, only(takenOf(team, 'advance-1').slice(1)), 'Delivery')
    await pass(team, 15)
    expect(await standing(team)).toEqual(['bounced advance-1'])
    await pass(team, 15)
    expect(destinationsOf(team, 'alarm-bounced-on-advance-1')).toEqual([CONTACT])
    await pass(team, 15)
    expect(await standing(team)).toEqual([])
  })
  test('is mailed under a halt', async () => {
    const { team, id } = await sentOne()
    await team.steering.halt(ada, 'ALL', 'a doubt')
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await run(team, { ticks: 2, deliver: false })
    expect(destinationsOf(team, 'alarm-bounced-on-advance-1')).toEqual([CONTACT])
    expect((await deliveriesOf(team, id, 'alarm-bounced-on-advance-1')).length).toBe(1)
  })
})

describe('the mail of an alarm', () => {
  test('that SES throttles goes back and goes out once, later', async () => {
    const { team } = await held()
    const again = await makeTeam({ recipients: 1, reporters: 'none' })
    await scheduled(again)
    toLead(again)
    again.mail.answer(REFUSED, { outcome: 'not-sent', code: 'Throttling' }, { outcome: 'not-sent', code: 'Throttling' })
    await run(again, { ticks: 6, deliver: false })
    expect(alarmMailsOf(again)).toEqual(alarmMailsOf(team))
    expect(alarmMailsOf(again)).toHaveLength(2)
  })
  test('of which SES gave no clear answer is not sent again', async () => {
    const { team } = await sentOne()
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    team.mail.answer('taken-but-unknown')
    await run(team, { ticks: 5, deliver: false })
    expect(destinationsOf(team, 'alarm-bounced-on-advance-1')).toHaveLength(1)
  })
  test('goes once when two senders have the same hint, and when a hint comes late', async () => {
    const { team } = await sentOne()
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await team.tick()
    const hints = team.hints.drain().filter(({ schema }) => schema === 'alarm-hint/1')
    await Promise.all([...hints, ...hints].map((hint) => team.send(hint, () => 60_000)))
    for (const hint of hints) await team.send(hint, () => 60_000)
    expect(destinationsOf(team, 'alarm-bounced-on-advance-1')).toHaveLength(1)
  })
  test('whose sender died is uncertain when its lease ran out, and not sent again', async () => {
    const { team, id } = await sentOne()
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await team.tick()
    const dying = makeSendAlarm({
      ...team.sending,
      policy,
      compose: async () => new Uint8Array([1]),
      mail: { ...team.mail, batch: () => Promise.reject(new Error('killed')) },
    })
    const hint = only(team.hints.drain().filter((hint) => hint.schema === 'alarm-hint/1'))
    await expect(dying(hint)).rejects.toThrow('killed')
    await run(team, { ticks: 4, deliver: false })
    expect(destinationsOf(team, 'alarm-bounced-on-advance-1')).toEqual([])
    expect(only(await deliveriesOf(team, id, 'alarm-bounced-on-advance-1')).attempts).toMatchObject([
      { state: 'uncertain', reason: 'lease-ran-out' },
    ])
  })
  test('that cannot be composed claims nothing', async () => {
    const { team, id } = await sentOne()
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    await team.tick()
    const broken = makeSendAlarm({ ...team.sending, policy, compose: () => Promise.reject(new Error('no line')) })
    await expect(broken(only(team.hints.drain().filter((hint) => hint.schema === 'alarm-hint/1')))).rejects.toThrow('no line')
    expect(await deliveriesOf(team, id, 'alarm-bounced-on-advance-1')).toEqual([])
  })
  test('that bounces is no cause of another mail to the same mailbox', async () => {
    const { team } = await sentOne()
    await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
    for (let round = 0; round < 4; round++) {
      await run(team, { ticks: 1, deliver: false })
      for (const taken of team.mail.taken) await team.feedback(eventOf(team, taken, 'Bounce'))
    }
    expect(alarmMailsOf(team)).toEqual([`alarm-bounced-on-advance-1 → ${CONTACT}`])
    expect(logged(team, 'alarm.raised').map(({ facts }) => facts['notice'])).toContain('alarm-bounced-on-advance-1')
  })
})

describe('an event of a mail that the ledger does not know', () => {
  test('raises an alarm that stands for a day, whatever else is over', async () => {
    const { team, id } = await sentOne()
    const taken = only(takenOf(team, 'advance-1'))
    await hear(team, taken, 'Delivery')
    expect(await team.feedback(eventOf(team, { ...taken, tags: { ...taken.tags, attempt: '7' } }, 'Bounce'))).toBe('unknown-delivery')
    await hear(team, { ...taken, sesId: 'forged' }, 'Bounce')
    expect(alarmsOf(team)).toEqual(['unknown-delivery'])
    await pass(team, 23 * 60)
    expect(await standing(team)).toEqual(['unknown-delivery'])
    await pass(team, 61)
    expect(await standing(team)).toEqual([])
    expect(alarmMailsOf(team)).toEqual([`alarm-unknown-delivery-1 → ${CONTACT}`])
    expect((await deliveriesOf(team, id, 'advance-1')).map(({ attempts }) => attempts.length)).toEqual([1])
  })
  test('is tried again when the alarm could not be written', async () => {
    const { team } = await sentOne()
    const alarms = { ...team.alarms, raise: () => Promise.reject(new Fault('STORE_UNAVAILABLE', 'the table is away', { retry: 'later' })) }
    const feedback = makeTakeFeedback({ ...team.sending, alarms, queueChunk: async () => undefined })
    const taken = only(takenOf(team, 'advance-1'))
    await expect(feedback(eventOf(team, { ...taken, sesId: 'forged' }, 'Bounce'))).rejects.toThrow('the table is away')
  })
})

test('a campaign whose head cannot be read does not keep the others from their time, nor from their alarms', async () => {
  const team = await makeTeam({ recipients: 1, reporters: 'none' })
  const broken = await scheduled(team)
  const { id } = await scheduled({ ...team, advisory: { ...team.advisory, id: 'ADV-2026-0008' } })
  toLead(team)
  const fences = { ...team.sending.fences }
  team.sending.fences.look = (campaign, recipient) =>
    campaign === broken.id
      ? Promise.reject(new Fault('ITEM_MALFORMED', 'a stored item is malformed', { retry: 'never' }))
      : fences.look(campaign, recipient)
  await addRecipient(team.keeper, 2)
  await expect(team.tick()).rejects.toThrow('malformed')
  for (const hint of team.hints.drain()) await team.send(hint, () => 60_000)
  await hear(team, only(takenOf(team, 'advance-1')), 'Bounce')
  await expect(team.tick()).rejects.toThrow('malformed')
  for (const hint of team.hints.drain()) await team.send(hint, () => 60_000)
  expect((await stored(team, id)).state).toBe('embargoed')
  expect((await stored(team, broken.id)).state).toBe('scheduled')
  expect(destinationsOf(team, 'alarm-bounced-on-advance-1')).toEqual([CONTACT])
})
