import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { SweepStore } from '../../core/delivery/ports.ts'
import { DELIVERY_CODES } from '../../core/delivery/alarm.ts'
import { StoredInstant, fromStored, toStored } from '../../core/embargo/instant.ts'
import { PACE, roundKey, sweepKey } from './key.ts'
import { parseStored } from './stored.ts'
import { dynamoTable } from './table.ts'

const Count = z.int().nonnegative()
const MarkItem = z.object({ queued: Count, settled: Count, movedAt: StoredInstant })
const RoundItem = z.object({ next: Count, found: z.array(z.enum(DELIVERY_CODES)), from: StoredInstant })
const PaceItem = z.object({ credit: z.number(), at: StoredInstant })

/** How far each notice is queued and looked over, beside its campaign, and the account's budget under `PACE`. */
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
    async round(campaign, notice) {
      const key = roundKey(campaign, notice)
      const stored = await items.get(key)
      if (!stored) return undefined
      const { from, ...mark } = parseStored(RoundItem, stored, key)
      return { ...mark, from: fromStored(from) }
    },
    async putRound(campaign, notice, { next, found, from }) {
      await items.put(roundKey(campaign, notice), { next, found, from: toStored(from) })
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
