import { ReceiveMessageCommand, type SendMessageBatchCommand, type SendMessageBatchCommandInput, type SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqsHints } from '../../../adapters/sqs/hints.ts'
import { faultOf } from '../../contracts/faults.ts'
import { hintQueueContract } from '../../contracts/hint-queue.ts'
import { advance1, campaignId } from '../../contracts/sample.ts'
import { startAws } from '../../endpoints/fauxqs.ts'

let aws: Awaited<ReturnType<typeof startAws>>
beforeAll(async () => {
  aws = await startAws()
})
afterAll(() => aws.stop())

async function drain(queueUrl: string): Promise<readonly unknown[]> {
  const bodies: unknown[] = []
  for (;;) {
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }))
    if (Messages.length === 0) return bodies
    bodies.push(...Messages.map((message): unknown => JSON.parse(message.Body ?? '')))
  }
}

hintQueueContract('SQS', async () => {
  const queueUrl = aws.newQueue()
  const place = { queueUrl }
  return {
    queue: { put: (hints) => sqsHints({ sqs: aws.sqs, ...place }).put(hints) },
    queued: () => drain(queueUrl),
    breakQueue: () => (place.queueUrl = queueUrl.replace(/queue-\d+$/, 'no-such-queue')),
  }
})

const hints = [0, 1, 2].map((chunk) => ({
  hint: { schema: 'chunk-hint/1' as const, campaign: campaignId, notice: advance1, chunk, everyMillis: 0 },
  delaySeconds: chunk,
}))

/** A queue that does not take the entries of its first `failures` calls whose chunk is in `chunks`. */
function partlyFailing(chunks: readonly number[], failures: number) {
  const calls: number[][] = []
  const chunkOf = (body: string | undefined) => (JSON.parse(body ?? '') as { chunk: number }).chunk
  const send = async ({ input }: SendMessageBatchCommand) => {
    const entries: NonNullable<SendMessageBatchCommandInput['Entries']> = input.Entries ?? []
    calls.push(entries.map((entry) => chunkOf(entry.MessageBody)))
    const failed = calls.length > failures ? [] : entries.filter((entry) => chunks.includes(chunkOf(entry.MessageBody)))
    return { Failed: failed.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })) }
  }
  return { calls, sqs: { send } as unknown as SQSClient }
}

test('what of a batch was not taken is tried once more, alone', async () => {
  const { sqs, calls } = partlyFailing([1], 1)
  await sqsHints({ sqs, queueUrl: 'https://sqs.example/queue' }).put(hints)
  expect(calls).toEqual([[0, 1, 2], [1]])
})

test('what is not taken twice is a fault that counts it', async () => {
  const { sqs, calls } = partlyFailing([0, 2], 2)
  const fault = await faultOf(sqsHints({ sqs, queueUrl: 'https://sqs.example/queue' }).put(hints), 'QUEUE_UNAVAILABLE')
  expect(fault.facts).toEqual({ lost: 2 })
  expect(calls).toEqual([
    [0, 1, 2],
    [0, 2],
  ])
})
