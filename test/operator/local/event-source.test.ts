import { ReceiveMessageCommand, SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { expect, onTestFinished, test } from 'vitest'
import { type Broker, startBroker } from '../../../operator/local/queues/broker.ts'
import { type EventSourceOptions, runEventSource } from '../../../operator/local/queues/event-source.ts'
import { makeCallCounter } from '../../../operator/local/wire/call-counter.ts'
import { makeCredentials } from '../../../operator/local/wire/caller.ts'
import { keptLog, temporaryFolder, until } from './machine.ts'

async function runBroker(dataDir?: string) {
  const credentials = makeCredentials()
  const calls = makeCallCounter()
  const broker = await startBroker(dataDir ?? (await temporaryFolder()), { credentials, calls })
  const sqs = new SQSClient({ endpoint: broker.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  let stopped = false
  const stop = async () => {
    if (!stopped) await broker.stop()
    stopped = true
  }
  onTestFinished(stop)
  return { broker, sqs, calls, stop }
}

function run({ broker, sqs }: { broker: Broker; sqs: SQSClient }, over: Partial<EventSourceOptions> & Pick<EventSourceOptions, 'handler'>) {
  const log = keptLog()
  const source = runEventSource({
    sqs,
    name: 'send',
    queueUrl: broker.queueUrl('send'),
    queueArn: broker.queueArn('send'),
    batchSize: 10,
    timeoutSeconds: 5,
    concurrency: 1,
    abandoned: [],
    log,
    ...over,
  })
  onTestFinished(() => source.stop())
  return { source, log }
}

const ok: SQSBatchResponse = { batchItemFailures: [] }
const depth = (broker: Broker) => broker.depth('send')

test('a handler gets the event that Lambda would make, and what succeeded is deleted', async () => {
  const parts = await runBroker()
  const seen: SQSEvent[] = []
  run(parts, { handler: async (event) => (seen.push(event), ok) })
  await parts.sqs.send(new SendMessageCommand({ QueueUrl: parts.broker.queueUrl('send'), MessageBody: '{"n":1}' }))
  await until(() => seen.length === 1 && depth(parts.broker).inFlight === 0)
  expect(seen[0]?.Records[0]).toMatchObject({
    body: '{"n":1}',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:send',
    awsRegion: 'us-east-1',
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) as string },
  })
  expect(depth(parts.broker)).toEqual({ waiting: 0, inFlight: 0 })
})

test('only what failed comes back', async () => {
  const parts = await runBroker()
  for (const body of ['good', 'bad', 'fine']) parts.broker.put('send', body)
  const bodies: string[] = []
  const handler = async ({ Records }: SQSEvent) => {
    bodies.push(...Records.map(({ body }) => body))
    return { batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) }
  }
  run(parts, { handler })
  await until(() => bodies.length === 3 && depth(parts.broker).inFlight === 1)
  expect(depth(parts.broker)).toEqual({ waiting: 0, inFlight: 1 })
})

test.each<[string, EventSourceOptions['handler'], string]>([
  ['throws', () => Promise.reject(new RangeError('a@one.example')), 'function.failed'],
  [
    'throws at once',
    () => {
      throw new RangeError('a@one.example')
    },
    'function.failed',
  ],
  ['runs past its time-out', () => new Promise(() => undefined), 'function.timed-out'],
])(
  'a handler that %s keeps its messages, is logged without the message of its error, and does not stop the next',
  async (_, bad, event) => {
    const parts = await runBroker()
    let calls = 0
    const { log } = run(parts, { timeoutSeconds: 0.1, handler: (input) => (calls++ === 0 ? bad(input) : Promise.resolve(ok)) })
    parts.broker.put('send', 'first')
    await until(() => log.errors.length === 1)
    expect(log.errors[0]).toMatchObject({ event, facts: { function: 'send', messages: 1 } })
    expect(JSON.stringify(log.errors)).not.toContain('@')
    parts.broker.put('send', 'second')
    await until(() => calls === 2 && depth(parts.broker).inFlight === 1)
  },
)

test('a handler that fails after its time-out does not end the process, and its success does not count', async () => {
  const parts = await runBroker()
  const late = Promise.withResolvers<SQSBatchResponse>()
  const { log } = run(parts, { timeoutSeconds: 0.05, handler: () => late.promise })
  parts.broker.put('send', 'one')
  await until(() => log.errors.length === 1)
  late.reject(new Error('late'))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(depth(parts.broker)).toEqual({ waiting: 0, inFlight: 1 })
})

