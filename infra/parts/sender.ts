import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { SendEnv } from '../../functions/send/env.ts'
import { GuardedQueue } from '../constructs/guarded-queue.ts'
import { WiredFunction } from '../constructs/wired-function.ts'
import type { Ground } from './ground.ts'

/** Room for a chunk of 25 at one mail a second, which is SES's slowest, and some patience. */
const TIMEOUT = Duration.seconds(120)

/** All that the last look before a mail may ask for. */
const LOOKED_AT = ['pk', 'sk', 'campaign', 'state', 'version', 'tableId', 'acceptedAt']

/** The only part that may send a mail: the queue of hints and the function that works on them. */
export class Sender extends Construct {
  readonly queue: GuardedQueue

  constructor(scope: Construct, id: string, ground: Ground) {
    super(scope, id)
    const { store, alarms, mail } = ground
    this.queue = new GuardedQueue(this, 'Hints', {
      store,
      alarms,
      timeout: TIMEOUT,
      whenPoisoned: {
        means: 'A chunk of up to 25 recipients could not be worked on five times: they are not told.',
        toDo: '`forewarn deliveries ID --not-told` for the campaign that is being released; the message in the DLQ names its chunk. The clock queues it again by itself once the cause is mended.',
      },
      whenStuck: {
        means: 'Hints have waited for 15 minutes: a released notice is not going out, and the recipients in those chunks are not told.',
        toDo: '`forewarn campaign status ID` shows the pace; look at the errors and the throttles of the send function, and at the SES quota.',
      },
    })
    const send = this.#send(ground)
    this.queue.drainInto(send, { batchSize: 1, concurrency: 2 })
    mail.allowSending(send.role)
    this.#watchRejects(ground)
  }

  #send({ store, sealing, mail, alarms, policyFile }: Ground): WiredFunction<SendEnv> {
    const send = new WiredFunction<SendEnv>(this, 'Send', {
      name: 'send',
      environment: {
        TABLE: store.table.tableName,
        BUCKET: store.bucket.bucketName,
        KEY_ARN: sealing.key.keyArn,
        POLICY_FILE: policyFile.name,
        CONFIGURATION_SET: mail.configurationSet.configurationSetName,
        CONFIGURATION_SET_SEALED: mail.sealedSet.configurationSetName,
        TIMEOUT_SECONDS: String(TIMEOUT.toSeconds()),
      },
      timeout: TIMEOUT,
      memoryMiB: 1024,
      files: [policyFile],
      alarms,
      whenItFails: {
        means: 'The sender broke off in the middle of a chunk: some recipients may not be told, and for one of them it may be uncertain.',
        toDo: '`forewarn deliveries ID --not-told` shows who; an uncertain one is sent again only by an operator.',
      },
      whenItRaises: {
        means: 'The sender kept something back (blocked, held or uncertain): those addressees are not told.',
        toDo: '`forewarn deliveries ID --not-told` gives each one and its reason.',
      },
    })
    sealing.allow(send.role, { opens: ['audience', 'content', 'patch', 'team-key', 'team-public'] })
    store.allowBlobs(send.role, 'read')
    store.allowItems(send.role, [
      // The last look before a mail: the head, the halts, the table's own name, and whether the recipient is still there, in one read without sealed bytes.
      { keys: ['CAMPAIGNS', 'HALT', 'TABLE', 'RECIPIENTS#*'], actions: ['BatchGetItem'], attributes: LOOKED_AT },
      { keys: ['CAMPAIGN#*', 'TEAM-KEYS', 'TEAM-SECRETS'], actions: ['GetItem'] },
      { keys: ['NOTICE#*'], actions: ['GetItem', 'Query', 'PutItem'] },
      { keys: ['TROUBLE#*'], actions: ['PutItem'] },
      { keys: ['ALARMS'], actions: ['GetItem', 'PutItem'] },
    ])
    store.allowDescribing(send.role)
    return send
  }

  #watchRejects({ alarms }: Ground): void {
    alarms.raise('Rejects', {
      metric: new Metric({ namespace: 'AWS/SES', metricName: 'Reject', period: Duration.minutes(5), statistic: 'Sum' }),
      whenItFails: {
        means: 'SES found a virus in a mail and threw it away: its addressee is not told.',
        toDo: '`forewarn deliveries ID --not-told`; a patch that holds a proof of concept is the usual cause. Link to it instead, and revise.',
      },
    })
  }
}
