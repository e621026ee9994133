import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { ScheduledEvent } from 'aws-lambda'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { FunctionsEnv, Handlers } from '../../../operator/local/functions.ts'
import { type RunningStack, type StackOptions, startStack } from '../../../operator/local/stack.ts'
import { serveOnLoopback } from '../../../operator/local/wire/loopback.ts'
import { instant, temporaryFolder, until } from './machine.ts'
import { policy } from './policy.ts'

const idle: Handlers = {
  campaigns: async () => ({ statusCode: 200, body: 'campaigns' }),
  recipients: async () => ({ statusCode: 200, body: 'recipients' }),
  clock: async () => undefined,
  send: async () => ({ batchItemFailures: [] }),
  feedback: async () => ({ batchItemFailures: [] }),
}

const options = (dataDir: string, over: Partial<StackOptions> = {}): StackOptions => ({
  dataDir,
  port: 0,
  policy,
  templatesFile: 'templates.json',
  handlers: () => idle,
  warn: () => undefined,
  ...over,
})

async function run(dataDir: string, over: Partial<StackOptions> = {}): Promise<RunningStack> {
  const stack = await startStack(options(dataDir, over))
  if (stack.outcome === 'refused') throw new Error(stack.why)
  onTestFinished(() => stack.stop())
  return stack
}

async function callerOf(dataDir: string) {
  const { url } = JSON.parse(await readFile(join(dataDir, 'stack.json'), 'utf8')) as { url: string }
  const authorization = `Bearer ${await readFile(join(dataDir, 'token'), 'utf8')}`
  return (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, { ...init, headers: { authorization, 'x-forewarn-as': 'alice' } })
}

interface Status {
  readonly endpoints: Record<string, string>
  readonly calls: Record<string, Record<string, { ok: number; failed: number }>>
  readonly rssBytes: number
}

describe('a running stack', () => {
  test('wires the functions to endpoints that the plain SDK clients reach', async () => {
    const dataDir = await temporaryFolder()
    let env: FunctionsEnv | undefined
    const queued: string[] = []
    const send: Handlers['send'] = async ({ Records }) => (queued.push(...Records.map(({ body }) => body)), { batchItemFailures: [] })
    const handlers: StackOptions['handlers'] = (given) => ((env = given), { ...idle, send })
    await run(dataDir, { handlers })
    if (env === undefined) throw new Error('the factory was called')

    const dynamodb = new DynamoDBClient()
    await dynamodb.send(new PutItemCommand({ TableName: env.TABLE, Item: { pk: { S: 'a' }, sk: { S: 'b' } } }))
    expect((await dynamodb.send(new GetItemCommand({ TableName: env.TABLE, Key: { pk: { S: 'a' }, sk: { S: 'b' } } }))).Item).toBeDefined()
    const s3 = new S3Client()
    await s3.send(new PutObjectCommand({ Bucket: env.BUCKET, Key: 'k/1', Body: Buffer.alloc(3 * 1024 * 1024, 1) }))
    expect((await (await s3.send(new GetObjectCommand({ Bucket: env.BUCKET, Key: 'k/1' }))).Body?.transformToByteArray())?.length).toBe(
      3 * 1024 * 1024,
    )
    await new SQSClient().send(new SendMessageCommand({ QueueUrl: env.SEND_QUEUE_URL, MessageBody: 'hint' }))
    await until(() => queued.length === 1)
    expect(JSON.parse(await readFile(env.POLICY_FILE, 'utf8'))).toEqual(policy)

    const status = (await (await (await callerOf(dataDir))('/local/status')).json()) as Status
    expect(status.calls).toMatchObject({
      dynamodb: { PutItem: { ok: 1, failed: 0 } },
      s3: { PUT: { ok: 1 } },
      sqs: { SendMessage: { ok: 1 } },
    })
  })

  test('listens on 127.0.0.1 alone, with every part of it', async () => {
    const dataDir = await temporaryFolder()
    const stack = await run(dataDir)
    const { endpoints } = (await (await (await callerOf(dataDir))('/local/status')).json()) as Status
    const ports = [stack.url, ...Object.values(endpoints)].map((url) => Number(new URL(url).port))
    expect(new Set(ports).size).toBe(5)
    const answers = (host: string, port: number) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host, port }, () => resolve(true)).on('error', () => resolve(false))
        setTimeout(() => (socket.destroy(), resolve(false)), 500).unref()
      })
    for (const port of ports) {
      expect(await answers('127.0.0.1', port)).toBe(true)
      // The whole of 127/8 is this machine; what listens everywhere would answer here.
      expect(await answers('127.0.0.2', port)).toBe(false)
    }
  })

  test('lets nobody at its parts who has not got the credentials of its process', async () => {
    const dataDir = await temporaryFolder()
    await run(dataDir)
    const { endpoints } = (await (await (await callerOf(dataDir))('/local/status')).json()) as Status
    const headers = {
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20261208T160000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261208/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    }
    for (const url of Object.values(endpoints)) {
      const response = await fetch(url, { method: 'POST', headers, body: '{}' })
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(await response.text()).not.toMatch(/TableNames|queue/i)
    }
  })

  test('answers the API as the operator who asks', async () => {
    const dataDir = await temporaryFolder()
    await run(dataDir)
    const call = await callerOf(dataDir)
    expect(await (await call('/campaigns')).text()).toBe('campaigns')
    expect(await (await call('/recipients')).text()).toBe('recipients')
  })

  test('moves its clock only while nothing is under way, and ticks before it answers', async () => {
    const dataDir = await temporaryFolder()
    const ticks: string[] = []
    let env: FunctionsEnv | undefined
    let running = false
    let sentAt: string | undefined
    const handlers: StackOptions['handlers'] = (given, { clock }) => {
      env = given
      return {
        ...idle,
        clock: async (event: ScheduledEvent) => void ticks.push(event.time),
        send: async () => {
          running = true
          await new Promise((resolve) => setTimeout(resolve, 300))
          sentAt = clock.now().toISO()
          return { batchItemFailures: [] }
        },
      }
    }
    await run(dataDir, { clockAt: instant('2026-12-01T16:00:00Z'), handlers })
    const call = await callerOf(dataDir)
    await new SQSClient().send(new SendMessageCommand({ QueueUrl: env?.SEND_QUEUE_URL, MessageBody: 'hint' }))
    await until(() => running)
    const response = await call('/local/clock', { method: 'POST', body: '{"advance":"P7D"}' })
    expect(((await response.json()) as { now: string }).now).toMatch(/^2026-12-08T16:00/)
    expect(sentAt).toMatch(/^2026-12-01T16:00/)
    expect(ticks.at(-1)).toMatch(/^2026-12-08T16:00/)
    expect((await call('/local/clock', { method: 'POST', body: '{"set":"2026-12-02T00:00Z"}' })).status).toBe(409)
  })

  test('stops cleanly, and starts again on the same folder', async () => {
    const dataDir = join(await temporaryFolder(), 'fresh')
    const first = await run(dataDir, { clockAt: instant('2026-12-01T16:00:00Z') })
    expect(await startStack(options(dataDir))).toMatchObject({ outcome: 'refused', code: 'folder-in-use' })
    expect(((await stat(dataDir)).mode & 0o777).toString(8)).toBe('700')
    await Promise.all([first.stop(), first.stop()])
    expect(await readdir(dataDir)).not.toContain('lock')
    expect(await readdir(dataDir)).not.toContain('stack.json')
    await expect(fetch(first.url)).rejects.toThrow('fetch failed')
    const second = await run(dataDir)
    expect(second.clock.now().toISODate()).toBe('2026-12-01')
    const lines = (await readFile(join(dataDir, 'log.jsonl'), 'utf8')).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['stack.ready', 'stack.ready'])
  })

  test('says that its port is taken, and leaves the folder free', async () => {
    const dataDir = await temporaryFolder()
    const other = await serveOnLoopback((_, response) => void response.end())
    onTestFinished(() => other.close())
    expect(await startStack(options(dataDir, { port: other.port }))).toMatchObject({ outcome: 'refused', code: 'port-taken' })
    await run(dataDir)
  })

  test('leaves the folder free when the functions cannot be wired', async () => {
    const dataDir = await temporaryFolder()
    const handlers = () => Promise.reject(new Error('no templates'))
    await expect(startStack(options(dataDir, { handlers }))).rejects.toThrow('no templates')
    await run(dataDir)
  })
})

