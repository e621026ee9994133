import { Fault } from '../shared/fault.ts'
import { type News, withNews } from './attempts.ts'
import type { Delivery, DeliveryKey } from './delivery.ts'
import type { Ledger } from './ports.ts'

const TRIES = 8

/** Somebody else may write a delivery at any time, so news is applied to what is there, again if need be. */
export async function record(ledger: Ledger, from: Delivery, news: News & { readonly number: number }): Promise<Delivery> {
  let current = from
  for (let tries = 0; tries < TRIES; tries++) {
    const next = withNews(current, news.number, news)
    if (!next) return current
    if ((await ledger.update(next)) === 'written') return next
    current = await stored(ledger, from.key)
  }
  throw new Fault('STORE_CONTENDED', 'a delivery changed too often while its news was written', { retry: 'later' })
}

async function stored(ledger: Ledger, key: DeliveryKey): Promise<Delivery> {
  const delivery = await ledger.read(key)
  if (!delivery)
    throw new Fault('ITEM_MISSING', 'a delivery is gone from the ledger', {
      retry: 'never',
      facts: { notice: key.notice, chunk: key.chunk },
    })
  return delivery
}
