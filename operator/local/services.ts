import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Clock } from '../../core/shared/clock.ts'
import type { Log } from '../../core/shared/log.ts'
import { type Endpoints, pointSdkHere } from './environment.ts'
import { feedbackMessages } from './event-bus/feedback-bus.ts'
import type { DataFolder } from './folder/data-folder.ts'
import { masterKey } from './kms/cipher.ts'
import { serveKms } from './kms/endpoint.ts'
import { type Broker, startBroker } from './queues/broker.ts'
import type { SesLimits } from './ses/sending-account.ts'
import { type SesService, startSes } from './ses/service.ts'
import { ensureTable, startDatabase } from './table/database.ts'
import { type CallCounter, makeCallCounter } from './wire/call-counter.ts'
import { makeCredentials } from './wire/caller.ts'

/** AWS, as far as Forewarn uses it. */
export interface Services {
  readonly endpoints: Endpoints
  readonly keyArn: string
  readonly broker: Broker
  readonly ses: SesService
  readonly calls: CallCounter
}

export interface ServicesOptions {
  readonly folder: DataFolder
  readonly limits: SesLimits
  readonly clock: Clock
  readonly log: Log
  /** Given a function for each thing that was started, to be called in reverse. */
  readonly onStop: (stop: () => Promise<void>) => void
}

/** Starts every endpoint, and points this process's SDK clients at them. */
export async function startServices({ folder, limits, clock, log, onStop }: ServicesOptions): Promise<Services> {
  const credentials = makeCredentials()
  const calls = makeCallCounter()
  const key = masterKey(folder.masterKey)
  const kms = await serveKms(key, credentials, calls)
  onStop(() => kms.close())
  const database = await startDatabase(folder.path, { credentials, calls })
  onStop(() => database.stop())
  const broker = await startBroker(folder.path, { credentials, calls })
  onStop(() => broker.stop())
  const publish: Parameters<typeof startSes>[0]['publish'] = (event) => {
    for (const message of feedbackMessages(event)) broker.put('feedback', message)
  }
  const ses = await startSes({ dataDir: folder.path, limits, clock, log, credentials, calls, publish })
  onStop(() => ses.stop())
  const endpoints = { dynamodb: database.url, s3: broker.url, sqs: broker.url, kms: kms.url, ses: ses.server.url }
  pointSdkHere(endpoints, credentials)
  await withTable()
  return { endpoints, keyArn: key.arn, broker, ses, calls }
}

async function withTable(): Promise<void> {
  const dynamodb = new DynamoDBClient()
  try {
    await ensureTable(dynamodb)
  } finally {
    dynamodb.destroy()
  }
}
