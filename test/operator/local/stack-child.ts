/**
 * A stack in a process of its own, to be killed: `POST /campaigns/send` sends mails until it dies.
 * It prints `ready`, `accepted ID` once SES has answered, and `heard TYPE ID` for each event.
 */
import { writeSync } from 'node:fs'
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { FeedbackEvent } from '../../../core/delivery/feedback-event.ts'
import type { HandlersFactory } from '../../../operator/local/functions.ts'
import { stopOnSignals } from '../../../operator/local/signals.ts'
import { startStack } from '../../../operator/local/stack.ts'
import { policy } from './policy.ts'

const say = (line: string) => void writeSync(1, `${line}\n`)
const tags = { campaign: 'c-4k2m9x7q1d8z5t3w', notice: 'advance-1', delivery: `advance-1_0_${'ab'.repeat(16)}`, attempt: '1' }
const Tags = Object.entries(tags).map(([Name, Value]) => ({ Name, Value }))

const handlers: HandlersFactory = (env) => {
  const ses = new SESClient({ maxAttempts: 1 })
  const sendOne = async () => {
    const Data = Buffer.from(`From: ${policy.sender.address}\r\nTo: a@one.example\r\n\r\n${'text\r\n'.repeat(500)}`)
    const input = { Source: policy.sender.address, Destinations: ['a@one.example'], RawMessage: { Data }, Tags }
    say(`accepted ${(await ses.send(new SendRawEmailCommand({ ...input, ConfigurationSetName: env.CONFIGURATION_SET }))).MessageId}`)
  }
  const sendForever = async (): Promise<never> => {
    for (;;) await sendOne()
  }
  return {
    campaigns: () => Promise.race([1, 2, 3, 4].map(sendForever)),
    recipients: async () => ({ statusCode: 204 }),
    clock: async () => undefined,
    send: async () => ({ batchItemFailures: [] }),
    feedback: async ({ Records }) => {
      for (const { body } of Records) {
        const event = FeedbackEvent.parse(JSON.parse(body))
        say(`heard ${event.type} ${event.sesId}`)
      }
      return { batchItemFailures: [] }
    },
  }
}

const [, , dataDir = ''] = process.argv
const warn = (line: string) => void writeSync(2, `${line}\n`)
const stack = await startStack({ dataDir, port: 0, policy, templatesFile: 'none', ses: { rate: 10_000 }, handlers, warn })
if (stack.outcome === 'refused') throw new Error(stack.why)
stopOnSignals(stack)
say('ready')
