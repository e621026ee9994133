import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import { SQSClient } from '@aws-sdk/client-sqs'
import { writeCalendar } from '../../adapters/calendar/write-calendar.ts'
import { dynamoAlarms } from '../../adapters/dynamodb/alarms.ts'
import { dynamoCampaigns } from '../../adapters/dynamodb/campaigns.ts'
import { dynamoDocuments } from '../../adapters/dynamodb/documents.ts'
import { dynamoHalts } from '../../adapters/dynamodb/halts.ts'
import { dynamoLedger } from '../../adapters/dynamodb/ledger.ts'
import { dynamoSweeps } from '../../adapters/dynamodb/sweeps.ts'
import { dynamoTableGuard, ownTableId } from '../../adapters/dynamodb/table-guard.ts'
import { dynamoTeamKeys } from '../../adapters/dynamodb/team-keys.ts'
import { kmsVault } from '../../adapters/kms/vault.ts'
import { composeMime } from '../../adapters/mime/compose-mime.ts'
import { sealedMime } from '../../adapters/mime/sealed-mime.ts'
import { s3Blobs } from '../../adapters/s3/blobs.ts'
import { sesAccount } from '../../adapters/ses/account.ts'
import { sqsHints } from '../../adapters/sqs/hints.ts'
import { readDeployedHolidays } from '../../adapters/system/holidays-file.ts'
import { randomIds } from '../../adapters/system/ids.ts'
import { readDeployedPolicy } from '../../adapters/system/policy-file.ts'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import { calendarOf } from '../../core/embargo/holiday-table.ts'
import { inspectByKind } from '../../core/keys/inspect-by-kind.ts'
import type { KeyKind } from '../../core/keys/mail-key.ts'
import type { LoadSealing, MakeThrowawayKey } from '../../core/keys/ports.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { makeAcceptTable } from '../../core/usecases/accept-table.ts'
import { makeChangeCampaign } from '../../core/usecases/change-campaign.ts'
import { makeCreateCampaign, makeEditCampaign } from '../../core/usecases/draft-campaign.ts'
import { makeLoadStock } from '../../core/usecases/load-material.ts'
import { makeNextContent } from '../../core/usecases/next-content.ts'
import { makePreflight } from '../../core/usecases/preflight.ts'
import { makePreview, makePreviewSealed, makeTryMails } from '../../core/usecases/preview.ts'
import { makeQueueChunk } from '../../core/usecases/queue-chunk.ts'
import { TeamKeyKeeper } from '../../core/usecases/keep-team-keys.ts'
import { makeReopenDelivery } from '../../core/usecases/reopen-delivery.ts'
import { CampaignReporting } from '../../core/usecases/report-campaign.ts'
import { CampaignSteering } from '../../core/usecases/steer-campaign.ts'
import { plainly } from '../../core/usecases/seal-letter.ts'
import { makeTakeKeys } from '../../core/usecases/take-keys.ts'
import { makeVerifyCampaign } from '../../core/usecases/verify-campaign.ts'
import { makeWriteMail } from '../../core/usecases/write-mail.ts'
import { campaignsApi } from './api.ts'
import { currentBundleIn } from './bundle-file.ts'
import type { CampaignsEnv } from './env.ts'
import { makeHandler } from './handler.ts'

export function wireCampaigns(env: CampaignsEnv, { clock, log }: Machine) {
  const policy = readDeployedPolicy(env.POLICY_FILE)
  const vault = kmsVault({ keyArn: env.KEY_ARN, table: env.TABLE })
  const at = { db: new DynamoDBClient(), table: env.TABLE }
  const place = { ...at, vault, ownId: ownTableId(at) }
  const ids = randomIds()
  const campaigns = dynamoCampaigns(place)
  const documents = dynamoDocuments(place)
  const halts = dynamoHalts(place)
  const ledger = dynamoLedger(place)
  const blobs = s3Blobs({ s3: new S3Client(), bucket: env.BUCKET, vault })
  const mail = sesAccount(new SESClient())
  const table = dynamoTableGuard(place)
  const queueChunk = makeQueueChunk(sqsHints({ sqs: new SQSClient(), queueUrl: env.SEND_QUEUE_URL }))
  const change = makeChangeCampaign({ campaigns, policy, clock, log })
  const holidays = calendarOf(readDeployedHolidays(env.HOLIDAYS_FILE), policy.dates.countries)
  const teamKeys = dynamoTeamKeys(place)
  const preflight = makePreflight({ campaigns, documents, mail, teamKeys, policy, holidays, clock })
  const inspect = inspectByKind({
    openpgp: async () => (await import('../../adapters/openpgp/inspect-key.ts')).inspectOpenpgpKey,
    's-mime': async () => (await import('../../adapters/smime/inspect-certificate.ts')).makeInspectCertificate(policy.sealing),
  })
  const drafting = { documents, blobs, takeKeys: makeTakeKeys({ inspect, clock }), change, ids }
  const loadStock = makeLoadStock({ documents, blobs, engine: templateEngine(), policy })
  const writeMail = makeWriteMail({ markdown: markdownRenderer(), calendar: writeCalendar, wrap: plainly(composeMime), policy, clock })
  const writing = { loadStock, writeMail, teamKeys, policy }
  const nextContent = makeNextContent(drafting)
  const steering = {
    documents,
    halts,
    ledger,
    sweeps: dynamoSweeps(place),
    change,
    preflight,
    nextContent,
    tryMails: makeTryMails(writing),
    clock,
  }
  const api = campaignsApi({
    policy,
    clock,
    campaigns,
    documents,
    blobs,
    log,
    preflight,
    currentBundle: currentBundleIn(blobs, env.TEMPLATES_FILE),
    create: makeCreateCampaign({ ...drafting, table }),
    edit: makeEditCampaign(drafting),
    preview: makePreview(writing),
    previewSealed: makePreviewSealed({ ...writing, mime: sealedMime, loadSealing, loadThrowaway, clock }),
    steering: new CampaignSteering(steering),
    reporting: new CampaignReporting({ campaigns, documents, halts, ledger, alarms: dynamoAlarms(place), mail, clock }),
    reopen: makeReopenDelivery({ ledger, change, queueChunk, policy, clock }),
    verify: makeVerifyCampaign({ campaigns, documents, ledger }),
    acceptTable: makeAcceptTable({ table, campaigns, halts, clock, log }),
    table,
    keyKeeper: new TeamKeyKeeper({ store: teamKeys, loadSealing, policy, clock, log }),
  })
  return makeHandler(api)
}

// Read when a key is made or taken, or a sealed mail is looked at.
const loadSealing: LoadSealing = async (kind) =>
  kind === 'openpgp'
    ? (await import('../../adapters/openpgp/sealing.ts')).openpgpSealing
    : (await import('../../adapters/smime/sealing.ts')).smimeSealing

const loadThrowaway = async (kind: KeyKind): Promise<MakeThrowawayKey> =>
  kind === 'openpgp'
    ? (await import('../../adapters/openpgp/throwaway.ts')).makeThrowawayKey
    : (await import('../../adapters/smime/throwaway.ts')).makeThrowawayKey
