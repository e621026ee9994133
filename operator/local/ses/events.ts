import { randomUUID } from 'node:crypto'
import { accountId, region } from '../account.ts'
import type { Envelope } from './mailbox.ts'
import { type Header, headersOf } from './raw-message.ts'

type Detail = { readonly eventType: string; readonly mail: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>

/** An event as SES puts it on the default bus: with addresses and headers in it. */
export interface SesEvent {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: 'aws.ses'
  readonly account: string
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: Detail
}

const detailTypes = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
} as const
type EventType = keyof typeof detailTypes

/**
 * What SES would tell of an accepted mail: sent, then delivered, unless its destination is one of the mailbox simulator's.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function sesEventsOf(envelope: Envelope, raw: Uint8Array): readonly SesEvent[] {
  const mail = mailOf(envelope, headersOf(raw))
  const event = (eventType: EventType, about: object): SesEvent => ({
    version: '0',
    id: randomUUID(),
    'detail-type': detailTypes[eventType],
    source: 'aws.ses',
    account: accountId,
    time: envelope.acceptedAt.replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:ses:${region}:${accountId}:configuration-set/${envelope.configurationSet}`],
    detail: { eventType, mail, [eventType.toLowerCase()]: about },
  })
  const send = event('Send', {})
  return [send, ...envelope.destinations.flatMap((to) => fatesOf(to).map(([type, about]) => event(type, about(to, envelope.acceptedAt))))]
}

type Fate = readonly [EventType, (to: string, at: string) => object]

const delivered: Fate = [
  'Delivery',
  (to, timestamp) => ({ timestamp, processingTimeMillis: 1, recipients: [to], smtpResponse: '250 2.0.0 OK', reportingMTA: 'localhost' }),
]
const complained: Fate = [
  'Complaint',
  (to, timestamp) => ({
    timestamp,
    complainedRecipients: [{ emailAddress: to }],
    complaintFeedbackType: 'abuse',
    feedbackId: randomUUID(),
  }),
]
const bounced = (bounceSubType: 'General' | 'Suppressed'): Fate => [
  'Bounce',
  (to, timestamp) => ({
    timestamp,
    bounceType: 'Permanent',
    bounceSubType,
    bouncedRecipients: [{ emailAddress: to, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
    feedbackId: randomUUID(),
    reportingMTA: 'dsn; localhost',
  }),
]

const simulated: ReadonlyMap<string, readonly Fate[]> = new Map([
  ['bounce', [bounced('General')]],
  ['suppressionlist', [bounced('Suppressed')]],
  ['complaint', [delivered, complained]],
])

/** The simulator takes labels: `bounce+17@…` bounces too. */
function fatesOf(address: string): readonly Fate[] {
  const local = /^([^+@]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(address)?.[1]?.toLowerCase()
  return simulated.get(local ?? '') ?? [delivered]
}

function mailOf(envelope: Envelope, headers: readonly Header[]): Detail['mail'] {
  const value = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value
  const tags = Object.fromEntries(Object.entries(envelope.tags).map(([name, text]) => [name, [text]]))
  return {
    timestamp: envelope.acceptedAt,
    source: envelope.source,
    sendingAccountId: accountId,
    messageId: envelope.messageId,
    destination: envelope.destinations,
    headersTruncated: false,
    headers,
    commonHeaders: { from: [value('from')], to: [value('to')], subject: value('subject'), messageId: envelope.messageId },
    tags: { 'ses:configuration-set': [envelope.configurationSet], ...tags },
  }
}
