import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { jsonLog } from '../../adapters/system/log.ts'
import { parseStored } from '../../adapters/dynamodb/stored.ts'
import { Campaign } from '../../core/campaign/campaign.ts'
import { Content } from '../../core/campaign/content.ts'
import { Attempt } from '../../core/delivery/delivery.ts'
import { RecipientDetails } from '../../core/recipient/recipient.ts'
import { makeHandler as makeFeedback } from '../../functions/feedback/handler.ts'
import { makeHandler as makeSend } from '../../functions/send/handler.ts'
import { feedbackMessages } from '../../operator/local/event-bus/feedback-bus.ts'
import { sesEventsOf } from '../../operator/local/ses/events.ts'
import { sqsEvent } from '../../operator/local/queues/sqs-event.ts'
import { attempt, campaignAt, content, recipientAt } from '../contracts/sample.ts'
import { canaries, secret } from './canaries.ts'
import { errorText } from './error-text.ts'
import { makeScanner } from './scanner.ts'

const scan = makeScanner()
/** The whole of each secret, and its shortest part, which may pass for a name. */
const texts = canaries.flatMap(({ texts: [whole, ...parts] }) => [whole, ...parts.slice(-1)])

const delivery = `advance-1_2_${'0'.repeat(32)}`
const of = { campaign: 'c-4k2m9x7q1d8z5t3w', notice: 'advance-1' }
const hint = { schema: 'chunk-hint/1', ...of, chunk: 2, everyMillis: 0 }
const alarm = { schema: 'alarm-hint/1', cause: { code: 'bounced', ...of }, occurrence: 1 }
const event = { schema: 'feedback/1', type: 'Delivery', ...of, delivery, attempt: '1', sesId: 'ses-1', at: '2026-12-08T16:00:00Z' }

/** A message with `text` in the place of each of its values, below and beside them, and as a name. */
function forgeries(message: Readonly<Record<string, unknown>>, text: string): readonly unknown[] {
  const instead = Object.keys(message).flatMap((field) => [
    { ...message, [field]: text },
    { ...message, [field]: { [text]: text } },
    { ...message, [field]: [text] },
  ])
  return [...instead, { ...message, [text]: 1 }, { ...message, extra: text }, { [text]: text }, [text], text]
}
const poison = (message: Readonly<Record<string, unknown>>): readonly string[] =>
  texts.flatMap((text) => [...forgeries(message, text).map((forged) => JSON.stringify(forged)), text, `{"${text}": `, `[${text}]`])

const batch = (bodies: readonly string[]) =>
  sqsEvent(
    bodies.map((Body, number) => ({ MessageId: `m-${number}`, ReceiptHandle: 'r', Body })),
    'arn:aws:sqs:eu-central-1:0:q',
  )

function heard() {
  const lines: string[] = []
  return { lines, log: jsonLog((line) => void lines.push(line)) }
}

test('a forged hint is poison, and the log says which fields are wrong and not what is in them', async () => {
  const { lines, log } = heard()
  const never = () => Promise.reject(new Error('this is a hint'))
  const handler = makeSend({ sendChunk: never, sendAlarm: never, log, timeoutSeconds: 60 })
  const bodies = [...poison(hint), ...poison(alarm)]
  const { batchItemFailures } = await handler(batch(bodies))
  expect(batchItemFailures).toHaveLength(bodies.length)
  expect(lines).toHaveLength(bodies.length)
  expect(lines.filter((line) => line.includes('"fields":"campaign"')).length).toBeGreaterThan(texts.length)
  expect(lines.flatMap(scan)).toEqual([])
})

test('a forged feedback event likewise', async () => {
  const { lines, log } = heard()
  const handler = makeFeedback({ takeFeedback: () => Promise.reject(new Error('this is feedback')), log })
  const bodies = poison(event)
  const { batchItemFailures } = await handler(batch(bodies))
  expect(batchItemFailures).toHaveLength(bodies.length)
  expect(lines.filter((line) => line.includes('"fields":"delivery"')).length).toBeGreaterThan(texts.length)
  expect(lines.flatMap(scan)).toEqual([])
})

test('of an event of SES only ids, the type and the time pass the rules', () => {
  const envelope = {
    destinations: [secret.bouncing, secret.firstContact],
    source: 'advance@notices.example',
    configurationSet: 'forewarn',
    tags: { campaign: of.campaign, notice: of.notice, delivery, attempt: '1' },
    messageId: 'ses-1',
    acceptedAt: DateTime.utc().toISO(),
  }
  const raw = Buffer.from(
    `To: <${secret.bouncing}>\r\nSubject: ${secret.title}\r\nX-Secret: ${texts.join(' ')}\r\n\r\n${texts.join('\r\n')}`,
  )
  const events = sesEventsOf(envelope, raw)
  const messages = events.flatMap(feedbackMessages)
  const inEvents = events.flatMap((told) => scan(JSON.stringify(told)).map(({ canary }) => canary))
  for (const canary of ['bouncing contact', 'first contact', 'title']) expect(inEvents).toContain(canary)
  expect(messages).toHaveLength(3)
  for (const message of messages) expect(message).toContain(delivery)
  expect(messages.flatMap(scan)).toEqual([])
})

test.each([
  ['a campaign', Campaign, campaignAt(1)],
  ['a content', Content, content],
  ['an attempt', Attempt, attempt],
  ['a recipient', RecipientDetails, recipientAt(1).details],
] as const)('a malformed item names its fields and not what is in them: %s', (_, schema, good) => {
  let refused = 0
  const different = new Map<string, unknown>()
  for (const forged of texts.flatMap((text) => forgeries({ ...good }, text))) {
    try {
      parseStored<unknown>(schema, forged, { pk: 'CAMPAIGNS', sk: of.campaign })
    } catch (error) {
      refused += 1
      different.set(`${String(error)} ${JSON.stringify(error)}`, error)
    }
  }
  expect(refused).toBeGreaterThan(texts.length * Object.keys(good).length)
  for (const error of different.values()) {
    expect(error).toMatchObject({ code: 'ITEM_MALFORMED', facts: { place: `CAMPAIGNS|${of.campaign}` } })
    expect(scan(errorText(error))).toEqual([])
  }
})
