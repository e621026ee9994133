import { describe, expect, test } from 'vitest'
import { alarmDeliveryKey } from '../../../core/delivery/alarm.ts'
import { deliveryIdOf } from '../../../core/delivery/attempts.ts'
import type { FeedbackEvent } from '../../../core/delivery/feedback-event.ts'
import { away, hear, logged, only, sentOne, shownOf, standing, takenOf } from './trouble.ts'
import { eventOf, makeTeam, run, scheduled, toLead } from './team.ts'
import { makeRaiseAlarm, orLog } from '../../../core/usecases/raise-alarm.ts'

const sent = async (contacts: 1 | 2 = 1) => {
  const made = await sentOne('accepted', contacts)
  return { ...made, taken: only(takenOf(made.team, 'advance-1')) }
}

describe('what is heard of a mail', () => {
  test.each<[FeedbackEvent['type'], string, readonly string[]]>([
    ['Send', 'accepted', []],
    ['Delivery', 'delivered', []],
    ['DeliveryDelay', 'delayed', []],
    ['Complaint', 'complained', ['complained advance-1']],
    ['Reject', 'rejected', ['rejected advance-1']],
    ['Bounce', 'bounced bounce-permanent-general', ['bounced advance-1']],
  ])('a %s leaves it %s', async (type, shown, alarms) => {
    const { team, id, taken } = await sent()
    await hear(team, taken, type)
    expect(await shownOf(team, id)).toEqual([shown])
    expect(await standing(team)).toEqual(alarms)
    expect(logged(team, 'alarm.raised').map(({ facts }) => facts['count'])).toEqual(alarms.map(() => 1))
  })

  test.each(['Suppressed', 'OnAccountSuppressionList'])('a bounce that SES did not try is a suppression: %s', async (subType) => {
    const { team, id, taken } = await sent()
    await team.feedback({ ...eventOf(team, taken, 'Bounce'), bounce: { type: 'Permanent', subType } })
    expect(await shownOf(team, id)).toEqual([`suppressed bounce-permanent-${subType.toLowerCase()}`])
    expect(await standing(team)).toEqual(['suppressed advance-1'])
  })

  test('a bounce queues the second contact, where there is one, and nothing otherwise', async () => {
    const [one, two] = [await sent(), await sent(2)]
    for (const { team, taken } of [one, two]) {
      team.hints.drain()
      await hear(team, taken, 'Bounce')
    }
    expect(one.team.hints.drain()).toEqual([])
    const hint = { schema: 'chunk-hint/1', campaign: two.id, notice: 'advance-1', chunk: 2, everyMillis: 1000 }
    expect(two.team.hints.drain().map((queued) => ('hint' in queued ? queued.hint : queued))).toEqual([hint])
  })

  test('a bounce of the first contact is no alarm once the second was told', async () => {
    const { team, taken } = await sent(2)
    await hear(team, taken, 'Bounce')
    expect(await standing(team)).toEqual(['bounced advance-1'])
    await team.alarms.clear({ code: 'bounced', campaign: taken.tags.campaign as never, notice: taken.tags.notice as never })
    await run(team, { ticks: 2, deliver: false })
    const second = takenOf(team, 'advance-1')[1]
    if (!second) throw new Error('a second mail')
    await hear(team, second, 'Delivery')
    await hear(team, taken, 'Bounce')
    expect(await standing(team)).toEqual([])
  })

  test('an event of an attempt that nobody made raises an alarm of its campaign', async () => {
    const { team, taken, id } = await sent()
    expect(await team.feedback({ ...eventOf(team, taken, 'Delivery'), attempt: 7 })).toBe('unknown-delivery')
    expect((await team.alarms.standing()).map(({ cause }) => cause)).toEqual([{ code: 'unknown-delivery', campaign: id }])
  })

  test('an alarm’s own mail that bounces makes no other mail, and a line in the log', async () => {
    const { team, taken, id } = await sent()
    await hear(team, taken, 'Bounce')
    await run(team, { ticks: 1, deliver: false })
    const key = alarmDeliveryKey({ code: 'bounced', campaign: id, notice: taken.tags.notice as never }, 1)
    const alarm = only(team.mail.taken.filter(({ tags }) => tags.delivery === deliveryIdOf(key)))
    await hear(team, alarm, 'Bounce')
    expect(await standing(team)).toEqual(['bounced advance-1'])
    expect(logged(team, 'alarm.raised').at(-1)).toMatchObject({ level: 'error', facts: { code: 'bounced', notice: key.notice } })
  })
})

describe('an alarm', () => {
  test('that stands is no second line in the log', async () => {
    const team = await makeTeam({ recipients: 0 })
    const raise = makeRaiseAlarm(team)
    await raise({ code: 'too-slow' })
    await raise({ code: 'too-slow' }, 3)
    expect(logged(team, 'alarm.raised')).toEqual([{ level: 'error', event: 'alarm.raised', facts: { code: 'too-slow' } }])
  })

  test('that cannot be raised keeps nobody from going on, and is told in the log by codes alone', async () => {
    const team = await makeTeam({ recipients: 1 })
    const { id } = await scheduled(team)
    toLead(team)
    const raise = orLog(makeRaiseAlarm({ ...team, alarms: { ...team.alarms, raise: async () => Promise.reject(away()) } }), team.log)
    await raise({ code: 'too-slow', campaign: id })
    expect(logged(team, 'alarm.not-raised')).toEqual([
      { level: 'error', event: 'alarm.not-raised', facts: { code: 'too-slow', campaign: id, fault: 'STORE_UNAVAILABLE' } },
    ])
  })
})
