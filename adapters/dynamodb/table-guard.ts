import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { Fence, TableGuard } from '../../core/delivery/ports.ts'
import { StoredInstant, fromStored, toStored } from '../../core/embargo/instant.ts'
import { Fault } from '../../core/shared/fault.ts'
import { ask } from './ask.ts'
import { TABLE } from './key.ts'
import type { StoredItem } from './range.ts'
import { parseStored } from './stored.ts'
import { ABSENT, dynamoTable } from './table.ts'

const TableItem = z.object({ tableId: z.string().min(1), acceptedAt: StoredInstant.optional() })

/** The id that DynamoDB gave this very table. A restored copy gets another. */
export type OwnTableId = () => Promise<string>

/** A backup is restored under the table's own name, so a process may live through it: it must see the other id soon. */
const ID_AGE_MILLIS = 60_000

/** Asked for once a minute at the most. @param ageMillis - how long an answer counts */
export function ownTableId({ db, table }: { db: DynamoDBClient; table: string }, ageMillis = ID_AGE_MILLIS): OwnTableId {
  let known: { readonly id: Promise<string>; readonly askedAt: number } | undefined
  return () => {
    if (known && performance.now() - known.askedAt < ageMillis) return known.id
    const asked = { id: describe(db, table), askedAt: performance.now() }
    known = asked
    // A fault of the moment must not outlive it.
    asked.id.catch(() => (known = known === asked ? undefined : known))
    return asked.id
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
