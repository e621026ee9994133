import { join } from 'node:path'
import type { IncomingMessage } from 'node:http'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { accountId, bucketName, region } from '../account.ts'
import { timeoutSeconds } from '../functions.ts'
import type { CallCounter, Service } from '../wire/call-counter.ts'
import type { LocalCredentials } from '../wire/caller.ts'
import { bindToLoopback, guardServer } from '../wire/embedded.ts'
import { portOf } from '../wire/loopback.ts'
import { withQuickCommits } from './quick-commits.ts'

export type QueueName = 'send' | 'send-dlq' | 'feedback' | 'feedback-dlq'

export interface HeldMessage {
  readonly receiptHandle: string
  readonly body: string
}

/** SQS and S3 on this machine. */
export interface Broker {
  /** Of both. */
  readonly url: string
  queueUrl(name: QueueName): string
  queueArn(name: QueueName): string
  /** As EventBridge would: past SQS's own door, so it is not one of the counted calls. */
  put(name: QueueName, body: string): void
  /** Messages that wait, and those that a consumer holds. */
  depth(name: QueueName): { readonly waiting: number; readonly inFlight: number }
  /** What a consumer holds. */
  inFlight(name: QueueName): readonly HeldMessage[]
  stop(): Promise<void>
}

/** After this many tries a message is poison. */
const maxReceiveCount = 5

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, which asks for six time-outs */
const visibilitySeconds = (functionSeconds: number): string => String(6 * functionSeconds)

export async function startBroker(dataDir: string, guard: { credentials: LocalCredentials; calls: CallCounter }): Promise<Broker> {
  const start = () =>
    withQuickCommits(() => startFauxqs({ port: 0, logger: false, dataDir: join(dataDir, 'fauxqs'), defaultRegion: region }))
  const { started: fauxqs, server } = await bindToLoopback(start)
  guardServer(server, { ...guard, serviceOf })
  createParts(fauxqs)
  const url = `http://127.0.0.1:${portOf(server)}`
  const messages = (name: QueueName) => fauxqs.inspectQueue(name)?.messages ?? { ready: [], delayed: [], inflight: [] }
  return {
    url,
    queueUrl: (name) => `${url}/${accountId}/${name}`,
    queueArn,
    put: (name, body) => void fauxqs.sendMessage(name, body),
    depth: (name) => ({ waiting: messages(name).ready.length + messages(name).delayed.length, inFlight: messages(name).inflight.length }),
    inFlight: (name) => messages(name).inflight.map(({ receiptHandle, message: { body } }) => ({ receiptHandle, body })),
    stop: () => fauxqs.stop(),
  }
}

/** What exists already keeps its messages and objects. */
function createParts(fauxqs: FauxqsServer): void {
  const queue = (name: 'send' | 'feedback') => {
    const redrive = JSON.stringify({ deadLetterTargetArn: queueArn(`${name}-dlq`), maxReceiveCount })
    return { name, attributes: { VisibilityTimeout: visibilitySeconds(timeoutSeconds[name]), RedrivePolicy: redrive } }
  }
  fauxqs.setup({
    queues: [{ name: 'send-dlq' }, { name: 'feedback-dlq' }, queue('send'), queue('feedback')],
    buckets: [bucketName],
  })
}

const queueArn = (name: QueueName): string => `arn:aws:sqs:${region}:${accountId}:${name}`

const serviceOf = (request: IncomingMessage): Service => (request.headers['x-amz-target'] === undefined ? 's3' : 'sqs')
