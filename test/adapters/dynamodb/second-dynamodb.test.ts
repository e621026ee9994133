import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SecondDynamo, dynoxideBinary, startDynoxide } from '../../endpoints/dynoxide.ts'
import { dynamoContracts } from './dynamo-contracts.ts'

const binary = dynoxideBinary()

test('the second DynamoDB is there on every machine that its package is built for', () => {
  expect(binary !== undefined).toBe(process.platform === 'linux' && process.arch === 'x64')
})

if (binary !== undefined) {
  let second: SecondDynamo
  beforeAll(async () => {
    second = await startDynoxide(binary)
  })
  afterAll(() => second.stop())

  dynamoContracts('dynoxide', async () => ({ db: second.db, table: await second.newTable() }))
}
