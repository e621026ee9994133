import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoLedger } from '../../adapters/dynamodb/ledger.ts'
import type { Machine } from '../../core/shared/machine.ts'
import { makeTakeFeedback } from '../../core/usecases/take-feedback.ts'
import type { FeedbackEnv } from './env.ts'
import { makeHandler } from './handler.ts'

export function wireFeedback(env: FeedbackEnv, { log }: Pick<Machine, 'log'>) {
  const ledger = dynamoLedger({ db: new DynamoDBClient(), table: env.TABLE })
  return makeHandler({ takeFeedback: makeTakeFeedback({ ledger, log }), log })
}
