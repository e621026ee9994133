import { RemovalPolicy } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

/** What an operator reads at night: an alarm that says neither is noise, so there is none without both. */
export interface Meaning {
  /** Who is not told, or what will not happen. */
  readonly means: string
  /** The command to run, or the place to look. */
  readonly toDo: string
}

export interface AlarmProps {
  readonly metric: IMetric
  readonly whenItFails: Meaning
  /** @default 1, reached or passed */
  readonly threshold?: number
  /** Periods in a row. @default 1 */
  readonly periods?: number
  /** Set for a heartbeat: an alarm when there is less than `threshold`, and when there is no figure at all. */
  readonly whenSilent?: boolean
}

/** The one place where alarms are made, so that each has a meaning and reaches somebody. */
export class TeamAlarms extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, props: { readonly key: IKey; readonly email?: string }) {
    super(scope, id)
    this.topic = new Topic(this, 'Topic', { masterKey: props.key, enforceSSL: true, displayName: 'Forewarn alarms' })
    this.topic.applyRemovalPolicy(RemovalPolicy.DESTROY)
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email))
  }

  raise(id: string, props: AlarmProps): Alarm {
    const alarm = new Alarm(this, id, {
      metric: props.metric,
      threshold: props.threshold ?? 1,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: props.whenSilent ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: props.whenSilent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.whenItFails.means} To do: ${props.whenItFails.toDo}`,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
    return alarm
  }
}
