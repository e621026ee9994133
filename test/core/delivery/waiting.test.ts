import { expect, test } from 'vitest'
import type { DeliveryKey } from '../../../core/delivery/delivery.ts'
import { noticeThatWaits, waitingKeyOf } from '../../../core/delivery/waiting.ts'
import { AddresseeId, NoticeId } from '../../../core/shared/ids.ts'
import { advance1, campaignId, recipientId } from '../../contracts/sample.ts'

const key: DeliveryKey = { campaign: campaignId, notice: advance1, chunk: 2, addressee: AddresseeId.parse(recipientId('a')) }

test('the mail that says that a notice waits stands beside its delivery, and leads back to the notice', () => {
  const waiting = waitingKeyOf(key)
  expect(waiting).toEqual({ ...key, notice: 'waiting-on-advance-1' })
  expect(noticeThatWaits(waiting.notice)).toBe(advance1)
})

test('no notice of a campaign says that another waits', () => {
  expect(noticeThatWaits(advance1)).toBeUndefined()
  expect(noticeThatWaits(NoticeId.parse('advance-waiting-on-1'))).toBeUndefined()
})
