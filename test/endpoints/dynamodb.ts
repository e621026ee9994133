import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { tableSchema } from '../../adapters/dynamodb/schema.ts'
import { credentials, region } from './account.ts'

export interface TestDynamo {
  readonly db: DynamoDBClient
  /** Another client, for a test that changes its middleware. */
  newClient(): DynamoDBClient
  /** A new, empty table. */
  newTable(): Promise<string>
  /** Every item of a table, as DynamoDB writes it. */
  dump(table: string): Promise<readonly Record<string, unknown>[]>
  stop(): Promise<void>
}

/** dynalite in this process, on a folder of its own. */
export async function startDynamo(): Promise<TestDynamo> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-dynamo-'))
  const server = dynalite({ path: folder, createTableMs: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const newClient = () => new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region, credentials })
  const db = newClient()
  let tables = 0
  return {
    db,
    newClient,
    async newTable() {
      const table = `table-${++tables}`
      await db.send(new CreateTableCommand(tableSchema(table)))
      while ((await db.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus !== 'ACTIVE') await pause(2)
      return table
    },
    async dump(table) {
      return (await db.send(new ScanCommand({ TableName: table }))).Items ?? []
    },
    async stop() {
      db.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}
