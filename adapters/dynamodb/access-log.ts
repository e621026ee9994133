import { randomBytes } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { AccessLog, AccessRecord } from '../../core/recipient/ports.ts'
import type { SealedPlace, Vault } from '../../core/shared/vault.ts'
import { ACCESS, type Key, placeOf } from './key.ts'
import { Bytes, parseStored } from './stored.ts'
import { dynamoTable } from './table.ts'

const AccessItem = z.object({ sk: z.string(), sealed: Bytes })
const Entry: z.ZodType<AccessRecord> = z.strictObject({
  at: z.iso.datetime(),
  who: z.string(),
  what: z.string(),
  count: z.int().nonnegative(),
})

/** Who looked at the list, under `ACCESS` in order of time. Sealed; the time alone is clear. */
export function dynamoAccessLog({ db, table, vault }: { db: DynamoDBClient; table: string; vault: Vault }): AccessLog {
  const items = dynamoTable(db, table)
  return {
    async record({ at, who, what, count }) {
      // Always with milliseconds, so that text order is time order.
      const key: Key = { pk: ACCESS, sk: `${new Date(at).toISOString()}#${randomBytes(8).toString('hex')}` }
      await items.put(key, { sealed: await vault.seal(sealedAt(key), { at, who, what, count }) })
    },
    async entries(limit) {
      const stored = await items.query({ pk: ACCESS, newestFirst: true, limit })
      return Promise.all(
        stored.map(async (item) => {
          const { sk, sealed } = parseStored(AccessItem, item, { pk: ACCESS, sk: '' })
          const key: Key = { pk: ACCESS, sk }
          return parseStored(Entry, await vault.open(sealedAt(key), sealed), key)
        }),
      )
    },
  }
}

const sealedAt = (key: Key): SealedPlace => ({ purpose: 'access', place: placeOf(key) })
