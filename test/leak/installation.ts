import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { S3Client } from '@aws-sdk/client-s3'
import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse, ScheduledEvent } from 'aws-lambda'
import * as z from 'zod'
import { jsonLog } from '../../adapters/system/log.ts'
import { Policy } from '../../core/policy/policy.ts'
import { CampaignsEnv } from '../../functions/campaigns/env.ts'
import { wireCampaigns } from '../../functions/campaigns/wire.ts'
import { ClockEnv } from '../../functions/clock/env.ts'
import { wireClock } from '../../functions/clock/wire.ts'
import { FeedbackEnv } from '../../functions/feedback/env.ts'
import { wireFeedback } from '../../functions/feedback/wire.ts'
import { RecipientsEnv } from '../../functions/recipients/env.ts'
import { wireRecipients } from '../../functions/recipients/wire.ts'
import { SendEnv } from '../../functions/send/env.ts'
import { wireSend } from '../../functions/send/wire.ts'
import { apiEvent } from '../../operator/local/gateway/api-event.ts'
import { sqsEvent } from '../../operator/local/queues/sqs-event.ts'
import { credentials, region } from '../endpoints/account.ts'
import { startDynamo } from '../endpoints/dynamodb.ts'
import { startAws } from '../endpoints/fauxqs.ts'
import { keyArn, startKms } from '../endpoints/kms.ts'
import { startSes } from '../endpoints/ses.ts'
import { manualClock } from '../fakes/clock.ts'
import { openDoors } from './doors.ts'

export const people = { author: 'ada', approver: 'ben', other: 'cleo', keeper: 'dora', auditor: 'eve', stranger: 'mallory' } as const
export type Person = (typeof people)[keyof typeof people]

const operator = (person: string, ...roles: readonly string[]) => ({ person, principal: principalOf(person), roles })
const principalOf = (person: string): string => `arn:aws:iam::123456789012:user/${person}`

export const policy = Policy.parse({
  project: { name: 'ConsoleMe', contact: 'security@consoleme.example', url: 'https://consoleme.example/security' },
  sender: { name: 'ConsoleMe security', address: 'advance@notices.consoleme.example', replyTo: 'security@consoleme.example' },
  operators: [
    operator(people.author, 'author'),
    operator(people.approver, 'approver'),
    operator(people.other, 'approver'),
    operator(people.keeper, 'list-keeper'),
    operator(people.auditor, 'auditor'),
  ],
  embargo: { lead: 'P7D', zone: 'America/Los_Angeles', maximum: 'P30D' },
  approvals: 2,
  supportedVersions: { branches: ['1.2'] },
  triageTime: 'P5D',
  marking: 'TLP:AMBER+STRICT',
})

export interface ApiCall {
  readonly as: Person
  readonly method: string
  readonly path: string
  readonly body?: object | string
}

export interface Answer {
  readonly call: ApiCall
  readonly status: number
  readonly text: string
}

export type Installation = Awaited<ReturnType<typeof install>>

/**
 * The five functions on the services' own protocols, each wired anew for each call, as after a cold start, and called with
 * the events that AWS would send. The environment of this process leads every client of the SDK to the doors.
 */
