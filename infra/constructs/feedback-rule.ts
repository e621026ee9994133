import { Aws, Duration, Stack } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { TeamAlarms } from './team-alarms.ts'

export interface FeedbackRuleProps {
  readonly configurationSet: string
  readonly queue: Queue
  /** The queue's key. */
  readonly key: Key
  readonly alarms: TeamAlarms
}

/** As SES names them on the event bus. No opens, no clicks. */
const WITHOUT_BOUNCE = ['Email Sent', 'Email Delivered', 'Email Complaint Received', 'Email Rejected', 'Email Delivery Delayed']

/** `FeedbackEvent` in core/delivery/: ids, a type and a time. SES's own event holds the address and every header. */
const KEPT = {
  schema: 'feedback/1',
  type: EventField.fromPath('$.detail.eventType'),
  campaign: tag('campaign'),
  notice: tag('notice'),
  delivery: tag('delivery'),
  attempt: tag('attempt'),
  sesId: EventField.fromPath('$.detail.mail.messageId'),
  at: EventField.fromPath('$.time'),
}

/** SES events → their ids → the feedback queue. */
export class FeedbackRule extends Construct {
  readonly #props: FeedbackRuleProps

  constructor(scope: Construct, id: string, props: FeedbackRuleProps) {
    super(scope, id)
    this.#props = props
    const rules = [
      this.#rule('Plain', WITHOUT_BOUNCE, KEPT),
      // A rule of its own, since a path that leads nowhere would leave a hole in the others' JSON.
      this.#rule('Bounces', ['Email Bounced'], { ...KEPT, bounce: EventField.fromPath('$.detail.bounce.bounceType') }),
    ]
    this.#letIn(rules)
    for (const rule of rules) this.#watch(rule)
  }

  #rule(id: string, detailType: string[], kept: object): Rule {
    const rule = new Rule(this, id, {
      eventPattern: {
        source: ['aws.ses'],
        detailType,
        detail: { mail: { tags: { 'ses:configuration-set': [this.#props.configurationSet] } } },
      },
    })
    // No DLQ on the target: EventBridge would put the whole event there, with the address in it.
    rule.addTarget({
      bind: () => ({ arn: this.#props.queue.queueArn, input: RuleTargetInput.fromObject(kept) }),
    })
    return rule
  }

  #letIn(rules: readonly Rule[]): void {
    const principals = [new ServicePrincipal('events.amazonaws.com')]
    this.#props.queue.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['sqs:SendMessage'],
        resources: [this.#props.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => rule.ruleArn) } },
      }),
    )
    this.#props.key.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'], // in a key's policy: this key
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: '*' }) },
        },
      }),
    )
  }

  #watch(rule: Rule): void {
    this.#props.alarms.raise(`${rule.node.id}NotHandedOn`, {
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensionsMap: { RuleName: rule.ruleName },
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      whenItFails: {
        means:
          'SES says what became of mails and Forewarn does not hear it: deliveries stay accepted, and a bounce looks like one who was told.',
        toDo: "compare `forewarn deliveries ID --not-told` with SES's own figures, and look at the rule's target and the queue's policy.",
      },
    })
  }
}

/** Tags arrive as arrays, with one value each. */
function tag(name: string): string {
  return EventField.fromPath(`$.detail.mail.tags.${name}[0]`)
}
