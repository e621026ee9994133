import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dynamoCampaigns } from '../../../adapters/dynamodb/campaigns.ts'
import { dynamoFences } from '../../../adapters/dynamodb/fences.ts'
import { dynamoHalts } from '../../../adapters/dynamodb/halts.ts'
import { dynamoLedger } from '../../../adapters/dynamodb/ledger.ts'
import { dynamoRecipients } from '../../../adapters/dynamodb/recipients.ts'
import { ownTableId } from '../../../adapters/dynamodb/table-guard.ts'
import { faultOf } from '../../contracts/faults.ts'
import { campaignAt, campaignId, deliveryTo, entryAt, otherCampaignId, recipientAt, recipientId } from '../../contracts/sample.ts'
import { credentials, region } from '../../endpoints/account.ts'
import { type TestDynamo, startDynamo } from '../../endpoints/dynamodb.ts'
import { instant } from '../../fakes/clock.ts'
import { memoryVault } from '../../fakes/vault.ts'

let dynamo: TestDynamo
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

async function fresh() {
  const at = { db: dynamo.db, table: await dynamo.newTable() }
  return { ...at, vault: memoryVault(), ownId: ownTableId(at) }
}

/** A client whose answers to one kind of command pass through `change`. */
function through(command: string, change: (answer: Record<string, unknown>) => Record<string, unknown>): DynamoDBClient {
  const db = dynamo.newClient()
  db.middlewareStack.add(
    (next, context) => async (call) => {
      const result = await next(call)
      return context.commandName === command ? { ...result, output: { ...result.output, ...change({ ...result.output }) } } : result
    },
    { step: 'initialize', name: 'through' },
  )
  return db
}

test('a table that cannot be reached is a fault with a code, and nobody is told to go on', async () => {
  const db = new DynamoDBClient({ endpoint: 'http://127.0.0.1:9', region, credentials, maxAttempts: 1 })
  const fault = await faultOf(
    dynamoFences({ db, table: 'gone', ownId: async () => 'own' }).look(campaignId, undefined),
    'STORE_UNAVAILABLE',
  )
  expect(fault.facts).toEqual({ code: 'ECONNREFUSED' })
  expect(fault.cause).toBeUndefined()
  await expect(dynamoLedger({ db, table: 'gone' }).create(deliveryTo('team'))).rejects.toMatchObject({
    name: 'Fault',
    code: 'STORE_UNAVAILABLE',
  })
  await expect(
    dynamoHalts({ db, table: 'gone', vault: memoryVault() }).halt({
      scope: 'ALL',
      since: instant('2026-12-08T16:00:00Z'),
      by: 'a',
      reason: 'b',
    }),
  ).rejects.toMatchObject({ name: 'Fault', code: 'STORE_UNAVAILABLE' })
})

test('an error of DynamoDB keeps its code and request id, and not its message', async () => {
  const fault = await faultOf(dynamoLedger({ db: dynamo.db, table: 'no-such-table' }).read(deliveryTo('team').key), 'STORE_UNAVAILABLE')
  expect(fault.facts).toMatchObject({ code: 'ResourceNotFoundException', status: 400 })
  expect(fault.facts['requestId']).toBeTypeOf('string')
  expect(`${fault.message} ${JSON.stringify(fault.facts)}`).not.toContain('not found')
})

test('what DynamoDB left out of a look is asked for again', async () => {
  const at = await fresh()
  await dynamoCampaigns(at).write(campaignAt(1), entryAt(1))
  await dynamoRecipients(at).write(recipientAt(1))
  await dynamoHalts(at).halt({ scope: campaignId, since: instant('2026-12-08T16:00:00Z'), by: 'alice', reason: 'wait' })
  let looks = 0
  const db = through('BatchGetItemCommand', (answer) => {
    if (++looks > 1) return answer
    const asked = { Keys: [{ pk: { S: 'HALT' }, sk: { S: campaignId } }], ConsistentRead: true }
    const items = (answer['Responses'] as Record<string, { pk: { S: string } }[]>)[at.table] ?? []
    return { Responses: { [at.table]: items.filter((item) => item.pk.S !== 'HALT') }, UnprocessedKeys: { [at.table]: asked } }
  })
  const fence = await dynamoFences({ ...at, db }).look(campaignId, recipientId('a'))
  expect(looks).toBe(2)
  expect(fence).toEqual({
    table: 'unclaimed',
    doubtUntil: undefined,
    campaign: campaignAt(1),
    halted: true,
    recipient: { state: 'active', version: 1 },
  })
})

test('a look that stays incomplete is a fault, not an empty answer', async () => {
  const at = await fresh()
  const db = through('BatchGetItemCommand', () => ({
    Responses: {},
    UnprocessedKeys: { [at.table]: { Keys: [{ pk: { S: 'HALT' }, sk: { S: 'ALL' } }] } },
  }))
  await expect(dynamoFences({ ...at, db }).look(campaignId, undefined)).rejects.toMatchObject({
    name: 'Fault',
    code: 'STORE_UNAVAILABLE',
  })
})

test('a look fetches no sealed bytes, and reads consistently', async () => {
  const at = await fresh()
  await dynamoCampaigns(at).write(campaignAt(1), entryAt(1))
  await dynamoRecipients(at).write(recipientAt(1))
  const answers: unknown[] = []
  const db = through('BatchGetItemCommand', (answer) => {
    answers.push(answer['Responses'])
    return answer
  })
  await dynamoFences({ ...at, db }).look(campaignId, recipientId('a'))
  expect(JSON.stringify(answers)).toContain(campaignId)
  expect(JSON.stringify(answers)).not.toMatch(/"(sealed|entry)"/)
})

test('a write whose answer was lost, and which the SDK repeats, is known as ours', async () => {
  const at = await fresh()
  await dynamoCampaigns(at).write(campaignAt(1), entryAt(1))
  const db = dynamo.newClient()
  db.middlewareStack.add(
    (next, context) => async (call) => {
      if (context.commandName === PutItemCommand.name) await next(call)
      return next(call)
    },
    { step: 'finalizeRequest', priority: 'low', name: 'twice' },
  )
  const repeating = { ...at, db }
  expect(await dynamoCampaigns(repeating).write(campaignAt(2), entryAt(2))).toBe('written')
  expect(await dynamoRecipients(repeating).write(recipientAt(1))).toBe('written')
  expect(await dynamoLedger(repeating).create(deliveryTo('team'))).toBe('taken')
})

test('a campaign whose head is malformed is named, and cannot be read', async () => {
  const at = await fresh()
  const campaigns = dynamoCampaigns(at)
  await campaigns.write(campaignAt(1), entryAt(1))
  const broken = { pk: { S: 'CAMPAIGNS' }, sk: { S: otherCampaignId }, campaign: { S: 'nonsense' } }
  await at.db.send(new PutItemCommand({ TableName: at.table, Item: broken }))
  expect((await campaigns.ids()).toSorted()).toEqual([campaignId, otherCampaignId].toSorted())
  expect(await campaigns.read(campaignId)).toEqual(campaignAt(1))
  await faultOf(campaigns.read(otherCampaignId), 'ITEM_MALFORMED')
  await faultOf(dynamoFences(at).look(otherCampaignId, undefined), 'ITEM_MALFORMED')
})
