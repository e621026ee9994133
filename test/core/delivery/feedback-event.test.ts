import { expect, test } from 'vitest'
import { FeedbackEvent } from '../../../core/delivery/feedback-event.ts'

const event = {
  schema: 'feedback/1',
  type: 'Delivery',
  campaign: 'c-4k2m9x7q1d8z5t3w',
  notice: 'advance-1',
  delivery: `advance-1_0_${'ab'.repeat(16)}`,
  attempt: '1',
  sesId: '0100019a4b7c-61b59c11-000000',
  at: '2026-12-08T16:00:00Z',
}
const bounce = { type: 'Permanent', subType: 'General' }

test('a tag comes as text and is read as the number it is', () => {
  expect(FeedbackEvent.parse(event).attempt).toBe(1)
})

test('a bounce says of what kind it is, and nothing else does', () => {
  expect(FeedbackEvent.safeParse({ ...event, type: 'Bounce', bounce }).success).toBe(true)
  expect(FeedbackEvent.safeParse({ ...event, type: 'Bounce' }).success).toBe(false)
  expect(FeedbackEvent.safeParse({ ...event, bounce }).success).toBe(false)
})

test.each([
  ['a field more', { ...event, destination: 'a@one.example' }],
  ['an attempt of 0', { ...event, attempt: '0' }],
  ['an attempt that is no number', { ...event, attempt: '1e3' }],
  ['an open', { ...event, type: 'Open' }],
  ['another schema', { ...event, schema: 'feedback/2' }],
  ['an instant that is not in UTC', { ...event, at: '2026-12-08T16:00:00+01:00' }],
  ['an SES id that could be something else', { ...event, sesId: 'a@b' }],
  ['another bounce type', { ...event, type: 'Bounce', bounce: { ...bounce, type: 'Soft' } }],
])('%s is refused', (_, input) => {
  expect(FeedbackEvent.safeParse(input).success).toBe(false)
})
