import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { stateOf } from '../../core/delivery/attempts.ts'
import { Attempt, type Delivery, type DeliveryKey } from '../../core/delivery/delivery.ts'
import type { Ledger } from '../../core/delivery/ports.ts'
import { AddresseeId } from '../../core/shared/ids.ts'
import { deliveryKey, noticePartition } from './key.ts'
import { parseStored } from './stored.ts'
import type { StoredItem } from './range.ts'
import { ABSENT, dynamoTable } from './table.ts'

const DeliveryItem = z.object({ revision: z.int().positive(), attempts: z.array(Attempt).min(1) })

/** Deliveries under `NOTICE#<campaign>#<notice>#<chunk>`: a chunk is one partition, so one query counts it. */
export function dynamoLedger({ db, table }: { db: DynamoDBClient; table: string }): Ledger {
  const items = dynamoTable(db, table)
  return {
    // A claim whose answer was lost reads as taken when the SDK repeats it: nobody sends, and the lease makes it uncertain.
    // The other way round two might send.
    create: async (delivery) =>
      (await items.put(deliveryKey(delivery.key), attributesOf(delivery), ABSENT)) === 'written' ? 'claimed' : 'taken',
    update: (delivery) =>
      items.put(deliveryKey(delivery.key), attributesOf(delivery), {
        expression: '#revision = :revision',
        names: ['revision'],
        values: { revision: delivery.revision - 1 },
      }),
    async read(key) {
      const stored = await items.get(deliveryKey(key))
      return stored && deliveryOf(key, stored)
    },
    async chunk(campaign, notice, chunk) {
      const stored = await items.query({ pk: noticePartition({ campaign, notice, chunk }) })
      return stored.map((item) => deliveryOf({ campaign, notice, chunk, addressee: AddresseeId.parse(item['sk']) }, item))
    },
  }
}

/** `state` is for whoever looks at the table; it is never read back. */
const attributesOf = (delivery: Delivery) => ({ revision: delivery.revision, state: stateOf(delivery), attempts: delivery.attempts })

function deliveryOf(key: DeliveryKey, stored: StoredItem): Delivery {
  const { revision, attempts } = parseStored(DeliveryItem, stored, deliveryKey(key))
  return { key, revision, attempts }
}