export async function install() {
  const [dynamo, aws, kms, ses] = await Promise.all([startDynamo(), startAws(), startKms(), startSes()])
  const table = await dynamo.newTable()
  const bucket = aws.newBucket()
  const queuePath = aws.newQueue().replace(/^.*:\d+/, '')
  const broker = await endpointOf(aws.s3)
  const doors = await openDoors({ dynamodb: await endpointOf(dynamo.db), s3: broker, sqs: broker, kms: kms.url, ses: ses.url })
  ses.verified.add(policy.sender.address)
  ses.quota = { daily: 50_000, sent: 0, perSecond: 1000 }
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-leak-'))
  const policyFile = join(folder, 'policy.json')
  await writeFile(policyFile, JSON.stringify(policy))
  const holidaysFile = join(folder, 'holidays.json')
  await writeFile(holidaysFile, JSON.stringify({ countries: [], firstYear: 2026, lastYear: 2026, days: {} }))
  const { urls } = doors
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_ENDPOINT_URL_S3: urls.s3,
    AWS_ENDPOINT_URL_SQS: urls.sqs,
    AWS_ENDPOINT_URL_KMS: urls.kms,
    AWS_ENDPOINT_URL_SES: urls.ses,
  })
  const env = {
    TABLE: table,
    BUCKET: bucket,
    KEY_ARN: keyArn,
    SEND_QUEUE_URL: `${urls.sqs}${queuePath}`,
    POLICY_FILE: policyFile,
    HOLIDAYS_FILE: holidaysFile,
    TEMPLATES_FILE: resolve(import.meta.dirname, '../../templates/dist/bundle.json'),
    CONFIGURATION_SET: 'forewarn',
    CONFIGURATION_SET_SEALED: 'forewarn-sealed',
    TIMEOUT_SECONDS: '60',
    TICK_SECONDS: '60',
  }
  const clock = manualClock('2026-12-01T09:00:00Z')
  const log: string[] = []
  const machine = { clock, log: jsonLog((line) => log.push(line)) }
  const answers: Answer[] = []
  const queued = (body: string) =>
    sqsEvent([{ MessageId: '7f0c5a52-6a62-4b2e-9d8e-0f5a7a3c1b11', ReceiptHandle: 'r', Body: body }], 'arn:aws:sqs:eu-central-1:0:q')

  return {
    clock,
    doors,
    ses,
    table,
    db: dynamo.db,
    /** Lines, as CloudWatch would get them. */
    log,
    /** Every answer of the API, in order. */
    answers,
    async api(call: ApiCall): Promise<Answer> {
      const { as, method, path, body } = call
      const url = new URL(path, 'https://api.example')
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
      const headers = text === '' ? {} : { 'content-type': 'application/json' }
      const event = apiEvent({ method, url, headers, body: Buffer.from(text), principal: principalOf(as), at: clock.now() })
      const wired = url.pathname.startsWith('/recipients')
        ? wireRecipients(RecipientsEnv.parse(env), machine)
        : wireCampaigns(CampaignsEnv.parse(env), machine)
      const answer = answerOf(call, await wired(event))
      answers.push(answer)
      return answer
    },
    tick: (): Promise<void> => wireClock(ClockEnv.parse(env), machine)({} as ScheduledEvent),
    send: (body: string): Promise<SQSBatchResponse> => wireSend(SendEnv.parse(env), machine)(queued(body)),
    feedback: (body: string): Promise<SQSBatchResponse> => wireFeedback(FeedbackEnv.parse(env), machine)(queued(body)),
    /** Everything in the table, to be put back. */
    async snapshot() {
      return new Map((await dynamo.dump(table)).map((item) => [JSON.stringify([item['pk'], item['sk']]), item]))
    },
    async restore(before: ReadonlyMap<string, Record<string, unknown>>): Promise<void> {
      const now = new Map((await dynamo.dump(table)).map((item) => [JSON.stringify([item['pk'], item['sk']]), item]))
      const gone = [...now].filter(([key]) => !before.has(key)).map(([, { pk, sk }]) => ({ DeleteRequest: { Key: { pk, sk } } }))
      const changed = [...before].filter(([key, item]) => JSON.stringify(now.get(key)) !== JSON.stringify(item))
      const writes = [...gone, ...changed.map(([, Item]) => ({ PutRequest: { Item } }))]
      for (let from = 0; from < writes.length; from += 25) {
        await dynamo.db.send(new BatchWriteItemCommand({ RequestItems: { [table]: writes.slice(from, from + 25) as never } }))
      }
    },
    async stop(): Promise<void> {
      await doors.stop()
      await Promise.all([dynamo.stop(), aws.stop(), kms.stop(), ses.stop(), rm(folder, { recursive: true })])
    },
  }
}

function answerOf(call: ApiCall, { statusCode = 0, headers, body = '' }: APIGatewayProxyStructuredResultV2): Answer {
  return { call, status: statusCode, text: `${JSON.stringify(headers)}\n${body}` }
}

async function endpointOf({ config }: DynamoDBClient | S3Client): Promise<string> {
  const { hostname, port } = z.object({ hostname: z.string(), port: z.number() }).parse(await config.endpoint?.())
  return `http://${hostname}:${port}`
}
