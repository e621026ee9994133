import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { StoredInstant } from '../../core/campaign/content.ts'
import type { SweepStore } from '../../core/delivery/ports.ts'
import { fromStored, toStored } from '../../core/embargo/instant.ts'
import { PACE, sweepKey } from './key.ts'
import { parseStored } from './stored.ts'
import { dynamoTable } from './table.ts'

const Count = z.int().nonnegative()
const MarkItem = z.object({ queued: Count, settled: Count, movedAt: StoredInstant })
const PaceItem = z.object({ credit: z.number(), at: StoredInstant })

/** How far each notice is queued, beside its campaign, and the account's budget under `CONTROL`. */
export function dynamoSweeps({ db, table }: { db: DynamoDBClient; table: string }): SweepStore {
  const items = dynamoTable(db, table)
  return {
    async mark(campaign, notice) {
      const key = sweepKey(campaign, notice)
      const stored = await items.get(key)
      if (!stored) return undefined
      const { movedAt, ...counts } = parseStored(MarkItem, stored, key)
      return { ...counts, movedAt: fromStored(movedAt) }
    },
    async putMark(campaign, notice, { queued, settled, movedAt }) {
      await items.put(sweepKey(campaign, notice), { queued, settled, movedAt: toStored(movedAt) })
    },
    async budget() {
      const stored = await items.get(PACE)
      if (!stored) return undefined
      const { credit, at } = parseStored(PaceItem, stored, PACE)
      return { credit, at: fromStored(at) }
    },
    async putBudget({ credit, at }) {
      await items.put(PACE, { credit, at: toStored(at) })
    },
  }
}
