import { afterAll, beforeAll } from 'vitest'
import { type TestDynamo, startDynamo } from '../../endpoints/dynamodb.ts'
import { dynamoContracts } from './dynamo-contracts.ts'

let dynamo: TestDynamo
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

dynamoContracts('dynalite', async () => ({ db: dynamo.db, table: await dynamo.newTable() }))
