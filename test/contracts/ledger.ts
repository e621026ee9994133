import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../core/delivery/delivery.ts'
import type { Ledger } from '../../core/delivery/ports.ts'
import { NoticeId } from '../../core/shared/ids.ts'
import { advance1, attempt, campaignId, deliveryTo, recipientId } from './sample.ts'

const first = deliveryTo(recipientId('a'))
const accepted: Delivery = { ...first, revision: 2, attempts: [{ ...attempt, state: 'accepted', sesId: 'ses-1' }] }

/** What every ledger does. `make` gives a new, empty one. */
export function ledgerContract(name: string, make: () => Promise<Ledger>): void {
  describe(`${name} as a ledger`, () => {
    test('lets one of many claim, however often they try', async () => {
      const ledger = await make()
      const claims = Array.from({ length: 8 }, (_, index) => ({ ...first, attempts: [{ ...attempt, claim: `claim-${index}` }] }))
      const outcomes = await Promise.all(claims.map((delivery) => ledger.create(delivery)))
      expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1)
      expect(await ledger.read(first.key)).toEqual(claims[outcomes.indexOf('claimed')])
      expect(await ledger.create(first)).toBe('taken')
    })

    test('writes the next revision once', async () => {
      const ledger = await make()
      await ledger.create(first)
      expect(await ledger.update(accepted)).toBe('written')
      expect(await ledger.update({ ...accepted, attempts: [attempt] })).toBe('conflict')
      expect(await ledger.read(first.key)).toEqual(accepted)
    })

    test('answers conflict to a revision that skips one, and to a delivery that does not exist', async () => {
      const ledger = await make()
      expect(await ledger.update(accepted)).toBe('conflict')
      expect(await ledger.read(first.key)).toBeUndefined()
      await ledger.create(first)
      expect(await ledger.update({ ...accepted, revision: 3 })).toBe('conflict')
    })

    test('counts a chunk without its neighbours', async () => {
      const ledger = await make()
      const others = [
        { ...first.key, chunk: 1 },
        { ...first.key, chunk: 10 },
        { ...first.key, notice: NoticeId.parse('advance-11') },
      ]
      const second = deliveryTo('team-reporter-date')
      for (const delivery of [first, second, ...others.map((key) => ({ ...first, key }))]) await ledger.create(delivery)
      const counted = await ledger.chunk(campaignId, advance1, 0)
      expect(counted).toHaveLength(2)
      expect(counted).toEqual(expect.arrayContaining([first, second]))
      expect(await ledger.chunk(campaignId, advance1, 2)).toEqual([])
    })
  })
}
