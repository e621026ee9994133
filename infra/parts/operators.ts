import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { CampaignsEnv } from '../../functions/campaigns/env.ts'
import type { RecipientsEnv } from '../../functions/recipients/env.ts'
import type { BundledFile } from '../constructs/bundled-files.ts'
import type { GuardedQueue } from '../constructs/guarded-queue.ts'
import { OperatorApi } from '../constructs/operator-api.ts'
import { WiredFunction } from '../constructs/wired-function.ts'
import type { Ground } from './ground.ts'

/** One second less than API Gateway waits, so that the function's own answer is the one that arrives. */
const TIMEOUT = Duration.seconds(29)
const TEMPLATES: BundledFile = { name: 'bundle.json', copyOf: 'templates/dist/bundle.json' }

/** The two halves of the API. Only `recipients` can open the list. */
export class Operators extends Construct {
  constructor(scope: Construct, id: string, { ground, hints }: { readonly ground: Ground; readonly hints: GuardedQueue }) {
    super(scope, id)
    const campaigns = this.#campaigns(ground, hints)
    const recipients = this.#recipients(ground)
    ground.mail.allowAsking(campaigns.role)
    new Rule(this, 'KeyCheck', {
      schedule: Schedule.cron({ weekDay: 'MON', hour: '6', minute: '0' }),
      targets: [new LambdaFunction(recipients.fn, { retryAttempts: 2 })],
    })
    new OperatorApi(this, 'Api', { campaigns: campaigns.fn, recipients: recipients.fn })
  }

  #campaigns({ store, sealing, alarms, policyFile, holidaysFile }: Ground, hints: GuardedQueue): WiredFunction<CampaignsEnv> {
    const campaigns = new WiredFunction<CampaignsEnv>(this, 'Campaigns', {
      name: 'campaigns',
      environment: {
        TABLE: store.table.tableName,
        BUCKET: store.bucket.bucketName,
        KEY_ARN: sealing.key.keyArn,
        SEND_QUEUE_URL: hints.queue.queueUrl,
        POLICY_FILE: policyFile.name,
        HOLIDAYS_FILE: holidaysFile.name,
        TEMPLATES_FILE: TEMPLATES.name,
      },
      timeout: TIMEOUT,
      memoryMiB: 1024,
      files: [policyFile, holidaysFile, TEMPLATES],
      alarms,
      whenItFails: {
        means: "An operator's command on a campaign broke off: an approval, a shortening or a halt may not be in force.",
        toDo: '`forewarn campaign status ID` shows what is in force; then give the command again.',
      },
    })
    const purposes = ['content', 'history', 'halt', 'patch', 'team-public'] as const
    // It makes the team's keys and keeps them, and could not sign with one if it wanted to.
    sealing.allow(campaigns.role, { seals: [...purposes, 'team-key'], opens: purposes })
    store.allowBlobs(campaigns.role, 'read-and-write')
    store.allowItems(campaigns.role, [
      { keys: ['CAMPAIGNS', 'CAMPAIGN#*'], actions: ['GetItem', 'Query', 'PutItem'] },
      { keys: ['HALT'], actions: ['BatchGetItem', 'PutItem', 'DeleteItem'] },
      // Writing: an operator lets out again what was blocked.
      { keys: ['NOTICE#*'], actions: ['GetItem', 'Query', 'PutItem'] },
      { keys: ['ALARMS'], actions: ['Query'] },
      { keys: ['TABLE', 'TEAM-KEYS'], actions: ['GetItem', 'PutItem'] },
      { keys: ['TEAM-SECRETS'], actions: ['PutItem'] },
    ])
    store.allowDescribing(campaigns.role)
    hints.allowPutting(campaigns.role)
    return campaigns
  }

  #recipients({ store, sealing, alarms, policyFile }: Ground): WiredFunction<RecipientsEnv> {
    const recipients = new WiredFunction<RecipientsEnv>(this, 'Recipients', {
      name: 'recipients',
      environment: {
        TABLE: store.table.tableName,
        BUCKET: store.bucket.bucketName,
        KEY_ARN: sealing.key.keyArn,
        POLICY_FILE: policyFile.name,
      },
      timeout: TIMEOUT,
      memoryMiB: 1024,
      files: [policyFile],
      alarms,
      whenItFails: {
        means:
          'A command on the list broke off: an import may be half done, or an audience not written, and whoever is not on the list is not told.',
        toDo: '`forewarn recipients list`, then give the command again; an import goes on where it stopped.',
      },
      whenItRaises: {
        means: 'Keys of recipients have ended or soon will: what is to be sealed to them will be blocked, and they will not be told by it.',
        toDo: '`forewarn keys check` says whose they are; ask each for the key as it is now.',
      },
    })
    sealing.allow(recipients.role, {
      seals: ['recipient', 'address-key', 'audience', 'access'],
      opens: ['recipient', 'address-key', 'audience', 'access', 'content', 'patch', 'team-public'],
    })
    store.allowBlobs(recipients.role, 'read')
    store.allowItems(recipients.role, [
      { keys: ['RECIPIENTS#*', 'ACCESS', 'CONTROL'], actions: ['GetItem', 'Query', 'PutItem'] },
      { keys: ['ADDRESS#*'], actions: ['GetItem', 'PutItem', 'DeleteItem'] },
      { keys: ['CAMPAIGNS', 'TEAM-KEYS'], actions: ['GetItem'] },
      { keys: ['CAMPAIGN#*'], actions: ['GetItem', 'PutItem'] },
      // Once a week it looks at all the keys, since nobody else may open them.
      { keys: ['ALARMS'], actions: ['GetItem', 'PutItem'] },
    ])
    return recipients
  }
}
