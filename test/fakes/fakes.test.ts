import { accessLogContract, addressIndexContract, recipientStoreContract } from '../contracts/recipient-store.ts'
import { alarmStoreContract } from '../contracts/alarm-store.ts'
import { blobStoreContract } from '../contracts/blob-store.ts'
import { campaignStoreContract } from '../contracts/campaign-store.ts'
import { documentStoreContract } from '../contracts/document-store.ts'
import { fencesContract } from '../contracts/fences.ts'
import { haltStoreContract } from '../contracts/halt-store.ts'
import { hintQueueContract } from '../contracts/hint-queue.ts'
import { ledgerContract } from '../contracts/ledger.ts'
import { mailServiceContract } from '../contracts/mail-service.ts'
import { sweepStoreContract, troubleStoreContract } from '../contracts/sweep-store.ts'
import { teamKeyStoreContract } from '../contracts/team-key-store.ts'
import { vaultContract } from '../contracts/vault.ts'
import { tableGuardContract } from '../contracts/table-guard.ts'
import { memoryAlarms } from './alarms.ts'
import { memoryBlobs } from './blobs.ts'
import { memoryCampaigns } from './campaigns.ts'
import { memoryDocuments } from './documents.ts'
import { memoryFences } from './fences.ts'
import { memoryHalts } from './halts.ts'
import { memoryHints } from './hints.ts'
import { memoryLedger } from './ledger.ts'
import { memoryMail } from './mail.ts'
import { memoryAccessLog, memoryAddresses, memoryRecipients } from './recipients.ts'
import { memorySweeps, memoryTroubles } from './sweeps.ts'
import { memoryTable } from './table.ts'
import { memoryTableGuard } from './table-guard.ts'
import { memoryTeamKeys } from './team-keys.ts'
import { memoryVault } from './vault.ts'

campaignStoreContract('memory', async () => memoryCampaigns())
documentStoreContract('memory', async () => memoryDocuments())
haltStoreContract('memory', async () => memoryHalts())
fencesContract('memory', async () => {
  const table = memoryTable()
  const guard = memoryTableGuard(table)
  const stores = { campaigns: memoryCampaigns(), halts: memoryHalts(), recipients: memoryRecipients(), guard }
  return { ...stores, fences: memoryFences(stores) }
})
ledgerContract('memory', async () => memoryLedger())
alarmStoreContract('memory', async () => memoryAlarms())
tableGuardContract('memory', async () => {
  const table = memoryTable()
  return { guard: memoryTableGuard(table), restored: async () => (table.restore(table.copy()), memoryTableGuard(table)) }
})
sweepStoreContract('memory', async () => memorySweeps())
troubleStoreContract('memory', async () => memoryTroubles())
teamKeyStoreContract('memory', async () => {
  const store = memoryTeamKeys()
  return { store, secrets: store }
})
recipientStoreContract('memory', async () => memoryRecipients())
addressIndexContract('memory', async () => memoryAddresses())
accessLogContract('memory', async () => memoryAccessLog())
blobStoreContract('memory', async () => memoryBlobs())
vaultContract('memory', async () => {
  const vault = memoryVault()
  return { vault, breakKeys: () => (vault.down = true) }
})
hintQueueContract('memory', async () => {
  const queue = memoryHints()
  return { queue, queued: async () => queue.drain(), breakQueue: () => (queue.down = true) }
})
mailServiceContract('memory', async () => {
  const mail = memoryMail()
  return {
    mail,
    taken: () => mail.taken,
    answerNext: (outcome) => mail.answer(outcome === 'taken-but-unknown' ? outcome : { outcome, code: 'Told' }),
    verify: (identity) => mail.verify(identity),
    quotaIs: (quota) => mail.quotaIs(quota),
  }
})
