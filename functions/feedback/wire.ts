import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { dynamoAlarms } from '../../adapters/dynamodb/alarms.ts'
import { dynamoLedger } from '../../adapters/dynamodb/ledger.ts'
import { sqsHints } from '../../adapters/sqs/hints.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { makeQueueChunk } from '../../core/usecases/queue-chunk.ts'
import { makeTakeFeedback } from '../../core/usecases/take-feedback.ts'
import type { FeedbackEnv } from './env.ts'
import { makeHandler } from './handler.ts'

export function wireFeedback(env: FeedbackEnv, { clock, log }: Machine) {
  const place = { db: new DynamoDBClient(), table: env.TABLE }
  const takeFeedback = makeTakeFeedback({
    ledger: dynamoLedger(place),
    alarms: dynamoAlarms(place),
    queueChunk: makeQueueChunk(sqsHints({ sqs: new SQSClient(), queueUrl: env.SEND_QUEUE_URL })),
    clock,
    log,
  })
  return makeHandler({ takeFeedback, log })
}
