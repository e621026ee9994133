import {
  GetAccountSendingEnabledCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
} from '@aws-sdk/client-ses'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import type { SesEvent } from '../../../operator/local/ses/events.ts'
import type { SesLimits } from '../../../operator/local/ses/sending-account.ts'
import { startSes } from '../../../operator/local/ses/service.ts'
import { makeCallCounter } from '../../../operator/local/wire/call-counter.ts'
import { makeCredentials } from '../../../operator/local/wire/caller.ts'
import { handClock, keptLog, temporaryFolder, until } from './machine.ts'

const sender = 'security@consoleme.example'
const raw = (to = 'a@one.example', body = 'Hello') =>
  Buffer.from(`From: ConsoleMe <${sender}>\r\nTo: ${to}\r\nSubject: notice\r\n\r\n${body}\r\n`)
const tags = { campaign: 'c-4k2m9x7q1d8z5t3w', notice: 'advance-1', delivery: 'advance-1_0_ab', attempt: '1' }

function subTypeOf(detail: SesEvent['detail']): readonly string[] {
  const { bounce } = z
    .object({ bounce: z.object({ bounceType: z.literal('Permanent'), bounceSubType: z.string() }).optional() })
    .parse(detail)
  return bounce === undefined ? [] : [bounce.bounceSubType]
}

interface Run {
  readonly dataDir?: string
  readonly limits?: Partial<SesLimits>
  readonly publish?: (event: SesEvent) => void
}

