import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { ClockEnv } from '../../functions/clock/env.ts'
import type { GuardedQueue } from '../constructs/guarded-queue.ts'
import { WiredFunction } from '../constructs/wired-function.ts'
import type { Ground } from './ground.ts'

const TICK = Duration.minutes(1)

/** The clock: releases what is due, paces, and notices what is missing. If it stands still, nobody is told anything. */
export class Clockwork extends Construct {
  constructor(scope: Construct, id: string, props: { readonly ground: Ground; readonly hints: GuardedQueue }) {
    super(scope, id)
    const { ground, hints } = props
    const clock = this.#clock(ground, hints)
    hints.allowPutting(clock.role)
    ground.mail.allowAsking(clock.role)
    new Rule(this, 'Tick', {
      schedule: Schedule.rate(TICK),
      // The next tick does what this one did not.
      targets: [new LambdaFunction(clock.fn, { retryAttempts: 0, maxEventAge: TICK })],
    })
    ground.alarms.raise('Heartbeat', {
      metric: clock.fn.metricInvocations({ period: TICK, statistic: 'Sum' }),
      periods: 3,
      whenSilent: true,
      whenItFails: {
        means: 'The clock has stood still for three minutes: no notice is released, whatever its time, and no missing delivery is noticed.',
        toDo: 'see that the Tick rule is enabled and that the clock function is not throttled; a late tick releases what is due, so nothing is lost before its notAfter.',
      },
    })
  }

  #clock({ store, sealing, alarms, policyFile }: Ground, hints: GuardedQueue): WiredFunction<ClockEnv> {
    const clock = new WiredFunction<ClockEnv>(this, 'Clock', {
      name: 'clock',
      environment: {
        TABLE: store.table.tableName,
        KEY_ARN: sealing.key.keyArn,
        SEND_QUEUE_URL: hints.queue.queueUrl,
        POLICY_FILE: policyFile.name,
        TICK_SECONDS: String(TICK.toSeconds()),
      },
      timeout: Duration.seconds(50),
      memoryMiB: 512,
      files: [policyFile],
      alarms,
      whenItFails: {
        means: 'The clock runs and fails: notices that are due may not be released.',
        toDo: '`forewarn campaign list` shows what is due; the log of the clock function gives the code of the fault.',
      },
      whenItRaises: {
        means:
          'The clock found something that did not happen: a notice held, a delivery uncertain or unconfirmed, or a date that came with nobody told.',
        toDo: "`forewarn campaign status ID` and `forewarn deliveries ID --not-told`; the campaign's id is in the log of the clock function.",
      },
    })
    clock.fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: TICK })
    sealing.allow(clock.role, { seals: ['history'] })
    store.allowItems(clock.role, [
      { keys: ['CAMPAIGNS', 'CAMPAIGN#*'], actions: ['GetItem', 'Query', 'PutItem'] },
      { keys: ['CAMPAIGNS', 'HALT', 'TABLE'], actions: ['BatchGetItem'] },
      { keys: ['PACE'], actions: ['GetItem', 'PutItem'] },
      { keys: ['TABLE'], actions: ['GetItem'] },
      { keys: ['NOTICE#*'], actions: ['GetItem', 'Query', 'PutItem'] },
      { keys: ['TROUBLE#*'], actions: ['GetItem', 'DeleteItem'] },
      { keys: ['ALARMS'], actions: ['GetItem', 'Query', 'PutItem'] },
    ])
    store.allowDescribing(clock.role)
    return clock
  }
}
