import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { writeCalendar } from '../../adapters/calendar/write-calendar.ts'
import { dynamoAccessLog } from '../../adapters/dynamodb/access-log.ts'
import { dynamoAddresses } from '../../adapters/dynamodb/addresses.ts'
import { dynamoCampaigns } from '../../adapters/dynamodb/campaigns.ts'
import { dynamoDocuments } from '../../adapters/dynamodb/documents.ts'
import { dynamoRecipients } from '../../adapters/dynamodb/recipients.ts'
import { kmsVault } from '../../adapters/kms/vault.ts'
import { composeMime } from '../../adapters/mime/compose-mime.ts'
import { s3Blobs } from '../../adapters/s3/blobs.ts'
import { randomIds } from '../../adapters/system/ids.ts'
import { readDeployedPolicy } from '../../adapters/system/policy-file.ts'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { makeBuildAudience, makeWidenAudience } from '../../core/usecases/build-audience.ts'
import { RecipientKeeper } from '../../core/usecases/keep-recipients.ts'
import { makeLoadStock } from '../../core/usecases/load-material.ts'
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
  const writeMail = makeWriteMail({ markdown: markdownRenderer(), calendar: writeCalendar, compose: composeMime, policy, clock })
  const building = { campaigns, documents, recipients, loadStock, writeMail, policy, clock, ids }
  const keeper = new RecipientKeeper({ recipients, addresses: dynamoAddresses(place), access: dynamoAccessLog(place), ids, clock })
  const api = recipientsApi({
    policy,
    keeper,
    campaigns,
    documents,
    log,
    buildAudience: makeBuildAudience(building),
    widenAudience: makeWidenAudience(building),
  })
  return makeHandler(api)
}