async function runSes(run: Run = {}) {
  const dataDir = run.dataDir ?? (await temporaryFolder())
  const events: SesEvent[] = []
  const clock = handClock()
  const log = keptLog()
  const credentials = makeCredentials()
  const calls = makeCallCounter()
  const ses = await startSes({
    dataDir,
    limits: { rate: 50, daily: 1000, verified: [sender], ...run.limits },
    clock,
    log,
    credentials,
    calls,
    publish: run.publish ?? ((event) => void events.push(event)),
  })
  let stopped = false
  const stop = async () => {
    if (!stopped) await ses.stop()
    stopped = true
  }
  onTestFinished(stop)
  const client = new SESClient({ endpoint: ses.server.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  const send = (input: Partial<SendRawEmailCommandInput> = {}) =>
    client.send(
      new SendRawEmailCommand({
        Source: sender,
        Destinations: ['a@one.example'],
        RawMessage: { Data: raw() },
        ConfigurationSetName: 'forewarn',
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        ...input,
      }),
    )
  return { ses, stop, client, send, events, clock, log, calls, dataDir, mail: join(dataDir, 'mail') }
}

describe('an accepted mail', () => {
  test('is kept in its exact bytes, with its envelope', async () => {
    const { send, mail } = await runSes()
    const bytes = Buffer.concat([raw(), randomBytes(4096), Buffer.from('no newline at the end+/= &%')])
    const { MessageId } = await send({ RawMessage: { Data: bytes }, Destinations: ['"o, p+x"@xn--bcher-kva.example'] })
    expect((await readFile(join(mail, '000001.eml'))).equals(bytes)).toBe(true)
    expect(JSON.parse(await readFile(join(mail, '000001.json'), 'utf8'))).toEqual({
      destinations: ['"o, p+x"@xn--bcher-kva.example'],
      source: sender,
      configurationSet: 'forewarn',
      tags,
      messageId: MessageId,
      acceptedAt: '2026-12-08T16:00:00.000Z',
    })
  })

  test('is told of as sent, then as delivered, once', async () => {
    const { send, ses, events } = await runSes()
    const { MessageId } = await send()
    await ses.outbox.idle()
    expect(events.map((event) => [event['detail-type'], event.detail.eventType])).toEqual([
      ['Email Sent', 'Send'],
      ['Email Delivered', 'Delivery'],
    ])
    expect(events[0]).toMatchObject({ source: 'aws.ses', time: '2026-12-08T16:00:00Z' })
    expect(events[0]?.detail.mail).toMatchObject({
      messageId: MessageId,
      destination: ['a@one.example'],
      tags: { campaign: [tags.campaign], attempt: ['1'], 'ses:configuration-set': ['forewarn'] },
      headers: [
        { name: 'From', value: `ConsoleMe <${sender}>` },
        { name: 'To', value: 'a@one.example' },
        { name: 'Subject', value: 'notice' },
      ],
    })
  })

  test.each([
    ['bounce@simulator.amazonses.com', ['Send', 'Bounce General']],
    ['bounce+17@simulator.amazonses.com', ['Send', 'Bounce General']],
    ['suppressionlist+a@simulator.amazonses.com', ['Send', 'Bounce Suppressed']],
    ['complaint@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint']],
    ['success@simulator.amazonses.com', ['Send', 'Delivery']],
    ['bounce@simulator.amazonses.com.example', ['Send', 'Delivery']],
  ])('to %s has the fate that the simulator gives it', async (to, fate) => {
    const { send, ses, events } = await runSes()
    await send({ Destinations: [to] })
    await ses.outbox.idle()
    expect(events.map(({ detail }) => [detail.eventType, ...subTypeOf(detail)].join(' '))).toEqual(fate)
  })
})

describe('is refused, and nothing is kept', () => {
  test.each<[string, Partial<SendRawEmailCommandInput>, string]>([
    ['a source that is not verified', { Source: 'who@else.example' }, 'MessageRejected'],
    ['no source', { Source: undefined }, 'MessageRejected'],
    ['a From that is not verified', { RawMessage: { Data: Buffer.from('From: who@else.example\r\n\r\nx') } }, 'MessageRejected'],
    ['no From', { RawMessage: { Data: Buffer.from('To: a@one.example\r\n\r\nx') } }, 'InvalidParameterValue'],
    [
      'a From that is in the body',
      { RawMessage: { Data: Buffer.from(`To: a@one.example\r\n\r\nFrom: ${sender}\r\n`) } },
      'InvalidParameterValue',
    ],
    ['an unknown configuration set', { ConfigurationSetName: 'other' }, 'ConfigurationSetDoesNotExistException'],
    ['no configuration set', { ConfigurationSetName: undefined }, 'ConfigurationSetDoesNotExistException'],
    ['more than 10 MB', { RawMessage: { Data: Buffer.concat([raw(), Buffer.alloc(10 * 1024 * 1024)]) } }, 'MessageRejected'],
    ['a local part that is not 7-bit', { Destinations: ['jürgen@one.example'] }, 'InvalidParameterValue'],
    ['a domain that is not 7-bit', { Destinations: ['a@bücher.example'] }, 'InvalidParameterValue'],
    ['two destinations in one', { Destinations: ['a@one.example, b@two.example'] }, 'InvalidParameterValue'],
    ['no destination', { Destinations: [] }, 'InvalidParameterValue'],
    ['a tag with spaces', { Tags: [{ Name: 'campaign', Value: 'a b' }] }, 'InvalidParameterValue'],
  ])('%s', async (_, input, name) => {
    const { send, ses, mail, events } = await runSes()
    const error: unknown = await send(input).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: 400 } })
    expect(String(error)).not.toMatch(/[^\s@]+@[^\s@]+/)
    await ses.outbox.idle()
    expect([await readdir(mail), events, ses.account.sent()]).toEqual([[], [], 0])
  })

  test('10 MB exactly goes', async () => {
    const { send } = await runSes()
    const head = raw()
    await expect(send({ RawMessage: { Data: Buffer.concat([head, Buffer.alloc(10 * 1024 * 1024 - head.length)]) } })).resolves.toBeDefined()
  })

  test('a caller without the credentials of this process', async () => {
    const { ses, mail } = await runSes()
    const stranger = new SESClient({ endpoint: ses.server.url, region: 'us-east-1', credentials: makeCredentials(), maxAttempts: 1 })
    await expect(stranger.send(new GetSendQuotaCommand())).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    expect(await readdir(mail)).toEqual([])
  })
})

