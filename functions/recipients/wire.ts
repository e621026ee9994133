import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { writeCalendar } from '../../adapters/calendar/write-calendar.ts'
import { dynamoAccessLog } from '../../adapters/dynamodb/access-log.ts'
import { dynamoAddresses } from '../../adapters/dynamodb/addresses.ts'
import { dynamoAlarms } from '../../adapters/dynamodb/alarms.ts'
import { dynamoCampaigns } from '../../adapters/dynamodb/campaigns.ts'
import { dynamoDocuments } from '../../adapters/dynamodb/documents.ts'
import { dynamoRecipients } from '../../adapters/dynamodb/recipients.ts'
import { dynamoTeamKeys } from '../../adapters/dynamodb/team-keys.ts'
import { kmsVault } from '../../adapters/kms/vault.ts'
import { composeMime } from '../../adapters/mime/compose-mime.ts'
import { s3Blobs } from '../../adapters/s3/blobs.ts'
import { randomIds } from '../../adapters/system/ids.ts'
import { readDeployedPolicy } from '../../adapters/system/policy-file.ts'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import { inspectByKind } from '../../core/keys/inspect-by-kind.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { makeBuildAudience, makeWidenAudience } from '../../core/usecases/build-audience.ts'
import { makeCheckKeys, makeWatchKeys } from '../../core/usecases/check-keys.ts'
import { RecipientKeeper } from '../../core/usecases/keep-recipients.ts'
import { makeLoadStock } from '../../core/usecases/load-material.ts'
import { makeRaiseAlarm } from '../../core/usecases/raise-alarm.ts'
import { plainly } from '../../core/usecases/seal-letter.ts'
import { makeTakeDetails, makeTakeKeys } from '../../core/usecases/take-keys.ts'
import { makeWriteMail } from '../../core/usecases/write-mail.ts'
import { recipientsApi } from './api.ts'
import type { RecipientsEnv } from './env.ts'
import { makeHandler } from './handler.ts'

export function wireRecipients(env: RecipientsEnv, { clock, log }: Machine) {
  const policy = readDeployedPolicy(env.POLICY_FILE)
  const vault = kmsVault({ keyArn: env.KEY_ARN, table: env.TABLE })
  const place = { db: new DynamoDBClient(), table: env.TABLE, vault }
  const ids = randomIds()
  const campaigns = dynamoCampaigns(place)
  const documents = dynamoDocuments(place)
  const recipients = dynamoRecipients(place)
  const blobs = s3Blobs({ s3: new S3Client(), bucket: env.BUCKET, vault })
  const loadStock = makeLoadStock({ documents, blobs, engine: templateEngine(), policy })
  const writeMail = makeWriteMail({ markdown: markdownRenderer(), calendar: writeCalendar, wrap: plainly(composeMime), policy, clock })
  const teamKeys = dynamoTeamKeys(place)
  const building = { campaigns, documents, recipients, loadStock, writeMail, teamKeys, policy, clock, ids }
  const keeper = new RecipientKeeper({ recipients, addresses: dynamoAddresses(place), access: dynamoAccessLog(place), ids, clock })
  const inspect = inspectByKind({
    openpgp: async () => (await import('../../adapters/openpgp/inspect-key.ts')).inspectOpenpgpKey,
    's-mime': async () => (await import('../../adapters/smime/inspect-certificate.ts')).makeInspectCertificate(policy.sealing),
  })
  const takeKeys = makeTakeKeys({ inspect, clock })
  const checkKeys = makeCheckKeys({ recipients, campaigns, documents, clock })
  const alarms = dynamoAlarms(place)
  const watchKeys = makeWatchKeys({ checkKeys, alarms, raiseAlarm: makeRaiseAlarm({ alarms, clock, log }) })
  const api = recipientsApi({
    takeKeys,
    takeDetails: makeTakeDetails(takeKeys),
    checkKeys,
    policy,
    keeper,
    campaigns,
    documents,
    log,
    buildAudience: makeBuildAudience(building),
    widenAudience: makeWidenAudience(building),
  })
  return makeHandler({ api, watchKeys })
}
