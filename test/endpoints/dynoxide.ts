import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { tableSchema } from '../../adapters/dynamodb/schema.ts'
import { credentials, region } from './account.ts'

export interface SecondDynamo {
  readonly db: DynamoDBClient
  /** A new, empty table. */
  newTable(): Promise<string>
  stop(): Promise<void>
}

/** A DynamoDB by others, in another language, on another store; absent where its package has no build. */
export function dynoxideBinary(): string | undefined {
  const path = fileURLToPath(new URL('../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url))
  return existsSync(path) ? path : undefined
}

/** In memory, in a process of its own. */
export async function startDynoxide(binary: string): Promise<SecondDynamo> {
  const port = await freePort()
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const db = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region, credentials })
  await answers(db)
  let tables = 0
  return {
    db,
    async newTable() {
      const table = `table-${++tables}`
      await db.send(new CreateTableCommand(tableSchema(table)))
      while ((await db.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus !== 'ACTIVE') await pause(2)
      return table
    },
    async stop() {
      db.destroy()
      child.kill()
      await ended
    },
  }
}

async function answers(db: DynamoDBClient): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await db.send(new ListTablesCommand({}))
      return
    } catch (error) {
      if (tries === 20) throw error
      await pause(50)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