describe('after kill -9', () => {
  interface Child {
    readonly process: ChildProcess
    readonly lines: string[]
    kill(): Promise<void>
  }

  async function startChild(dataDir: string): Promise<Child> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'stack-child.ts'), dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines: string[] = []
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts)
    })
    const gone = once(child, 'exit')
    const kill = async (signal: NodeJS.Signals) => {
      child.kill(signal)
      await gone
    }
    onTestFinished(() => kill('SIGKILL'))
    await until(() => lines.includes('ready'), 60)
    return { process: child, lines, kill: () => kill('SIGKILL') }
  }

  const told = (lines: readonly string[], prefix: string) =>
    lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length))

  test('every mail that SES took is there, and its events are heard', async () => {
    const dataDir = await temporaryFolder()
    const accepted: string[] = []
    const heard: string[] = []
    for (let life = 0; life < 3; life++) {
      const child = await startChild(dataDir)
      const call = await callerOf(dataDir)
      void call('/campaigns/send', { method: 'POST' }).catch(() => undefined)
      await until(() => told(child.lines, 'accepted ').length >= 25)
      await child.kill()
      accepted.push(...told(child.lines, 'accepted '))
      heard.push(...told(child.lines, 'heard '))
    }
    expect(accepted.length).toBeGreaterThanOrEqual(75)

    const last = await startChild(dataDir)
    const names = await readdir(join(dataDir, 'mail'))
    const numbers = names.filter((name) => name.endsWith('.json')).map((name) => name.replace('.json', ''))
    expect(names.sort()).toEqual(numbers.flatMap((number) => [`${number}.eml`, `${number}.json`]).sort())
    const envelopes = await Promise.all(
      numbers.map(async (number) => JSON.parse(await readFile(join(dataDir, 'mail', `${number}.json`), 'utf8')) as { messageId: string }),
    )
    const kept = envelopes.map(({ messageId }) => messageId)
    expect(accepted.filter((id) => !kept.includes(id))).toEqual([])

    const unheard = () => {
      const known = new Set([...heard, ...told(last.lines, 'heard ')])
      return kept.flatMap((id) => [`Send ${id}`, `Delivery ${id}`]).filter((event) => !known.has(event))
    }
    await until(() => unheard().length === 0, 30).catch(() => undefined)
    expect(unheard()).toEqual([])
  }, 120_000)

  test('SIGTERM lets it end with 0', async () => {
    const { process: child } = await startChild(await temporaryFolder())
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await gone).toEqual([0, null])
  }, 60_000)
})
