/**
 * What may leave an SES event: ids, the type, the time. Everything else in it (addresses, headers, diagnostics) stays behind.
 *
 * Data, so that the deployed stack (EventBridge rules with an input transformer) and the one machine apply the same rules.
 * A string that starts with `$.` is a path into the event, as EventBridge reads it; any other is itself.
 * Bounces have a rule of their own, since a transformer has no way to leave out what an event does not hold.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export interface FeedbackRule {
  readonly name: string
  readonly source: 'aws.ses'
  readonly detailTypes: readonly string[]
  readonly message: FeedbackTemplate
}

export interface FeedbackTemplate {
  readonly [field: string]: string | FeedbackTemplate
}

const ids = {
  schema: 'feedback/1',
  type: '$.detail.eventType',
  campaign: '$.detail.mail.tags.campaign[0]',
  notice: '$.detail.mail.tags.notice[0]',
  delivery: '$.detail.mail.tags.delivery[0]',
  attempt: '$.detail.mail.tags.attempt[0]',
  sesId: '$.detail.mail.messageId',
  at: '$.time',
} as const

export const feedbackRules: readonly FeedbackRule[] = [
  {
    name: 'feedback',
    source: 'aws.ses',
    detailTypes: ['Email Sent', 'Email Delivered', 'Email Delivery Delayed', 'Email Rejected', 'Email Complaint Received'],
    message: ids,
  },
  {
    name: 'feedback-bounces',
    source: 'aws.ses',
    detailTypes: ['Email Bounced'],
    message: { ...ids, bounce: { type: '$.detail.bounce.bounceType', subType: '$.detail.bounce.bounceSubType' } },
  },
]
