import { describe, expect, test } from 'vitest'
import { FeedbackEvent } from '../../../core/delivery/feedback-event.ts'
import { feedbackMessages } from '../../../operator/local/event-bus/feedback-bus.ts'
import { sesEventsOf } from '../../../operator/local/ses/events.ts'
import type { Envelope } from '../../../operator/local/ses/mailbox.ts'

const tags = { campaign: 'c-4k2m9x7q1d8z5t3w', notice: 'advance-1', delivery: `advance-1_0_${'ab'.repeat(16)}`, attempt: '2' }
const envelope = (to: string, over: Partial<Envelope> = {}): Envelope => ({
  destinations: [to],
  source: 'security@consoleme.example',
  configurationSet: 'forewarn',
  tags,
  messageId: '0100019a-4b7c-000000',
  acceptedAt: '2026-12-08T16:00:00.123Z',
  ...over,
})
const raw = Buffer.from('From: security@consoleme.example\r\nTo: a@one.example\r\nSubject: [EMBARGOED] notice\r\n\r\nsecret body')
const messagesOf = (mail: Envelope) => sesEventsOf(mail, raw).flatMap(feedbackMessages)

describe('what passes the rules', () => {
  test('is what the feedback function parses', () => {
    const ids = { ...tags, attempt: 2, schema: 'feedback/1', sesId: '0100019a-4b7c-000000', at: '2026-12-08T16:00:00Z' }
    expect(messagesOf(envelope('a@one.example')).map((text) => FeedbackEvent.parse(JSON.parse(text)))).toEqual([
      { ...ids, type: 'Send' },
      { ...ids, type: 'Delivery' },
    ])
    expect(messagesOf(envelope('suppressionlist@simulator.amazonses.com')).map((text) => FeedbackEvent.parse(JSON.parse(text)))).toEqual([
      { ...ids, type: 'Send' },
      { ...ids, type: 'Bounce', bounce: { type: 'Permanent', subType: 'Suppressed' } },
    ])
  })

  test.each(['a@one.example', 'bounce@simulator.amazonses.com', 'complaint+a@simulator.amazonses.com'])(
    'holds no address and no header (%s)',
    (to) => {
      const text = messagesOf(envelope(to)).join('\n')
      expect(text).toContain('"schema":"feedback/1"')
      expect(text).not.toMatch(/@|EMBARGOED|secret|smtp|simulator/)
    },
  )
})

describe('what does not', () => {
  test('is mail without our tags', () => {
    const { attempt: _, ...some } = tags
    expect(messagesOf(envelope('a@one.example', { tags: some }))).toEqual([])
  })

  test('are events that nobody subscribed to, or that are not from SES', () => {
    const [sent] = sesEventsOf(envelope('a@one.example'), raw)
    if (sent === undefined) throw new Error('there is a first event')
    expect(feedbackMessages(sent)).toHaveLength(1)
    expect(feedbackMessages({ ...sent, 'detail-type': 'Email Opened' })).toEqual([])
    expect(feedbackMessages({ ...sent, source: 'aws.s3' as 'aws.ses' })).toEqual([])
  })
})
