import { expect, test } from 'vitest'
import type { Cause } from '../../../core/delivery/alarm.ts'
import { NoticeId } from '../../../core/shared/ids.ts'
import { makeRaiseAlarm } from '../../../core/usecases/raise-alarm.ts'
import { campaignId } from '../../contracts/sample.ts'
import { memoryAlarms } from '../../fakes/alarms.ts'
import { manualClock } from '../../fakes/clock.ts'
import { memoryLog } from '../../fakes/log.ts'
import { START } from './team.ts'

const notice = NoticeId.parse('advance-1')

test.each<[string, { cause: Cause; count?: number; facts: object }]>([
  ['the machine', { cause: { code: 'table-restored' }, facts: { code: 'table-restored' } }],
  ['a campaign', { cause: { code: 'not-disclosed', campaign: campaignId }, facts: { code: 'not-disclosed', campaign: campaignId } }],
  [
    'a notice, and how many it concerns',
    {
      cause: { code: 'blocked', campaign: campaignId, notice },
      count: 2,
      facts: { code: 'blocked', campaign: campaignId, notice, count: 2 },
    },
  ],
])('an alarm of %s is one line in the log, which says so and nothing else', async (_, { cause, count, facts }) => {
  const log = memoryLog()
  const raise = makeRaiseAlarm({ alarms: memoryAlarms(), clock: manualClock(START), log })
  await raise(cause, count)
  await raise(cause, count)
  expect(log.events).toStrictEqual([{ level: 'error', event: 'alarm.raised', facts }])
})
