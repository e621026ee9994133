import { describe, expect, test } from 'vitest'
import { withNews } from '../../../core/delivery/attempts.ts'
import type { Delivery } from '../../../core/delivery/delivery.ts'
import type { Ledger } from '../../../core/delivery/ports.ts'
import { record } from '../../../core/delivery/record.ts'
import { deliveryTo, recipientId } from '../../contracts/sample.ts'
import { instant } from '../../fakes/clock.ts'
import { memoryLedger } from '../../fakes/ledger.ts'

const at = instant('2026-12-08T16:05:00Z')
const claimed = deliveryTo(recipientId('a'))
const accepted = { number: 1, state: 'accepted', at, sesId: '0101-abc' } as const
const delivered = { number: 1, state: 'delivered', at } as const

const heard = (delivery: Delivery, news: typeof accepted | typeof delivered): Delivery => {
  const next = withNews(delivery, news.number, news)
  if (!next) throw new Error('news')
  return next
}

/** A ledger that counts what is asked of it. */
async function counted() {
  const ledger = memoryLedger()
  await ledger.create(claimed)
  const asked = { reads: 0, updates: 0 }
  const counting: Ledger = {
    ...ledger,
    read: (key) => ((asked.reads += 1), ledger.read(key)),
    update: (delivery) => ((asked.updates += 1), ledger.update(delivery)),
  }
  return { ledger: counting, asked }
}

describe('news of a delivery', () => {
  test('is one write where nobody else wrote', async () => {
    const { ledger, asked } = await counted()
    expect(await record(ledger, claimed, accepted)).toMatchObject({ revision: 2, attempts: [{ state: 'accepted', sesId: '0101-abc' }] })
    expect(asked).toEqual({ reads: 0, updates: 1 })
    expect(await ledger.read(claimed.key)).toMatchObject({ revision: 2, attempts: [{ state: 'accepted' }] })
  })

  test('that is old is no write', async () => {
    const { ledger, asked } = await counted()
    const known = heard(claimed, delivered)
    expect(await record(ledger, known, { number: 1, state: 'accepted', at })).toBe(known)
    expect(asked).toEqual({ reads: 0, updates: 0 })
  })

  test('is applied to what somebody else wrote meanwhile, and loses nothing of it', async () => {
    const { ledger } = await counted()
    await ledger.update(heard(claimed, accepted))
    await record(ledger, claimed, delivered)
    expect(await ledger.read(claimed.key)).toMatchObject({ revision: 3, attempts: [{ state: 'delivered', sesId: '0101-abc' }] })
  })

  test('that somebody else has outrun meanwhile gives what is stored by now', async () => {
    const { ledger, asked } = await counted()
    await ledger.update(heard(claimed, delivered))
    const stored = await record(ledger, claimed, { number: 1, state: 'accepted', at })
    expect(stored).toEqual(await ledger.read(claimed.key))
    expect([stored.revision, asked.updates]).toEqual([2, 2])
  })

  test('of a delivery that is gone is a fault that names no addressee', async () => {
    await expect(record(memoryLedger(), claimed, accepted)).rejects.toMatchObject({
      code: 'ITEM_MISSING',
      message: 'a delivery is gone from the ledger',
      retry: 'never',
      facts: { notice: 'advance-1', chunk: 0 },
    })
  })

  test('is given up after eight tries that somebody else always won, to be tried again later', async () => {
    const { ledger } = await counted()
    let updates = 0
    const contended: Ledger = { ...ledger, update: async () => ((updates += 1), 'conflict') }
    await expect(record(contended, claimed, accepted)).rejects.toMatchObject({
      code: 'STORE_CONTENDED',
      message: 'a delivery changed too often while its news was written',
      retry: 'later',
    })
    expect(updates).toBe(8)
  })
})
