import { Duration } from 'aws-cdk-lib'
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Store } from './store.ts'
import type { Meaning, TeamAlarms } from './team-alarms.ts'

export interface GuardedQueueProps {
  readonly store: Store
  readonly alarms: TeamAlarms
  /** The time-out of the function that drains it. */
  readonly timeout: Duration
  /** A message is in the DLQ. */
  readonly whenPoisoned: Meaning
  /** The oldest message has waited for a quarter of an hour. */
  readonly whenStuck: Meaning
}

/** A queue with its DLQ and the alarms on both: never one without the others. */
export class GuardedQueue extends Construct {
  readonly queue: Queue
  readonly #store: Store

  constructor(scope: Construct, id: string, props: GuardedQueueProps) {
    super(scope, id)
    this.#store = props.store
    const guarded = { encryption: QueueEncryption.KMS, encryptionMasterKey: props.store.atRest, enforceSSL: true }
    const deadLetters = new Queue(this, 'DeadLetters', { ...guarded, retentionPeriod: Duration.days(14) })
    this.queue = new Queue(this, 'Queue', {
      ...guarded,
      visibilityTimeout: Duration.seconds(props.timeout.toSeconds() * 6), // AWS's advice for SQS event sources
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    })
    props.alarms.raise(`${id}Poisoned`, {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
      whenItFails: props.whenPoisoned,
    })
    props.alarms.raise(`${id}Stuck`, {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: Duration.minutes(15).toSeconds(),
      whenItFails: props.whenStuck,
    })
  }

  allowPutting(role: IRole): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }))
    this.#store.allowAtRest(role, 'sqs', ['Decrypt', 'GenerateDataKey'])
  }

  /** Hands messages to `worker`, which answers for each message by itself. */
  drainInto(
    worker: { readonly fn: IFunction; readonly role: IRole },
    options: { readonly batchSize: number; readonly concurrency: number },
  ): void {
    worker.role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    )
    this.#store.allowAtRest(worker.role, 'sqs', ['Decrypt'])
    worker.fn.addEventSourceMapping('Queue', {
      eventSourceArn: this.queue.queueArn,
      batchSize: options.batchSize,
      maxConcurrency: options.concurrency,
      reportBatchItemFailures: true,
    })
  }
}
