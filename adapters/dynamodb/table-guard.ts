import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { StoredInstant } from '../../core/campaign/content.ts'
import type { Fence, TableGuard } from '../../core/delivery/ports.ts'
import { fromStored, toStored } from '../../core/embargo/instant.ts'
import { Fault } from '../../core/shared/fault.ts'
import { ask } from './ask.ts'
import { TABLE } from './key.ts'
import type { StoredItem } from './range.ts'
import { parseStored } from './stored.ts'
import { ABSENT, dynamoTable } from './table.ts'

const TableItem = z.object({ tableId: z.string().min(1), acceptedAt: StoredInstant.optional() })

/** The id that DynamoDB gave this very table. A restored copy gets another. */
export type OwnTableId = () => Promise<string>

/** Asked for once: a table keeps its id, and a function that is pointed at another table starts anew. */
export function ownTableId({ db, table }: { db: DynamoDBClient; table: string }): OwnTableId {
  let known: Promise<string> | undefined
  return () => {
    known ??= describe(db, table)
    known.catch(() => (known = undefined)) // a fault of the moment must not outlive it
    return known
  }
}

async function describe(db: DynamoDBClient, table: string): Promise<string> {
  const { Table } = await ask('describe the table', () => db.send(new DescribeTableCommand({ TableName: table })))
  if (Table?.TableId === undefined) throw new Fault('STORE_UNAVAILABLE', 'the table does not say its id', { retry: 'later' })
  return Table.TableId
}

/** Compares the name that the table holds with its own. */
export function ownerOf(stored: StoredItem | undefined, ownId: string): Pick<Fence, 'table' | 'doubtUntil'> {
  if (!stored) return { table: 'unclaimed', doubtUntil: undefined }
  const { tableId, acceptedAt } = parseStored(TableItem, stored, TABLE)
  return { table: tableId === ownId ? 'ours' : 'foreign', doubtUntil: acceptedAt === undefined ? undefined : fromStored(acceptedAt) }
}

export function dynamoTableGuard({ db, table, ownId }: { db: DynamoDBClient; table: string; ownId: OwnTableId }): TableGuard {
  const items = dynamoTable(db, table)
  return {
    async claim() {
      await items.put(TABLE, { tableId: await ownId() }, ABSENT)
    },
    owner: async () => ownerOf(await items.get(TABLE), await ownId()).table,
    async accept(at) {
      await items.put(TABLE, { tableId: await ownId(), acceptedAt: toStored(at) })
    },
  }
}
