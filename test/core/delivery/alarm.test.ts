import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AlarmCode, AlarmHint, type Cause, alarmDeliveryKey, isAlarmNotice, isSameCause } from '../../../core/delivery/alarm.ts'
import { deliveryIdOf, deliveryKeyOf } from '../../../core/delivery/attempts.ts'
import { NoticeKind } from '../../../core/notice/notice-kind.ts'
import { CampaignId, DeliveryId, NoticeId } from '../../../core/shared/ids.ts'

const anyNotice = fc
  .tuple(fc.constantFrom(...NoticeKind.options), fc.integer({ min: 1, max: 999 }))
  .map((parts) => NoticeId.parse(parts.join('-')))
const anyCampaign = fc.constantFrom('c-4k2m9x7q1d8z5t3w', 'c-0123456789abcdef').map((id) => CampaignId.parse(id))
const code = fc.constantFrom(...AlarmCode.options)
const anyCause: fc.Arbitrary<Cause> = fc.oneof(
  fc.record({ code, campaign: anyCampaign, notice: anyNotice }),
  fc.record({ code, campaign: anyCampaign }),
  fc.record({ code }),
)
/** Often of the same cause: two of a kind hardly ever meet by chance. */
const anyTwo = fc.oneof(
  fc.tuple(anyCause, anyCause),
  anyCause.map((cause) => [cause, { ...cause }] as const),
)
const occurrence = fc.integer({ min: 1, max: 3 })
const anyAlarm = fc.tuple(anyCause, fc.integer({ min: 1, max: 50 }))

describe('the mail of an alarm', () => {
  test('is a delivery of its own for each cause and occurrence, so that each is told once', () => {
    fc.assert(
      fc.property(anyTwo, occurrence, occurrence, ([one, other], first, second) => {
        const isSame = isSameCause(one, other) && first === second
        expect(JSON.stringify(alarmDeliveryKey(one, first)) === JSON.stringify(alarmDeliveryKey(other, second))).toBe(isSame)
      }),
    )
  })

  test('has an id that SES takes for a tag, and that leads back to it', () => {
    fc.assert(
      fc.property(anyAlarm, ([cause, occurrence]) => {
        const key = alarmDeliveryKey(cause, occurrence)
        const id = DeliveryId.parse(deliveryIdOf(key))
        expect(deliveryKeyOf(key.campaign, id)).toEqual(key)
        expect(id).toMatch(/^[\w-]{1,256}$/)
      }),
    )
  })

  test('has a name that no notice of a campaign has', () => {
    fc.assert(fc.property(anyAlarm, ([cause, occurrence]) => isAlarmNotice(alarmDeliveryKey(cause, occurrence).notice)))
    expect(NoticeKind.options.filter((kind) => isAlarmNotice(NoticeId.parse(`${kind}-1`)))).toEqual([])
  })
})

test('a hint at an alarm comes through a queue as it was, and takes nothing more', () => {
  fc.assert(
    fc.property(anyAlarm, ([cause, occurrence]) => {
      const hint: AlarmHint = { schema: 'alarm-hint/1', cause, occurrence }
      expect(AlarmHint.parse(JSON.parse(JSON.stringify(hint)))).toEqual(hint)
      expect(AlarmHint.safeParse({ ...hint, to: 'someone@one.example' }).success).toBe(false)
    }),
  )
})
