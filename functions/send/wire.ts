import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { writeCalendar } from '../../adapters/calendar/write-calendar.ts'
import { dynamoAlarms } from '../../adapters/dynamodb/alarms.ts'
import { dynamoDocuments } from '../../adapters/dynamodb/documents.ts'
import { dynamoFences } from '../../adapters/dynamodb/fences.ts'
import { dynamoLedger } from '../../adapters/dynamodb/ledger.ts'
import { ownTableId } from '../../adapters/dynamodb/table-guard.ts'
import { dynamoTeamSecrets } from '../../adapters/dynamodb/team-keys.ts'
import { dynamoTroubles } from '../../adapters/dynamodb/troubles.ts'
import { kmsVault } from '../../adapters/kms/vault.ts'
import { composeMime } from '../../adapters/mime/compose-mime.ts'
import { sealedMime } from '../../adapters/mime/sealed-mime.ts'
import { s3Blobs } from '../../adapters/s3/blobs.ts'
import { sesMail } from '../../adapters/ses/mail.ts'
import { randomIds } from '../../adapters/system/ids.ts'
import { readDeployedPolicy } from '../../adapters/system/policy-file.ts'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import type { LoadSealing } from '../../core/keys/ports.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { makeLoadMaterial, makeLoadStock } from '../../core/usecases/load-material.ts'
import { makeSealLetter } from '../../core/usecases/seal-letter.ts'
import { makeSendAlarm } from '../../core/usecases/send-alarm.ts'
import { makeSendChunk } from '../../core/usecases/send-chunk.ts'
import { makeSendWaiting } from '../../core/usecases/send-waiting.ts'
import { makeWriteMail } from '../../core/usecases/write-mail.ts'
import type { SendEnv } from './env.ts'
import { makeHandler } from './handler.ts'

export function wireSend(env: SendEnv, { clock, log }: Machine) {
  const policy = readDeployedPolicy(env.POLICY_FILE)
  const vault = kmsVault({ keyArn: env.KEY_ARN, table: env.TABLE })
  const at = { db: new DynamoDBClient(), table: env.TABLE }
  const place = { ...at, vault, ownId: ownTableId(at) }
  const material = {
    documents: dynamoDocuments(place),
    blobs: s3Blobs({ s3: new S3Client(), bucket: env.BUCKET, vault }),
    engine: templateEngine(),
    policy,
  }
  const sending = {
    ledger: dynamoLedger(place),
    mail: sesMail({
      configurationSets: { required: env.CONFIGURATION_SET, optional: env.CONFIGURATION_SET_SEALED },
      source: policy.sender.address,
    }),
    clock,
    ids: randomIds(),
    timeoutSeconds: env.TIMEOUT_SECONDS,
  }
  const secrets = dynamoTeamSecrets(place)
  const wrap = makeSealLetter({ compose: composeMime, mime: sealedMime, loadSealing, secrets, clock })
  const sendChunk = makeSendChunk({
    ...sending,
    fences: dynamoFences(place),
    troubles: dynamoTroubles(place),
    alarms: dynamoAlarms(place),
    loadMaterial: makeLoadMaterial({ ...material, loadStock: makeLoadStock(material), teamKeys: secrets }),
    writeMail: makeWriteMail({ markdown: markdownRenderer(), calendar: writeCalendar, wrap, policy, clock }),
    sendWaiting: makeSendWaiting({ ...sending, compose: composeMime, policy }),
    policy,
    log,
    pause: (millis) => sleep(millis),
  })
  const sendAlarm = makeSendAlarm({ ...sending, compose: composeMime, policy })
  return makeHandler({ sendChunk, sendAlarm, log, timeoutSeconds: env.TIMEOUT_SECONDS })
}

/** Read when the first mail is to be sealed: most of a start would be for nothing. */
const loadSealing: LoadSealing = async (kind) =>
  kind === 'openpgp'
    ? (await import('../../adapters/openpgp/sealing.ts')).openpgpSealing
    : (await import('../../adapters/smime/sealing.ts')).smimeSealing
