import { afterEach, describe, expect, test } from 'vitest'
import { forewarn } from './forewarn.ts'
import { type Asked, stackDouble } from './stack-double.ts'

const ID = 'c-4k2m9x7q1d8z5t3w'
const DELIVERY = 'advance-1_2_0123456789abcdef0123456789abcdef'
const PIN = 'a'.repeat(64)

const notice = (changes: object) => ({
  id: 'advance-1',
  kind: 'advance',
  version: 1,
  state: 'releasing',
  to: 'recipients',
  mayKnowOnly: false,
  digest: PIN,
  dueAt: '2026-12-08T16:00:00Z',
  releasedAt: '2026-12-08T16:00:00Z',
  members: 50,
  deliveries: {},
  ...changes,
})
const campaign = (notices: readonly object[]) => ({
  id: ID,
  state: 'embargoed',
  version: 4,
  createdAt: '2026-12-01T16:00:00Z',
  disclosureAt: '2026-12-15T16:00:00Z',
  content: PIN,
  editors: ['alice'],
  notices,
})
const report = (notices: readonly object[], more: object = {}) => ({
  campaign: campaign(notices),
  advisoryId: 'ADV-2026-0001',
  notices,
  halts: [],
  lifts: [],
  alarms: [],
  ...more,
})
const terms = {
  now: '2026-12-08T20:30:00Z',
  you: 'alice',
  policy: {
    approvals: 2,
    override: { approvals: 1 },
    uncertainAfter: 'PT15M',
    unconfirmedAfter: 'PT4H',
    embargo: { lead: 'P7D', zone: 'UTC' },
  },
}
const row = (changes: object) => ({
  delivery: DELIVERY,
  addressee: DELIVERY.slice(-32),
  notice: 'advance-1',
  chunk: 2,
  state: 'uncertain',
  contact: 'first',
  attempts: 1,
  claimedAt: '2026-12-08T16:00:00Z',
  changedAt: '2026-12-08T16:03:00Z',
  ...changes,
})

let stack: Awaited<ReturnType<typeof stackDouble>>
afterEach(async () => {
  await stack.stop()
})

/** A stack that answers these, by method and path without query, and no other. */
async function answering(answers: Readonly<Record<string, object>>) {
  stack = await stackDouble(({ method, path }: Asked) => {
    const found = answers[`${method} ${path.split('?')[0]}`]
    return found
      ? { status: 200, body: JSON.stringify(found) }
      : { status: 403, body: JSON.stringify({ error: { code: 'missing-role', message: 'no' } }) }
  })
  return {
    run: (...args: readonly string[]) => forewarn([...args, '--as', 'alice'], { env: { FOREWARN_DATA: stack.data } }),
    asked: () => stack.asked.map(({ method, path, body }) => `${method} ${path}${body === '' ? '' : ` ${body}`}`),
  }
}

describe('a halt', () => {
  const flying = [notice({ deliveries: { claimed: 3, planned: 40, delivered: 7 } })]

  test('of everything comes first, and says what is still in flight', async () => {
    const { run, asked } = await answering({
      'PUT /halts/ALL': { halted: 'ALL' },
      'GET /campaigns': { campaigns: [campaign(flying)] },
      [`GET /campaigns/${ID}`]: report(flying),
    })
    const { exit, stdout } = await run('halt', '--reason', 'a doubt')
    expect(exit).toBe(0)
    expect(stdout).toContain('nothing is released and nothing is sent until `./forewarn resume --reason "…"`.')
    expect(stdout).toContain(`\n  3 mails of advance-1 (${ID})\n`)
    expect(asked()[0]).toBe('PUT /halts/ALL {"reason":"a doubt"}')
    expect(JSON.parse((await run('halt', '--reason', 'a doubt', '--json')).stdout)).toEqual({
      halted: 'ALL',
      inFlight: [{ campaign: ID, notice: 'advance-1', mails: 3 }],
    })
  })

  test('stands even if nothing can be said of what is in flight', async () => {
    const { run } = await answering({ 'PUT /halts/ALL': { halted: 'ALL' } })
    const { exit, stdout, stderr } = await run('halt', '--reason', 'a doubt')
    expect({ exit, stderr }).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining('halted, but what is in flight cannot be said now') as string,
    })
    expect(stdout).toMatch(/^Halted: /)
  })

  test('that does not stand is not lifted', async () => {
    const { run, asked } = await answering({
      'GET /campaigns': { campaigns: [campaign([])] },
      [`GET /campaigns/${ID}`]: report([], { halts: [{ scope: ID, since: terms.now, by: 'bob', reason: 'x' }] }),
    })
    const { exit, stderr } = await run('resume', '--reason', 'looked into', '--yes')
    expect({ exit, stderr }).toMatchObject({ exit: 1, stderr: expect.stringContaining('there is no halt of everything') as string })
    expect(asked().filter((one) => !one.startsWith('GET'))).toEqual([])
  })
})

