import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { FeedbackEnv } from '../../functions/feedback/env.ts'
import { FeedbackRules } from '../constructs/feedback-rules.ts'
import { GuardedQueue } from '../constructs/guarded-queue.ts'
import { WiredFunction } from '../constructs/wired-function.ts'
import type { Ground } from './ground.ts'

const TIMEOUT = Duration.seconds(30)

/** What SES says became of a mail, to the ledger. Sees ids, types and times; opens nothing. */
export class Feedback extends Construct {
  constructor(scope: Construct, id: string, { ground, hints }: { readonly ground: Ground; readonly hints: GuardedQueue }) {
    super(scope, id)
    const { store, alarms, mail } = ground
    const events = new GuardedQueue(this, 'Events', {
      store,
      alarms,
      timeout: TIMEOUT,
      whenPoisoned: {
        means:
          'An SES event could not be recorded: a delivery may look accepted although its addressee was told, or bounced and is not told.',
        toDo: 'read the message in the DLQ (it holds ids only), mend the cause, and move the messages back to the queue.',
      },
      whenStuck: {
        means: 'SES events have waited for 15 minutes: nobody knows yet who of the last ones is told.',
        toDo: 'look at the errors and the throttles of the feedback function; nothing is lost while they wait.',
      },
    })
    const feedback = new WiredFunction<FeedbackEnv>(this, 'Feedback', {
      name: 'feedback',
      environment: { TABLE: store.table.tableName, SEND_QUEUE_URL: hints.queue.queueUrl },
      timeout: TIMEOUT,
      memoryMiB: 256,
      alarms,
      whenItFails: {
        means: 'SES events are not recorded: deliveries stay accepted, and a bounce does not show.',
        toDo: 'look at the log of the feedback function; SQS gives it the events again.',
      },
      whenItRaises: {
        means: 'A mail bounced, was rejected or was complained about: that addressee is not told, or does not want to be.',
        toDo: '`forewarn deliveries ID --not-told` gives the delivery; try the second contact, or another channel.',
      },
    })
    store.allowItems(feedback.role, [{ keys: ['NOTICE#*', 'ALARMS'], actions: ['GetItem', 'PutItem'] }])
    hints.allowPutting(feedback.role)
    events.drainInto(feedback, { batchSize: 10, concurrency: 5 })
    new FeedbackRules(this, 'Rules', {
      configurationSets: mail.sets.map(({ configurationSetName }) => configurationSetName),
      queue: events.queue,
      key: store.atRest,
      alarms,
    })
  }
}
