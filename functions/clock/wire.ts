import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SESClient } from '@aws-sdk/client-ses'
import { SQSClient } from '@aws-sdk/client-sqs'
import { dynamoAlarms } from '../../adapters/dynamodb/alarms.ts'
import { dynamoCampaigns } from '../../adapters/dynamodb/campaigns.ts'
import { dynamoDocuments } from '../../adapters/dynamodb/documents.ts'
import { dynamoFences } from '../../adapters/dynamodb/fences.ts'
import { dynamoLedger } from '../../adapters/dynamodb/ledger.ts'
import { dynamoSweeps } from '../../adapters/dynamodb/sweeps.ts'
import { dynamoTableGuard, ownTableId } from '../../adapters/dynamodb/table-guard.ts'
import { dynamoTroubles } from '../../adapters/dynamodb/troubles.ts'
import { kmsVault } from '../../adapters/kms/vault.ts'
import { sesAccount } from '../../adapters/ses/account.ts'
import { sqsHints } from '../../adapters/sqs/hints.ts'
import { readDeployedPolicy } from '../../adapters/system/policy-file.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { makeTick } from '../../core/usecases/tick.ts'
import type { ClockEnv } from './env.ts'
import { makeHandler } from './handler.ts'

export function wireClock(env: ClockEnv, { clock, log }: Machine) {
  const vault = kmsVault({ keyArn: env.KEY_ARN, table: env.TABLE })
  const at = { db: new DynamoDBClient(), table: env.TABLE }
  const place = { ...at, vault, ownId: ownTableId(at) }
  const tick = makeTick({
    campaigns: dynamoCampaigns(place),
    documents: dynamoDocuments(place),
    table: dynamoTableGuard(place),
    fences: dynamoFences(place),
    ledger: dynamoLedger(place),
    troubles: dynamoTroubles(place),
    alarms: dynamoAlarms(place),
    sweeps: dynamoSweeps(place),
    queue: sqsHints({ sqs: new SQSClient(), queueUrl: env.SEND_QUEUE_URL }),
    mail: sesAccount(new SESClient()),
    policy: readDeployedPolicy(env.POLICY_FILE),
    clock,
    log,
    tickSeconds: env.TICK_SECONDS,
  })
  return makeHandler({ tick })
}
