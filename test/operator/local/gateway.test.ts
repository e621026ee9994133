import { request as httpRequest } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ApiEvent, ApiHandler } from '../../../operator/local/functions.ts'
import { makeGateway } from '../../../operator/local/gateway/gateway.ts'
import { serveOnLoopback } from '../../../operator/local/wire/loopback.ts'
import { handClock, instant, keptLog } from './machine.ts'
import { policy } from './policy.ts'

const token = 'f'.repeat(64)

async function runGateway(campaigns?: ApiHandler) {
  const events: ApiEvent[] = []
  const log = keptLog()
  const answer: ApiHandler = async (event) => {
    events.push(event)
    return { statusCode: 201, headers: { 'x-made': 'yes', 'content-type': 'text/plain' }, cookies: ['a=1', 'b=2'], body: 'made' }
  }
  const moves: unknown[] = []
  const machine = {
    clock: handClock(),
    status: () => ({ pid: 1 }),
    set: async (to: unknown) => (moves.push(to), instant('2026-12-09T00:00Z')),
    advance: async () => ({ outcome: 'refused', code: 'clock-goes-forward', why: 'no', hint: 'later' }) as const,
    sesLimits: () => ({ rate: 1, daily: 2, verified: [] }),
    changeSes: (limits: object) => void moves.push(limits),
  }
  const recipients: ApiHandler = async () => ({ statusCode: 200, body: 'recipients' })
  const gateway = makeGateway({
    token,
    operators: policy.operators,
    handlers: { campaigns: campaigns ?? answer, recipients },
    machine,
    log,
  })
  const server = await serveOnLoopback(gateway)
  onTestFinished(() => server.close())
  const call = (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
    fetch(`${server.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, 'x-forewarn-as': 'alice', ...init.headers } })
  return { server, call, events, log, moves }
}

const errorCode = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code

describe('who comes in', () => {
  test('is whom the token and the policy know, as the principal of the policy', async () => {
    const { call, events } = await runGateway()
    const response = await call('/campaigns/c-1?state=draft&x=1&x=2', {
      method: 'POST',
      body: '{"a":"ü"}',
      headers: { 'content-type': 'application/json' },
    })
    expect([response.status, response.headers.get('x-made'), response.headers.getSetCookie(), await response.text()]).toEqual([
      201,
      'yes',
      ['a=1', 'b=2'],
      'made',
    ])
    expect(events[0]).toMatchObject({
      version: '2.0',
      rawPath: '/campaigns/c-1',
      rawQueryString: 'state=draft&x=1&x=2',
      queryStringParameters: { state: 'draft', x: '1,2' },
      body: '{"a":"ü"}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'POST', path: '/campaigns/c-1' },
        time: '08/Dec/2026:16:00:00 +0000',
        authorizer: { iam: { userArn: 'arn:aws:sts::111122223333:assumed-role/forewarn-author/alice', accountId: '111122223333' } },
      },
    })
    expect(JSON.stringify(events[0])).not.toContain(token)
  })

  test.each<[string, Record<string, string>, readonly [number, string]]>([
    ['no token', { authorization: '' }, [401, 'unauthorised']],
    ['a wrong token', { authorization: `Bearer ${'e'.repeat(64)}` }, [401, 'unauthorised']],
    ['the start of the token', { authorization: `Bearer ${token.slice(1)}` }, [401, 'unauthorised']],
    ['nobody', { 'x-forewarn-as': '' }, [403, 'unknown-operator']],
    ['a stranger', { 'x-forewarn-as': 'mallory' }, [403, 'unknown-operator']],
    ['a principal in place of a name', { 'x-forewarn-as': 'arn:aws:iam::111122223333:user/bob' }, [403, 'unknown-operator']],
  ])('is not %s', async (_, headers, expected) => {
    const { call, events } = await runGateway()
    const response = await call('/campaigns', { headers })
    expect([response.status, await errorCode(response), events]).toEqual([...expected, []])
  })

  test('is not a page that made its name resolve to this machine', async () => {
    const { server, events } = await runGateway()
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        const headers = { host, authorization: `Bearer ${token}`, 'x-forewarn-as': 'alice' }
        httpRequest(`${server.url}/campaigns`, { headers }, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end()
      })
    expect(await statusFor('evil.example:4780')).toBe(421)
    expect(await statusFor('127.0.0.1.evil.example')).toBe(421)
    expect(events).toEqual([])
    expect(await statusFor('localhost:4780')).toBe(201)
  })
})

describe('what it hands on', () => {
  test('goes to the function that owns the path', async () => {
    const { call, events } = await runGateway()
    const campaigns = ['/campaigns', '/campaigns/x', '/halts', '/halts/ALL', '/alarms', '/keys/team', '/table', '/table/accept']
    for (const path of campaigns) expect((await call(path)).status).toBe(201)
    expect(await (await call('/recipients/import')).text()).toBe('recipients')
    expect((await call('/campaignsx')).status).toBe(404)
    expect((await call('/')).status).toBe(404)
    expect(events).toHaveLength(campaigns.length)
  })

  test('is base64 when it is not text', async () => {
    const { call, events } = await runGateway()
    await call('/campaigns', { method: 'POST', body: Buffer.from([0, 255]), headers: { 'content-type': 'application/octet-stream' } })
    expect(events[0]).toMatchObject({ body: 'AP8=', isBase64Encoded: true })
  })

  test('has 6 MB at most', async () => {
    const { call, events } = await runGateway()
    const post = (size: number) => call('/campaigns', { method: 'POST', body: 'x'.repeat(size), headers: { 'content-type': 'text/plain' } })
    expect((await post(6 * 1024 * 1024)).status).toBe(201)
    const refused = await post(6 * 1024 * 1024 + 1).then(
      (response) => response.status,
      () => 'connection closed',
    )
    expect([413, 'connection closed']).toContain(refused)
    expect(events).toHaveLength(1)
  })

  test('that fails says so without saying what was in it', async () => {
    const { call, log } = await runGateway(() => Promise.reject(new TypeError('a@one.example')))
    const response = await call('/campaigns')
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('@')])
    expect(log.errors).toEqual([{ event: 'gateway.failed', facts: { code: 'TypeError' } }])
  })
})

describe('the routes of this machine', () => {
  test('tell and move the time', async () => {
    const { call, moves } = await runGateway()
    expect(await (await call('/local/clock')).json()).toEqual({ now: '2026-12-08T16:00:00.000Z' })
    const set = await call('/local/clock', { method: 'POST', body: '{"set":"2026-12-09T01:00:00+01:00"}' })
    expect([set.status, await set.json(), String(moves[0])]).toEqual([200, { now: '2026-12-09T00:00:00.000Z' }, '2026-12-09T00:00:00.000Z'])
    const refused = await call('/local/clock', { method: 'POST', body: '{"advance":"-P1D"}' })
    expect([refused.status, await errorCode(refused)]).toEqual([409, 'clock-goes-forward'])
  })

  test.each([
    '{"set":"2026-12-09T00:00:00"}',
    '{"set":"tomorrow"}',
    '{"advance":"a week"}',
    '{"set":"2026-12-09T00:00Z","advance":"P1D"}',
    'no json',
  ])('take no %s', async (body) => {
    const { call, moves } = await runGateway()
    const response = await call('/local/clock', { method: 'POST', body })
    expect([response.status, await errorCode(response), moves]).toEqual([400, 'bad-input', []])
  })

  test('change what SES allows, and need the token', async () => {
    const { call, moves } = await runGateway()
    expect((await call('/local/ses', { method: 'POST', body: '{"rate":5,"verified":["a@b.example"]}' })).status).toBe(200)
    expect((await call('/local/ses', { method: 'POST', body: '{"rate":0}' })).status).toBe(400)
    expect((await call('/local/status', { headers: { authorization: '' } })).status).toBe(401)
    expect(await (await call('/local/status')).json()).toEqual({ pid: 1 })
    expect(moves).toEqual([{ rate: 5, verified: ['a@b.example'] }])
  })
})
