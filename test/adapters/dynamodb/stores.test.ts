import { afterAll, beforeAll } from 'vitest'
import { dynamoAccessLog } from '../../../adapters/dynamodb/access-log.ts'
import { dynamoAlarms } from '../../../adapters/dynamodb/alarms.ts'
import { dynamoAddresses } from '../../../adapters/dynamodb/addresses.ts'
import { dynamoCampaigns } from '../../../adapters/dynamodb/campaigns.ts'
import { dynamoDocuments } from '../../../adapters/dynamodb/documents.ts'
import { dynamoFences } from '../../../adapters/dynamodb/fences.ts'
import { dynamoHalts } from '../../../adapters/dynamodb/halts.ts'
import { dynamoLedger } from '../../../adapters/dynamodb/ledger.ts'
import { dynamoRecipients } from '../../../adapters/dynamodb/recipients.ts'
import { dynamoSweeps } from '../../../adapters/dynamodb/sweeps.ts'
import { dynamoTableGuard, ownTableId } from '../../../adapters/dynamodb/table-guard.ts'
import { dynamoTroubles } from '../../../adapters/dynamodb/troubles.ts'
import { alarmStoreContract } from '../../contracts/alarm-store.ts'
import { tableGuardContract } from '../../contracts/table-guard.ts'
import { campaignStoreContract } from '../../contracts/campaign-store.ts'
import { documentStoreContract } from '../../contracts/document-store.ts'
import { fencesContract } from '../../contracts/fences.ts'
import { haltStoreContract } from '../../contracts/halt-store.ts'
import { ledgerContract } from '../../contracts/ledger.ts'
import { accessLogContract, addressIndexContract, recipientStoreContract } from '../../contracts/recipient-store.ts'
import { sweepStoreContract, troubleStoreContract } from '../../contracts/sweep-store.ts'
import { type TestDynamo, startDynamo } from '../../endpoints/dynamodb.ts'
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

campaignStoreContract('DynamoDB', async () => dynamoCampaigns(await fresh()))
documentStoreContract('DynamoDB', async () => dynamoDocuments(await fresh()))
haltStoreContract('DynamoDB', async () => dynamoHalts(await fresh()))
ledgerContract('DynamoDB', async () => dynamoLedger(await fresh()))
alarmStoreContract('DynamoDB', async () => dynamoAlarms(await fresh()))
tableGuardContract('DynamoDB', async () => {
  const at = await fresh()
  return { guard: dynamoTableGuard(at), restored: async () => dynamoTableGuard({ ...at, ownId: async () => 'another-table' }) }
})
sweepStoreContract('DynamoDB', async () => dynamoSweeps(await fresh()))
troubleStoreContract('DynamoDB', async () => dynamoTroubles(await fresh()))
recipientStoreContract('DynamoDB', async () => dynamoRecipients(await fresh()))
addressIndexContract('DynamoDB', async () => dynamoAddresses(await fresh()))
accessLogContract('DynamoDB', async () => dynamoAccessLog(await fresh()))
fencesContract('DynamoDB', async () => {
  const at = await fresh()
  return {
    guard: dynamoTableGuard(at),
    fences: dynamoFences(at),
    campaigns: dynamoCampaigns(at),
    halts: dynamoHalts(at),
    recipients: dynamoRecipients(at),
  }
})
