import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { TroubleStore } from '../../core/delivery/ports.ts'
import { troubleKey } from './key.ts'
import { parseStored } from './stored.ts'
import { dynamoTable } from './table.ts'

const TroubleItem = z.object({ code: z.string() })

/** Why a notice cannot go on, beside its campaign; absent when nothing was reported. */
export function dynamoTroubles({ db, table }: { db: DynamoDBClient; table: string }): TroubleStore {
  const items = dynamoTable(db, table)
  return {
    async report(campaign, notice, code) {
      await items.put(troubleKey(campaign, notice), { code })
    },
    async reported(campaign, notice) {
      const key = troubleKey(campaign, notice)
      const stored = await items.get(key)
      return stored && parseStored(TroubleItem, stored, key).code
    },
    async clear(campaign, notice) {
      await items.remove(troubleKey(campaign, notice))
    },
  }
}
