import { Aws, Duration, Stack } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type FeedbackRule as Shape, type FeedbackTemplate, feedbackRules } from '../../core/shared/feedback-rules.ts'
import type { TeamAlarms } from './team-alarms.ts'

export interface FeedbackRulesProps {
  readonly configurationSets: readonly string[]
  readonly queue: Queue
  /** The queue's key. */
  readonly key: Key
  readonly alarms: TeamAlarms
}

/** SES events → their ids → the feedback queue. */
export class FeedbackRules extends Construct {
  readonly #props: FeedbackRulesProps

  constructor(scope: Construct, id: string, props: FeedbackRulesProps) {
    super(scope, id)
    this.#props = props
    const rules = feedbackRules.map((shape) => this.#rule(shape))
    this.#letIn(rules)
    for (const rule of rules) this.#watch(rule)
  }

  #rule({ name, source, detailTypes, message }: Shape): Rule {
    const rule = new Rule(this, name, {
      eventPattern: {
        source: [source],
        detailType: [...detailTypes],
        detail: { mail: { tags: { 'ses:configuration-set': [...this.#props.configurationSets] } } },
      },
    })
    // No DLQ on the target: EventBridge would put the whole event there, with the address in it.
    rule.addTarget({
      bind: () => ({ arn: this.#props.queue.queueArn, input: RuleTargetInput.fromObject(withFields(message)) }),
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

/** The template with each path in it as EventBridge's input transformer wants it. */
function withFields(template: FeedbackTemplate): object {
  const fields = Object.entries(template).map(
    ([name, part]) => [name, typeof part === 'string' ? fieldOrText(part) : withFields(part)] as const,
  )
  return Object.fromEntries(fields)
}

const fieldOrText = (part: string): string => (part.startsWith('$.') ? EventField.fromPath(part) : part)
