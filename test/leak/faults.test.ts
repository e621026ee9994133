import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type BrokenStory, breakStory } from './break-story.ts'
import { canaries } from './canaries.ts'
import type { Service } from './doors.ts'
import { type Answer, type Installation, install, people } from './installation.ts'
import { processOutput } from './process-output.ts'
import { type Leak, makeScanner } from './scanner.ts'
import { besideTheMail, mailIn, tagsOf } from './sinks.ts'
import { bodyOf } from './story.ts'
import { shownBy } from './visible.ts'

const scan = makeScanner()
let at: Installation
let played: BrokenStory
let said = ''
let campaign = ''

beforeAll(async () => {
  at = await install()
  const output = processOutput()
  try {
    played = await breakStory(at)
    process.stdout.write('heard\n')
  } finally {
    output.stop()
    said = output.text()
  }
  campaign = played.told.ids['campaign'] ?? 'none'
}, 180_000)
afterAll(() => at.stop())

const requestsTo = (service: Service) => at.doors.requests.filter((request) => request.service === service)
/** Each text once: most are written again and again. */
const leaksIn = (texts: readonly (string | Uint8Array)[]): readonly Leak[] =>
  [...new Set(texts.map((text) => Buffer.from(text).toString('latin1')))].flatMap((text) => scan(Buffer.from(text, 'latin1')))
const sends = () => requestsTo('ses').filter(({ operation }) => operation === 'SendRawEmail')
const isAlarm = (tags: Readonly<Record<string, string>>) => tags['notice']?.startsWith('alarm-') === true

describe('when each request of a whole campaign was broken in turn', () => {
  test('every kind of request was, in both ways', () => {
    const broken = new Set(played.breakages.map(({ request, fault }) => `${request} ${fault}`))
    const kinds = new Set(at.doors.requests.map(({ service, operation }) => `${service} ${operation}`))
    expect(kinds.size).toBeGreaterThanOrEqual(15)
    for (const kind of kinds) for (const fault of ['refused', 'garbled']) expect(broken).toContain(`${kind} ${fault}`)
  })

  test.each(['api.failed', 'tick.failed', 'send.failed', 'feedback.failed'])('functions said so: %s', (event) => {
    expect(at.log.filter((line) => line.includes(`"event":"${event}"`)).length).toBeGreaterThan(2)
  })

  test('nothing stands in the table, nor in the keys that are asked for', () => {
    const asked = requestsTo('dynamodb')
    expect(asked.filter(({ operation, body }) => operation === 'PutItem' && body.includes(campaign)).length).toBeGreaterThan(20)
    expect(leaksIn(asked.flatMap(({ head, body }) => [head, body]))).toEqual([])
  })

  test('nothing stands in the bucket, nor in the names of its objects', () => {
    const asked = requestsTo('s3')
    expect(asked.filter(({ operation, head }) => operation === 'PUT' && head.includes('/patches/')).length).toBeGreaterThan(1)
    expect(asked.some(({ head }) => head.includes(played.told.ids['patch'] ?? 'none'))).toBe(true)
    expect(leaksIn(asked.flatMap(({ head, body }) => [head, body]))).toEqual([])
  })

  test('nothing stands in the send queue', () => {
    const asked = requestsTo('sqs')
    for (const schema of ['chunk-hint/1', 'alarm-hint/1'])
      expect(asked.some(({ body }) => body.includes(schema) && body.includes(campaign))).toBe(true)
    expect(leaksIn(asked.flatMap(({ head, body }) => [head, body]))).toEqual([])
  })

  test('nothing stands in the encryption contexts, which the trail of KMS keeps', () => {
    const asked = requestsTo('kms')
    for (const purpose of ['recipient', 'content', 'audience', 'history', 'halt', 'patch', 'access', 'address-key'])
      expect(asked.some(({ body }) => body.includes(`"forewarn:purpose":"${purpose}"`))).toBe(true)
    expect(leaksIn(asked.flatMap(({ head, body }) => [head, body]))).toEqual([])
  })

  test('nothing stands in a tag, nor in any header but To', () => {
    expect(sends().length).toBeGreaterThan(15)
    for (const request of sends()) expect(besideTheMail(request)).toContain(`${tagsOf(request)['delivery']}`)
    expect(sends().some((request) => tagsOf(request)['campaign'] === campaign)).toBe(true)
    expect(leaksIn(sends().map(besideTheMail))).toEqual([])
    expect(
      leaksIn(
        requestsTo('ses')
          .filter((request) => !sends().includes(request))
          .map(({ body }) => body),
      ),
    ).toEqual([])
  })

  test('the mails do hold the secrets, so the scanner would find them there', () => {
    const kinds = new Set(leaksIn(sends().map(mailIn)).map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['address', 'organisation', 'advisory', 'patch', 'reporter', 'reason']))
  })

  test('the mails of alarms hold nothing', async () => {
    const alarms = sends().filter((request) => isAlarm(tagsOf(request)))
    expect(alarms.length).toBeGreaterThan(2)
    const read = await Promise.all(alarms.map((request) => PostalMime.parse(mailIn(request))))
    for (const { text } of read) expect(text).toContain(campaign)
    expect(leaksIn(alarms.map(mailIn))).toEqual([])
    expect(leaksIn(read.map((mail) => JSON.stringify(mail)))).toEqual([])
  })

  test('nothing stands in a log, nor in the metrics that are counted in it', () => {
    expect(at.log.some((line) => line.includes(campaign) && line.includes('alarm.raised'))).toBe(true)
    expect(leaksIn(at.log)).toEqual([])
  })

  test('nothing is in what a function throws, which the runtime prints whole', () => {
    for (const code of ['STORE_UNAVAILABLE', 'KEYS_UNAVAILABLE', 'QUEUE_UNAVAILABLE', 'MAIL_UNAVAILABLE'])
      expect(played.thrown.some((text) => text.includes(code))).toBe(true)
    expect(leaksIn(played.thrown)).toEqual([])
  })

  test('nothing was printed by the process', () => {
    expect(said).toContain('heard')
    expect(leaksIn([said])).toEqual([])
  })
})

