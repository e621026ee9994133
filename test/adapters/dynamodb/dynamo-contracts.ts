import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
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
import { dynamoTeamKeys, dynamoTeamSecrets } from '../../../adapters/dynamodb/team-keys.ts'
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
import { teamKeyStoreContract } from '../../contracts/team-key-store.ts'
import { memoryVault } from '../../fakes/vault.ts'

/** Where a store is put: a client, a new and empty table, its id. */
interface Place {
  readonly db: DynamoDBClient
  readonly table: string
}

/** Every contract that the adapters keep, on one DynamoDB. */
export function dynamoContracts(name: string, newPlace: () => Promise<Place>): void {
  async function fresh() {
    const at = await newPlace()
    return { ...at, vault: memoryVault(), ownId: ownTableId(at) }
  }

  campaignStoreContract(name, async () => dynamoCampaigns(await fresh()))
  documentStoreContract(name, async () => dynamoDocuments(await fresh()))
  haltStoreContract(name, async () => dynamoHalts(await fresh()))
  ledgerContract(name, async () => dynamoLedger(await fresh()))
  alarmStoreContract(name, async () => dynamoAlarms(await fresh()))
  tableGuardContract(name, async () => {
    const at = await fresh()
    return { guard: dynamoTableGuard(at), restored: async () => dynamoTableGuard({ ...at, ownId: async () => 'another-table' }) }
  })
  sweepStoreContract(name, async () => dynamoSweeps(await fresh()))
  troubleStoreContract(name, async () => dynamoTroubles(await fresh()))
  recipientStoreContract(name, async () => dynamoRecipients(await fresh()))
  addressIndexContract(name, async () => dynamoAddresses(await fresh()))
  accessLogContract(name, async () => dynamoAccessLog(await fresh()))
  teamKeyStoreContract(name, async () => {
    const at = await fresh()
    return { store: dynamoTeamKeys(at), secrets: dynamoTeamSecrets(at) }
  })
  fencesContract(name, async () => {
    const at = await fresh()
    return {
      guard: dynamoTableGuard(at),
      fences: dynamoFences(at),
      campaigns: dynamoCampaigns(at),
      halts: dynamoHalts(at),
      recipients: dynamoRecipients(at),
    }
  })
}