describe('resend', () => {
  const path = `/campaigns/${ID}`
  const answers = (changes: object) => ({
    [`GET ${path}`]: report([notice({})]),
    'GET /campaigns/terms': terms,
    [`GET ${path}/deliveries`]: { rows: [row(changes)], chunks: [{ chunk: 2, members: 25 }], next: null },
    [`POST ${path}/reopen`]: { campaign: campaign([]) },
  })
  const resend = ['resend', DELIVERY, '--campaign', ID, '--reason', 'asked by telephone']

  test('of an uncertain one warns that it may come twice, and asks', async () => {
    const { run, asked } = await answering(answers({ reason: 'lease-ran-out' }))
    const { exit, stdout, stderr } = await run(...resend)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(/^state {5}uncertain: the sender stopped in the middle of it$/m)
    expect(stderr).toMatch(/^warning: they may have this mail already, and would get it twice$/m)
    expect(asked().filter((one) => !one.startsWith('GET'))).not.toContainEqual(expect.stringContaining('reopen'))
  })

  test('says which contact and why, to the stack and nobody else', async () => {
    const { run, asked } = await answering(answers({ state: 'bounced' }))
    const { exit, stderr } = await run(...resend, '--contact', 'second', '--yes')
    expect(exit).toBe(0)
    expect(stderr).not.toContain('twice')
    const json = { delivery: DELIVERY, how: 'resend', why: 'asked by telephone', contact: 'second' }
    expect(asked().at(-1)).toBe(`POST ${path}/reopen ${JSON.stringify(json)}`)
  })

  test('of one that the ledger does not have asks nobody anything', async () => {
    const { run } = await answering({ ...answers({}), [`GET ${path}/deliveries`]: { rows: [], chunks: [], next: null } })
    await expect(run(...resend, '--yes')).resolves.toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('has no such delivery') as string,
    })
  })

  test.each([['advance-1'], ['advance-1_2_nobody'], [ID]])('%s is no delivery', async (text) => {
    const { run, asked } = await answering({})
    const { exit, stderr } = await run('resend', text, '--campaign', ID, '--reason', 'x', '--yes')
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining('must be a delivery id') as string })
    expect(asked()).toEqual([])
  })
})

describe('a restored table', () => {
  const restored = { 'GET /table': { owner: 'foreign' }, 'POST /table/accept': { halted: [ID] } }

  test('is accepted by who has read what that does', async () => {
    const { run, asked } = await answering(restored)
    const before = await run('restore', 'accept', '--reason', 'restored to 09:30')
    expect(before).toMatchObject({ exit: 2, stdout: '' })
    expect(before.stderr).toContain('every campaign that has not ended is halted')
    expect(before.stderr).toContain('becomes uncertain instead of being sent')
    expect(asked()).toEqual(['GET /table'])
    const { exit, stdout } = await run('restore', 'accept', '--reason', 'restored to 09:30', '--yes')
    expect(exit).toBe(0)
    expect(asked().at(-1)).toBe('POST /table/accept {"why":"restored to 09:30"}')
    expect(stdout).toMatch(/^Accepted\. 1 campaign halted\. For each:$/m)
    expect(stdout).toContain(`$ ./forewarn resume ${ID} --reason "looked at after the restore"`)
  })

  test('that is none is not', async () => {
    const { run, asked } = await answering({ ...restored, 'GET /table': { owner: 'ours' } })
    await expect(run('restore', 'accept', '--reason', 'x', '--yes')).resolves.toMatchObject({ exit: 1, stdout: '' })
    expect(asked()).toEqual(['GET /table'])
  })
})