describe('limits', () => {
  test('the rate holds for each second, and can be changed while it runs', async () => {
    const { send, ses, clock } = await runSes({ limits: { rate: 2 } })
    await send()
    await send()
    await expect(send()).rejects.toMatchObject({ name: 'Throttling', message: 'Maximum sending rate exceeded.' })
    clock.pass(500)
    await send()
    await expect(send()).rejects.toMatchObject({ name: 'Throttling' })
    ses.account.change({ rate: 10 })
    clock.pass(1000)
    for (let mail = 0; mail < 10; mail++) await send()
    await expect(send()).rejects.toMatchObject({ name: 'Throttling' })
  })

  test('the quota counts the last 24 hours, also after a restart', async () => {
    const first = await runSes({ limits: { daily: 3 } })
    await first.send()
    await first.send()
    await first.stop()
    const { send, client, clock } = await runSes({ dataDir: first.dataDir, limits: { daily: 3, rate: 50 } })
    expect(await client.send(new GetSendQuotaCommand())).toMatchObject({ Max24HourSend: 3, MaxSendRate: 50, SentLast24Hours: 2 })
    await send()
    await expect(send()).rejects.toMatchObject({ name: 'Throttling', message: 'Daily message quota exceeded.' })
    clock.pass(24 * 3600 * 1000)
    await expect(send()).resolves.toBeDefined()
  })

  test('only what is verified has an entry, and an action it does not know is named as such', async () => {
    const { client, ses } = await runSes()
    const ask = async () =>
      (await client.send(new GetIdentityVerificationAttributesCommand({ Identities: [sender, 'consoleme.example'] })))
        .VerificationAttributes
    expect(await ask()).toEqual({ [sender]: { VerificationStatus: 'Success' } })
    ses.account.change({ verified: ['consoleme.example'] })
    expect(await ask()).toEqual({ 'consoleme.example': { VerificationStatus: 'Success' } })
    expect(await client.send(new GetAccountSendingEnabledCommand())).toMatchObject({ Enabled: true })
    await expect(client.send(new ListIdentitiesCommand())).rejects.toMatchObject({ name: 'InvalidAction' })
  })

  test('a verified domain may send as any of its addresses, and as no other', async () => {
    const { send } = await runSes({ limits: { verified: ['consoleme.example'] } })
    await expect(send()).resolves.toBeDefined()
    await expect(send({ Source: 'a@sub.consoleme.example' })).rejects.toMatchObject({ name: 'MessageRejected' })
  })
})

describe('after a restart', () => {
  test('numbers go on, and half a mail is gone', async () => {
    const first = await runSes()
    await first.send()
    await first.stop()
    await writeFile(join(first.mail, '000002.eml'), 'torn')
    await writeFile(join(first.mail, '000003.eml.part'), 'torn')
    const second = await runSes({ dataDir: first.dataDir })
    expect((await readdir(second.mail)).sort()).toEqual(['000001.eml', '000001.json'])
    await second.send()
    expect((await readdir(second.mail)).sort()).toEqual(['000001.eml', '000001.json', '000002.eml', '000002.json'])
  })

  test('what was not told is told, and what was told is not told again', async () => {
    let broken = false
    const heard: SesEvent[] = []
    const publish = (event: SesEvent) => {
      if (broken) throw new Error('the bus is down')
      heard.push(event)
    }
    const first = await runSes({ publish })
    const told = await first.send()
    await first.ses.outbox.idle()
    broken = true
    const untold = await first.send()
    await until(() => first.log.errors.some(({ event }) => event === 'ses.event-not-published'))
    await first.stop()
    expect(heard.map(({ detail }) => detail.mail['messageId'])).toEqual([told.MessageId, told.MessageId])

    const second = await runSes({ dataDir: first.dataDir })
    await second.ses.outbox.idle()
    expect(second.events.map(({ detail }) => [detail.eventType, detail.mail['messageId']])).toEqual([
      ['Send', untold.MessageId],
      ['Delivery', untold.MessageId],
    ])
  })

  test('a torn line in the record of what was told is not believed', async () => {
    const first = await runSes({
      publish: () => {
        throw new Error('the bus is down')
      },
    })
    await first.send()
    await first.stop()
    await writeFile(join(first.dataDir, 'ses-events-told'), '000001')
    const second = await runSes({ dataDir: first.dataDir })
    await second.ses.outbox.idle()
    expect(second.events).toHaveLength(2)
    await second.stop()
    expect(await readFile(join(first.dataDir, 'ses-events-told'), 'utf8')).toBe('000001\n')
  })
})
