import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { tableSchema } from '../../../adapters/dynamodb/schema.ts'
import { tableName } from '../account.ts'
import type { CallCounter } from '../wire/call-counter.ts'
import type { LocalCredentials } from '../wire/caller.ts'
import { bindToLoopback, guardServer } from '../wire/embedded.ts'
import { closeServer, portOf } from '../wire/loopback.ts'
import { closeIterators, levelOfDynalite, limitBuffers } from './level.ts'

closeIterators(levelOfDynalite())
limitBuffers(levelOfDynalite())

export interface Database {
  readonly url: string
  stop(): Promise<void>
}

/** DynamoDB on this machine: LevelDB in `table/` of the data folder. */
export async function startDatabase(dataDir: string, guard: { credentials: LocalCredentials; calls: CallCounter }): Promise<Database> {
  const { server } = await bindToLoopback(async () => {
    const database = dynalite({ path: join(dataDir, 'table'), createTableMs: 0 })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    database.once('error', reject)
    database.listen(0, resolve)
    await promise
  })
  guardServer(server, { ...guard, serviceOf: () => 'dynamodb' })
  return { url: `http://127.0.0.1:${portOf(server)}`, stop: () => closeServer(server) }
}

/** Creates the one table, if it is not there, and waits until it can be used. */
export async function ensureTable(dynamodb: DynamoDBClient): Promise<void> {
  for (;;) {
    const state = await tableState(dynamodb)
    if (state === 'ACTIVE') return
    if (state === 'absent') await dynamodb.send(new CreateTableCommand(tableSchema(tableName)))
    else await sleep(20)
  }
}

async function tableState(dynamodb: DynamoDBClient): Promise<string> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName: tableName }))).Table?.TableStatus ?? 'absent'
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 'absent'
    throw error
  }
}
