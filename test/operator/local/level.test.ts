import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { tableName } from '../../../operator/local/account.ts'
import { type LevelIterator, levelOfDynalite } from '../../../operator/local/table/level.ts'
import { ensureTable, startDatabase } from '../../../operator/local/table/database.ts'
import { makeCallCounter } from '../../../operator/local/wire/call-counter.ts'
import { makeCredentials } from '../../../operator/local/wire/caller.ts'

test('a query leaves no iterator open, whether it read to the end or stopped at its limit', async () => {
  const opened = iteratorsFromNowOn()
  await withTable(async (db) => {
    for (const sk of ['a', 'b', 'c']) {
      await db.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: 'HALT' }, sk: { S: sk } } }))
    }
    for (const Limit of [undefined, 1]) {
      const KeyConditionExpression = 'pk = :pk'
      await db.send(
        new QueryCommand({ TableName: tableName, Limit, KeyConditionExpression, ExpressionAttributeValues: { ':pk': { S: 'HALT' } } }),
      )
    }
    expect(opened).toHaveLength(2)
    for (const iterator of opened) {
      await expect.poll(() => iterator.next().catch((error: { code?: string }) => error.code)).toBe('LEVEL_ITERATOR_NOT_OPEN')
    }
  })
})

/** Every iterator that dynalite is given after this call. */
function iteratorsFromNowOn(): readonly LevelIterator[] {
  const opened: LevelIterator[] = []
  const level = levelOfDynalite()
  const { values } = level.prototype
  level.prototype.values = function (options) {
    const iterator = values.call(this, options)
    opened.push(iterator)
    return iterator
  }
  return opened
}

async function withTable(work: (db: DynamoDBClient) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-iterators-'))
  const credentials = makeCredentials()
  const database = await startDatabase(folder, { credentials, calls: makeCallCounter() })
  const db = new DynamoDBClient({ endpoint: database.url, region: 'us-east-1', credentials })
  try {
    await ensureTable(db)
    await work(db)
  } finally {
    db.destroy()
    await database.stop()
    await rm(folder, { recursive: true })
  }
}
