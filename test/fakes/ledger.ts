import type { Delivery, DeliveryKey } from '../../core/delivery/delivery.ts'
import type { Ledger } from '../../core/delivery/ports.ts'
import { copyOf } from './copy.ts'
import { memoryTable } from './table.ts'

export function memoryLedger(table = memoryTable()): Ledger {
  const deliveries = table.items<Delivery>('deliveries')
  const nameOf = ({ campaign, notice, chunk, addressee }: DeliveryKey) => [campaign, notice, chunk, addressee].join(' ')
  return {
    async create(delivery) {
      if (deliveries.has(nameOf(delivery.key))) return 'taken'
      deliveries.set(nameOf(delivery.key), copyOf(delivery))
      return 'claimed'
    },
    async update(delivery) {
      if (deliveries.get(nameOf(delivery.key))?.revision !== delivery.revision - 1) return 'conflict'
      deliveries.set(nameOf(delivery.key), copyOf(delivery))
      return 'written'
    },
    read: async (key) => copyOf(deliveries.get(nameOf(key))),
    chunk: async (campaign, notice, chunk) =>
      [...deliveries.values()]
        .filter(({ key }) => key.campaign === campaign && key.notice === notice && key.chunk === chunk)
        .map((delivery) => copyOf(delivery))
        .sort((a, b) => (a.key.addressee < b.key.addressee ? -1 : 1)),
  }
}
