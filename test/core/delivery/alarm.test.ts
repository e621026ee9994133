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

  test('stands in its campaign, or in one that no campaign can be, under a name that tells its code', () => {
    const campaign = CampaignId.parse('c-4k2m9x7q1d8z5t3w')
    const notice = NoticeId.parse('advance-1')
    const placeOf = (cause: Cause) => {
      const { chunk, ...key } = alarmDeliveryKey(cause, 2)
      return [key.campaign, key.notice, chunk, key.addressee]
    }
    expect(placeOf({ code: 'too-slow' })).toEqual(['c-0000000000000000', 'alarm-too-slow-2', 0, 'team'])
    expect(placeOf({ code: 'not-disclosed', campaign })).toEqual([campaign, 'alarm-not-disclosed-2', 0, 'team'])
    expect(placeOf({ code: 'bounced', campaign, notice })).toEqual([campaign, 'alarm-bounced-on-advance-1', 2, 'team'])
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

test('an alarm is of the same cause when code, campaign and notice are', () => {
  const cause: Cause = { code: 'bounced', campaign: CampaignId.parse('c-4k2m9x7q1d8z5t3w'), notice: NoticeId.parse('advance-1') }
  const { notice: _, ...ofCampaign } = cause
  const others: readonly Cause[] = [
    { ...cause, code: 'blocked' },
    { ...cause, campaign: CampaignId.parse('c-0123456789abcdef') },
    { ...cause, notice: NoticeId.parse('advance-2') },
    ofCampaign,
  ]
  expect(isSameCause(cause, { ...cause })).toBe(true)
  expect(others.filter((other) => isSameCause(cause, other))).toEqual([])
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
