import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import type { SQSBatchResponse } from 'aws-lambda'
import type { Log } from '../../../core/shared/log.ts'
import { withDeadline } from '../deadline.ts'
import { codeOf } from '../failure.ts'
import type { QueueHandler } from '../functions.ts'
import type { HeldMessage } from './broker.ts'
import { makePauseGate } from './pause-gate.ts'
import { sqsEvent } from './sqs-event.ts'

export interface EventSourceOptions {
  readonly sqs: SQSClient
  /** For logs. */
  readonly name: string
  readonly queueUrl: string
  readonly queueArn: string
  readonly handler: QueueHandler
  /** Messages a call at most, 1 to 10. */
  readonly batchSize: number
  readonly timeoutSeconds: number
  /** Calls at a time at most. */
  readonly concurrency: number
  /** What an earlier process held: nobody works on those messages any more. */
  readonly abandoned: readonly HeldMessage[]
  readonly log: Log
}

export interface EventSource {
  /** Begins no further call, and returns when the running ones have ended. */
  pause(): Promise<void>
  resume(): void
  /** Lets running calls end. */
  stop(): Promise<void>
}

const longPollSeconds = 20
const retryMilliseconds = 1000

/**
 * Lambda's SQS event source with `ReportBatchItemFailures`: what a call did not succeed with comes back when its
 * visibility ends, and after too many tries goes to the DLQ.
 */
export function runEventSource(options: EventSourceOptions): EventSource {
  const gate = makePauseGate()
  const stopping = new AbortController()
  const poll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const messages = await receive(options, stopping.signal)
      if (messages.length > 0) await gate.pass(() => handle(options, messages))
    }
  }
  const polls = giveBack(options).then(() => Promise.all(Array.from({ length: options.concurrency }, poll)))
  return {
    pause: () => gate.shut(),
    resume: () => gate.open(),
    stop: async () => {
      stopping.abort()
      gate.open()
      await polls
    },
  }
}

/**
 * Puts anew what the end of a process interrupted: that message has not failed, so its tries begin again. Had they been
 * counted, five ends would make poison of it, and what SES tells of a mail would be lost. Put before it is deleted: when
 * this process ends in between, the message comes twice, as it may anyway.
 */
async function giveBack({ sqs, name, queueUrl: QueueUrl, abandoned, log }: EventSourceOptions): Promise<void> {
  for (const { receiptHandle: ReceiptHandle, body: MessageBody } of abandoned) {
    try {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    } catch (error) {
      // It comes back by itself, only later.
      log.error('queue.not-given-back', { queue: name, code: codeOf(error) })
    }
  }
}

async function receive({ sqs, name, queueUrl, batchSize, log }: EventSourceOptions, abortSignal: AbortSignal): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: longPollSeconds,
    MessageSystemAttributeNames: ['All'],
  })
  try {
    return (await sqs.send(command, { abortSignal })).Messages ?? []
  } catch (error) {
    if (abortSignal.aborted) return []
    log.error('queue.not-received', { queue: name, code: codeOf(error) })
    await sleep(retryMilliseconds)
    return []
  }
}

async function handle(options: EventSourceOptions, messages: readonly Message[]): Promise<void> {
  const { name, queueArn, handler, timeoutSeconds, log } = options
  try {
    const response = await withDeadline(
      Promise.resolve().then(() => handler(sqsEvent(messages, queueArn))),
      timeoutSeconds,
    )
    if (response === 'timed-out')
      return log.error('function.timed-out', { function: name, seconds: timeoutSeconds, messages: messages.length })
    await forget(options, succeeded(messages, response))
  } catch (error) {
    log.error('function.failed', { function: name, code: codeOf(error), messages: messages.length })
  }
}

/**
 * A response that names what was not in the batch counts as a failure of all of it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
function succeeded(messages: readonly Message[], response: SQSBatchResponse): readonly Message[] {
  const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
  const left = messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''))
  return messages.length - left.length === failed.size ? left : []
}

async function forget({ sqs, name, queueUrl, log }: EventSourceOptions, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return
  const Entries = messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }))
  const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
  if (Failed.length > 0) log.error('queue.not-deleted', { queue: name, messages: Failed.length })
}