describe('an answer of the API', () => {
  /** Reads of everything, and a write of each kind with nothing in it. */
  const routes: readonly (readonly [string, string, object?])[] = [
    ['GET', '/campaigns'],
    ['GET', '/campaigns/terms'],
    ['GET', '/campaigns/:campaign'],
    ['GET', '/campaigns/:campaign/history'],
    ['GET', '/campaigns/:campaign/verify'],
    ['GET', '/campaigns/:campaign/preview/advance'],
    ['GET', '/campaigns/:campaign/deliveries?notice=advance-1'],
    ['GET', '/alarms'],
    ['GET', '/recipients'],
    ['GET', '/recipients/:recipient'],
    ['GET', '/recipients/access'],
    ['GET', '/recipients/audiences/:campaign/members?position=0'],
    ['POST', '/recipients/reveal', {}],
    ['POST', '/recipients/:recipient/reveal'],
    ['POST', '/recipients/names', { ids: [] }],
    ['POST', '/campaigns', {}],
    ['POST', '/recipients', { organisation: canaries[0]?.texts[0], contacts: canaries.map(({ texts }) => texts[0]) }],
    ['POST', '/recipients/import', { rows: canaries.map(({ texts }) => texts[0]) }],
  ]
  const persons = Object.values(people)

  beforeAll(async () => {
    at.doors.break(-1, 'refused')
    await at.api({ as: people.author, method: 'POST', path: '/campaigns', body: `{"advisory": ${canaries[0]?.texts[0]}` })
    for (const [method, path, body] of routes) {
      const filled = path.replaceAll(/:(\w+)/g, (_, id: string) => played.told.ids[id] ?? id)
      for (const as of persons) await at.api({ as, method, path: filled, ...(body === undefined ? {} : { body }) })
    }
  }, 60_000)

  test('shows nobody what is not for them, whatever failed', () => {
    const leaks = at.answers.flatMap((answer) =>
      scan(answer.text)
        .filter(({ kind }) => !shownBy(answer).includes(kind))
        .map(({ canary, spelling }) => `${canary} ${spelling} in ${answer.call.method} ${answer.call.path} to ${answer.call.as}`),
    )
    expect(leaks).toEqual([])
  })

  test('shows those whom it is for what they asked for', () => {
    const shown = (path: string, as: string) =>
      new Set(
        at.answers.filter(({ call }) => call.path === path && call.as === as).flatMap(({ text }) => scan(text).map(({ kind }) => kind)),
      )
    expect(shown('/recipients/reveal', people.keeper)).toEqual(new Set(['address', 'organisation', 'notes']))
    expect(shown('/recipients', people.keeper)).toEqual(new Set(['organisation']))
    expect(shown(`/campaigns/${campaign}/history`, people.auditor)).toEqual(new Set(['reason']))
    expect(shown(`/campaigns/${campaign}`, people.author)).toContain('reason')
    expect(shown(`/campaigns/${campaign}/preview/advance`, people.approver)).toContain('advisory')
  })

  test('shows a stranger nothing but that they are one', () => {
    const told = at.answers.filter(({ call }) => call.as === people.stranger)
    expect(told).toHaveLength(routes.length)
    for (const { status } of told) expect(status).toBe(403)
  })

  test('fails of every kind were among them', () => {
    const statuses = new Map(Map.groupBy(at.answers, ({ status }) => status))
    for (const status of [200, 400, 403, 500, 503]) expect(statuses.get(status)?.length ?? 0, `${status}`).toBeGreaterThan(1)
  })

  test('with whole addresses is on record, each', async () => {
    const isReveal = ({ call, status }: Answer) => call.path.endsWith('/reveal') && status === 200 && call.as === people.keeper
    const last = at.answers.filter(isReveal).slice(-2)
    expect(last).toHaveLength(2)
    const looked = await at.api({ as: people.auditor, method: 'GET', path: '/recipients/access' })
    const { entries } = z.object({ entries: z.array(z.object({ who: z.string(), what: z.string() })) }).parse(bodyOf(looked))
    expect(
      entries
        .slice(0, 2)
        .map(({ what }) => what)
        .toSorted(),
    ).toEqual(['list', `recipient ${played.told.ids['recipient']}`])
  })
})
