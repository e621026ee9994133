import { expect, test } from 'vitest'
import { type FeedbackTemplate, feedbackRules } from '../../../core/shared/feedback-rules.ts'

/** The paths into an SES event that a message is made of. */
const pathsOf = (template: FeedbackTemplate): readonly string[] =>
  Object.values(template).flatMap((part) => (typeof part === 'string' ? (part.startsWith('$.') ? [part] : []) : pathsOf(part)))

/** What tells nothing of whom a mail was for, or of what it said. */
const TELLS_NOTHING = [
  /^\$\.detail\.eventType$/,
  /^\$\.detail\.mail\.tags\.(campaign|notice|delivery|attempt)\[0\]$/,
  /^\$\.detail\.mail\.messageId$/,
  /^\$\.detail\.bounce\.bounce(Sub)?Type$/,
  /^\$\.time$/,
]

test('nothing but ids, a type and a time leaves an event of SES', () => {
  const paths = feedbackRules.flatMap(({ message }) => pathsOf(message))
  expect(paths.filter((path) => !TELLS_NOTHING.some((allowed) => allowed.test(path)))).toEqual([])
  expect(feedbackRules.map(({ message }) => Object.keys(message).filter((field) => field !== 'bounce'))).toEqual(
    feedbackRules.map(() => ['schema', 'type', 'campaign', 'notice', 'delivery', 'attempt', 'sesId', 'at']),
  )
})

test('each kind of event that tells what became of a mail has one rule, and opens and clicks have none', () => {
  expect(feedbackRules.flatMap(({ detailTypes }) => detailTypes).toSorted()).toEqual([
    'Email Bounced',
    'Email Complaint Received',
    'Email Delivered',
    'Email Delivery Delayed',
    'Email Rejected',
    'Email Sent',
  ])
})

test('only the rule of bounces reads what the others do not hold', () => {
  const bounces = feedbackRules.filter(({ message }) => 'bounce' in message)
  expect(bounces.map(({ detailTypes }) => detailTypes)).toEqual([['Email Bounced']])
  expect(bounces.map(({ message }) => message['bounce'])).toEqual([
    { type: '$.detail.bounce.bounceType', subType: '$.detail.bounce.bounceSubType' },
  ])
})