test('a response that names a stranger fails the whole batch', async () => {
  const parts = await runBroker()
  parts.broker.put('send', 'one')
  let called = 0
  run(parts, { handler: async () => (called++, { batchItemFailures: [{ itemIdentifier: '' }] }) })
  await until(() => called === 1)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(depth(parts.broker)).toEqual({ waiting: 0, inFlight: 1 })
})

test('no more calls run at a time than its concurrency', async () => {
  const parts = await runBroker()
  for (let n = 0; n < 6; n++) parts.broker.put('send', String(n))
  let running = 0
  let most = 0
  let done = 0
  const handler = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 30))
    running--
    done++
    return ok
  }
  run(parts, { batchSize: 1, concurrency: 2, handler })
  await until(() => done === 6)
  expect(most).toBe(2)
})

test('a pause waits for what runs and begins nothing new', async () => {
  const parts = await runBroker()
  let running = 0
  let begun = 0
  const handler = async () => {
    begun++
    running++
    await new Promise((resolve) => setTimeout(resolve, 100))
    running--
    return ok
  }
  const { source } = run(parts, { batchSize: 1, handler })
  parts.broker.put('send', 'one')
  await until(() => running === 1)
  await source.pause()
  expect(running).toBe(0)
  parts.broker.put('send', 'two')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(begun).toBe(1)
  source.resume()
  await until(() => begun === 2)
})

test('stopping lets a running call end, and does not wait for the long poll', async () => {
  const parts = await runBroker()
  let begun = false
  let ended = false
  const { source } = run(parts, {
    handler: async () => {
      begun = true
      await new Promise((resolve) => setTimeout(resolve, 200))
      ended = true
      return ok
    },
  })
  parts.broker.put('send', 'one')
  await until(() => begun)
  const before = Date.now()
  await source.stop()
  expect(ended).toBe(true)
  expect(depth(parts.broker)).toEqual({ waiting: 0, inFlight: 0 })
  expect(Date.now() - before).toBeLessThan(5000)
})

test('after a restart on the same folder, messages are there, and so are those that a dead process held', async () => {
  const dataDir = await temporaryFolder()
  const first = await runBroker(dataDir)
  first.broker.put('send', 'held')
  await first.sqs.send(new ReceiveMessageCommand({ QueueUrl: first.broker.queueUrl('send') }))
  first.broker.put('send', 'waiting')
  await first.stop()

  const second = await runBroker(dataDir)
  expect(depth(second.broker)).toEqual({ waiting: 1, inFlight: 1 })
  const bodies: string[] = []
  const handler = async ({ Records }: SQSEvent) => (bodies.push(...Records.map(({ body }) => body)), ok)
  run(second, { abandoned: second.broker.inFlight('send'), handler })
  await until(() => bodies.length === 2)
  expect(bodies.sort()).toEqual(['held', 'waiting'])
})

test('however often the process that holds a message ends, it does not become poison', async () => {
  const dataDir = await temporaryFolder()
  const first = await runBroker(dataDir)
  first.broker.put('send', 'held')
  await first.stop()
  for (let life = 0; life < 6; life++) {
    const { broker, sqs, stop } = await runBroker(dataDir)
    let received = false
    const handler = () => ((received = true), new Promise<never>(() => undefined))
    const { source } = run({ broker, sqs }, { abandoned: broker.inFlight('send'), handler, timeoutSeconds: 0.2 })
    await until(() => received)
    await source.stop()
    expect(depth(broker)).toEqual({ waiting: 0, inFlight: 1 })
    await stop()
  }
})

test('after five tries a message is in the DLQ', async () => {
  const parts = await runBroker()
  parts.broker.put('send', 'poison')
  let tries = 0
  while (parts.broker.depth('send-dlq').waiting === 0 && tries < 10) {
    const command = new ReceiveMessageCommand({ QueueUrl: parts.broker.queueUrl('send'), VisibilityTimeout: 0 })
    if ((await parts.sqs.send(command)).Messages?.length === 1) tries++
  }
  expect([tries, parts.broker.depth('send-dlq').waiting]).toEqual([5, 1])
})