describe('verify', () => {
  const counted = { notice: 'advance-1', members: 50, accounted: 49, missing: 1, strangers: 0, twice: 0 }

  test('exits 1 when somebody is missing, and shows where', async () => {
    const { run } = await answering({
      [`GET /campaigns/${ID}/verify`]: { isSound: false, history: { chain: 'broken', entries: 0 }, notices: [counted] },
    })
    const { exit, stdout, stderr } = await run('campaign', 'verify', ID)
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' })
    expect(stdout).toMatch(/^advance-1 +50 +49 +1 +0 +0$/m)
    expect(stdout).toMatch(/^history: BROKEN/m)
    expect(stdout).toMatch(/^NOT SOUND: /m)
  })
})

describe('status', () => {
  const pace = { left: 40, perSecond: 2, leftToday: 10, doneAt: '2026-12-09T20:30:00Z' }
  const alarm = { code: 'quota-reached', campaign: ID, notice: 'advance-1', raisedAt: '2026-12-08T20:00:00Z', occurrence: 1 }
  const at = (more: object) => ({
    'GET /campaigns/terms': terms,
    [`GET /campaigns/${ID}/history`]: { history: [] },
    [`GET /campaigns/${ID}`]: report(
      [
        notice({ deliveries: { planned: 40 } }),
        notice({ id: 'reminder-1', kind: 'reminder', state: 'planned', dueAt: '2026-12-14T16:00:00Z', releasedAt: undefined }),
      ],
      more,
    ),
  })

  test('says what is left, how fast it goes and when the last will have gone', async () => {
    const { run } = await answering(at({ pace, alarms: [alarm] }))
    const { stdout } = await run('campaign', 'status', ID)
    expect(stdout).toMatch(/^going out +40 mails left, at 2 a second; SES takes 10 more in these 24 hours, and it goes on by itself$/m)
    expect(stdout).toMatch(/^last of them +Wednesday, 9 December 2026, 20:30 UTC$/m)
    expect(stdout).toMatch(/^Alarms\n {2}quota-reached on advance-1, since Tuesday, 8 December 2026, 20:00 UTC \(30 min\)$/m)
  })

  test('a watch ends where a halt stands, and says what comes next', async () => {
    const { run } = await answering(at({ pace, halts: [{ scope: 'ALL', since: terms.now, by: 'bob', reason: 'x' }] }))
    const { exit, stdout, stderr } = await run('campaign', 'status', ID, '--watch')
    expect({ exit, lines: stdout.trimEnd().split('\n').length }).toEqual({ exit: 0, lines: 1 })
    expect(stderr).toBe('Nothing is going out, since a halt stands. Next: reminder-1, planned for Monday, 14 December 2026, 16:00 UTC.\n')
  })
})

describe('an empty list is a sentence', () => {
  test.each([
    [['campaign', 'list'], /^There is no campaign yet/],
    [['alarms'], /^No alarm stands\.$/],
    [['recipients', 'list'], /^Nobody is on the list/],
    [['recipients', 'access'], /^Nobody has looked/],
  ])('%j', async (args, says) => {
    const { run } = await answering({
      'GET /campaigns': { campaigns: [] },
      'GET /campaigns/terms': terms,
      'GET /alarms': { alarms: [] },
      'GET /recipients': { recipients: [], next: null },
      'GET /recipients/access': { entries: [] },
    })
    const { exit, stdout } = await run(...args)
    expect(exit).toBe(0)
    expect(stdout.trimEnd()).toMatch(says)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  })
})
