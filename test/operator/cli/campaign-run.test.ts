import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningForewarn, advisoryFile, recipientsFile, runningForewarn } from './running-forewarn.ts'

/** One campaign from the list to the last delivery, as its operators type it. The tests go on from each other. */
let forewarn: RunningForewarn
let id = ''
beforeAll(async () => {
  forewarn = await runningForewarn('2026-12-01T09:00Z')
}, 120_000)
afterAll(async () => {
  await forewarn.stop()
})

interface Status {
  readonly campaign: { readonly state: string; readonly disclosureAt: string }
  readonly notices: readonly { readonly id: string; readonly state: string; readonly deliveries: Readonly<Record<string, number>> }[]
  readonly attention: readonly { readonly says: string; readonly run: string }[]
}
const status = () => forewarn.json<Status>('campaign', 'status', id, '--as', 'dave')
const notice = async (name: string) => (await status()).notices.find((candidate) => candidate.id === name)

/** Waits for the clock and the sender, which work by themselves. */
async function released(name: string): Promise<void> {
  await expect.poll(async () => (await notice(name))?.state, { timeout: 90_000, interval: 500 }).toBe('released')
}
/** Waits for the mail service's events. */
async function told(name: string, count: number): Promise<void> {
  await expect.poll(async () => (await notice(name))?.deliveries['delivered'], { timeout: 90_000, interval: 500 }).toBe(count)
}

const slow = { timeout: 180_000 }

describe('an operator', slow, () => {
  test('starts everything with one line on stdout', () => {
    expect(forewarn.started).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\n$/)
  })

  test('tries an import without writing anything', async () => {
    const { exit, stdout } = await forewarn.run('recipients', 'import', recipientsFile, '--dry-run', '--as', 'dave')
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: `${recipientsFile} is good: 14 would be added, 0 are on the list already. Nothing was written.\n`,
    })
    await expect(forewarn.json('recipients', 'list', '--as', 'dave')).resolves.toEqual({ recipients: [] })
  })

  test('imports the list, and again without harm', async () => {
    const first = await forewarn.run('recipients', 'import', recipientsFile, '--as', 'dave')
    expect(first).toEqual({
      exit: 0,
      stdout: 'added 14, unchanged 0\n',
      stderr: [
        'recipients checked: 14 of 14',
        'warning: encryption is required and there is no key, so every notice will be blocked until one is set: line 15',
        'recipients added: 14 of 14',
        '',
      ].join('\n'),
    })
    await expect(forewarn.json('recipients', 'import', recipientsFile, '--as', 'dave')).resolves.toEqual({ added: 0, unchanged: 14 })
  })

  test('sees organisations, and whole addresses only on record', async () => {
    const { stdout } = await forewarn.run('recipients', 'list', '--group', 'cloud', '--as', 'dave')
    expect(stdout).toContain('Northwind Cloud')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + 8)
    await expect(forewarn.json('recipients', 'access', '--as', 'dave')).resolves.toEqual({ entries: [] })
  })

  test('drafts a campaign', async () => {
    const date = '2026-12-15T08:00[America/Los_Angeles]'
    const { stdout, exit } = await forewarn.run('campaign', 'create', advisoryFile, '--disclose-at', date, '--as', 'alice')
    expect(exit).toBe(0)
    id = /^campaign {4}(c-\S+)$/m.exec(stdout)?.[1] ?? ''
    expect(stdout).toBe(
      [
        `campaign    ${id}`,
        'state       draft',
        'disclosure  Tuesday, 15 December 2026, 16:00 UTC',
        '            Tuesday, 15 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
        'advisory    ADV-2026-0001\n',
      ].join('\n'),
    )
  })

  test('looks at the mails before anybody gets one', async () => {
    const out = join(forewarn.folder, 'preview')
    const { exit } = await forewarn.run('campaign', 'preview', id, '--out', out, '--as', 'alice')
    expect(exit).toBe(0)
    await expect(readdir(out)).resolves.toHaveLength(9 * 3)
    expect(readFileSync(join(out, 'advance.txt'), 'utf8')).toContain('Tuesday, 15 December 2026, 16:00 UTC')
    const again = await forewarn.run('campaign', 'preview', id, '--out', forewarn.data, '--as', 'alice')
    expect(again).toMatchObject({ exit: 1, stdout: '' })
  })

  test('cannot approve what they wrote', async () => {
    const { exit, stderr } = await forewarn.run('campaign', 'approve', id, '--yes', '--as', 'alice')
    expect(exit).toBe(1)
    expect(stderr).toContain('error: ')
    await expect(status()).resolves.toMatchObject({ campaign: { state: 'draft' } })
  })

  test('is shown what an approval means, and does nothing without a yes', async () => {
    const { exit, stdout, stderr } = await forewarn.run('campaign', 'approve', id, '--as', 'bob')
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(/^recipients {2}14$/m)
    expect(stderr).toMatch(/^digest {6}[0-9a-f]{64}$/m)
    expect(stderr).toMatch(/^this is {5}a proposal: approval 1 of 2$/m)
    expect(stderr).toMatch(/^advance-1 +14 recipients +Tuesday, 8 December 2026, 16:00 UTC +Tuesday, 8 December 2026, 08:00/m)
    expect(stderr).toMatch(/^blocked +warn +1 addressee would be blocked: mail to them must be sealed/m)
    await expect(status()).resolves.not.toHaveProperty('campaign.proposal')
  })

  test('proposes, and another one puts it into force', async () => {
    const proposed = await forewarn.json('campaign', 'approve', id, '--yes', '--as', 'bob')
    expect(proposed).toMatchObject({ approvals: { kind: 'approve', in: 1, needed: 2, isInForce: false }, campaign: { state: 'draft' } })
    const { stdout, stderr } = await forewarn.run('campaign', 'approve', id, '--yes', '--as', 'carol')
    expect(stderr).toMatch(/^this is {5}consent to the proposal of bob: approval 2 of 2, with which it takes effect$/m)
    expect(stdout).toContain('state       scheduled')
    expect(stdout).toContain('approve: in force (2 of 2 approvals).')
  })

  test('halts in time, and nothing goes out', async () => {
    await expect(forewarn.run('halt', '--reason', 'a drill', '--as', 'alice')).resolves.toMatchObject({ exit: 0, stderr: '' })
    await forewarn.run('clock', 'set', '2026-12-08T16:00Z')
    const held = await status()
    const nobody = await forewarn.run('deliveries', id, '--not-told', '--as', 'dave')
    expect(nobody).toMatchObject({ exit: 0, stdout: 'No notice has gone out yet: nobody is told anything.\n' })
    expect(held).toMatchObject({
      campaign: { state: 'scheduled' },
      attention: [{ says: 'everything is halted', run: './forewarn resume --reason "…"' }],
    })
    await expect(forewarn.run('resume', '--reason', 'drilled', '--as', 'alice')).resolves.toMatchObject({ exit: 2 })
    await expect(forewarn.run('resume', '--reason', 'drilled', '--yes', '--as', 'alice')).resolves.toMatchObject({ exit: 0 })
  })

  test('sees who is told and what needs them', async () => {
    await released('advance-1')
    await told('advance-1', 13)
    const { stdout } = await forewarn.run('campaign', 'status', id, '--as', 'dave')
    expect(stdout).toMatch(/^state +embargoed$/m)
    expect(stdout).toMatch(/^│ {2}● everything resumed\n│ {4}by alice: drilled$/m)
    expect(stdout).toMatch(/^│ {2}● approved: 2 of 2 approvals\n│ {4}by carol$/m)
    expect(stdout).toMatch(/^│ {2}● advance-1 went out to 14 recipients: told 13 of 14, blocked 1$/m)
    expect(stdout).toMatch(/^│ {2}● reporter-date-1 went out to 1 reporter: told 1 of 1$/m)
    expect(stdout).toMatch(/^┊ {2}○ reminder-1 to 14 recipients$/m)
    expect(stdout).toContain(
      `Needs attention\n  not told by advance-1: 1 blocked\n    $ ./forewarn deliveries ${id} --not-told --notice advance-1\n`,
    )
  })

  test('draws where it stands, in a zone of their own', async () => {
    const svg = join(forewarn.folder, 'timeline.svg')
    const draw = ['campaign', 'status', id, '--zone', 'Asia/Tokyo', '--svg', svg, '--as', 'dave']
    const { stdout } = await forewarn.run(...draw)
    const date = 'Wednesday, 16 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)'
    expect(stdout).toContain(date)
    const picture = readFileSync(svg, 'utf8')
    expect(picture).toContain(date)
    expect(picture).toContain('told 13 of 14, blocked 1')
    expect(picture).not.toMatch(/alice|drilled|format string|consoleme|northwind/i)
    await expect(forewarn.run(...draw)).resolves.toMatchObject({ exit: 1, stdout: '' })
    await expect(forewarn.json(...draw, '--force')).resolves.toMatchObject({
      svg,
      history: expect.arrayContaining([expect.objectContaining({ who: 'alice', what: 'create' })]) as object[],
    })
    await expect(forewarn.run('campaign', 'status', id, '--zone', 'CET', '--as', 'dave')).resolves.toMatchObject({ exit: 2, stdout: '' })
    await expect(forewarn.run(...draw, '--watch')).resolves.toMatchObject({ exit: 2, stdout: '' })
  })

  test('is shown the day before it comes, with what to paste', async () => {
    const { stdout } = await forewarn.run('campaign', 'day', id, '--as', 'alice')
    expect(stdout).toMatch(/^advisory {4}ADV-2026-0001$/m)
    expect(stdout).toMatch(/^\[ \] The date comes in 6 d 23 h\. Push, build and publish nothing before\.$/m)
    expect(stdout).toMatch(/^\[ \] Not everybody is told: advance-1 told 13 of 14, reporter-date-1 told 1 of 1\.$/m)
    expect(stdout).toContain(`      $ ./forewarn campaign disclose ${id} --public-at LINK\n`)
    expect(stdout).toMatch(/^1\.2 {2}ADV-2026-0001-1\.2\.patch, [\d,]+ bytes\n {6}SHA-256 [0-9a-f]{64}$/m)
    expect(stdout).toMatch(/^ {4}Security fix \(ADV-2026-0001\)$/m)
    await expect(forewarn.json('campaign', 'day', id, '--as', 'bob')).resolves.toMatchObject({
      campaign: id,
      told: [
        { notice: 'advance-1', told: 13, notTold: 1 },
        { notice: 'reporter-date-1', told: 1, notTold: 0 },
      ],
    })
    const keeper = await forewarn.run('campaign', 'day', id, '--as', 'dave')
    expect(keeper).toMatchObject({ exit: 1, stdout: '' })
  })

  test('finds who is not told, why, since when, and what to do', async () => {
    const keeper = await forewarn.run('deliveries', id, '--not-told', '--notice', 'advance-1', '--as', 'dave')
    expect(keeper.stdout).toMatch(
      /^advance-1_\d_[0-9a-f]{32} +recipient +Telhados do Sul S\.A\. +blocked +it cannot be sealed to them: .* \d+ (s|min) +first +1 +call them/m,
    )
    expect(keeper.stdout).toMatch(/\n\ntold 13, not told 1: delivered 13, blocked 1\n$/)
    const approver = await forewarn.run('deliveries', id, '--not-told', '--notice', 'advance-1', '--as', 'bob')
    expect(approver).toMatchObject({ exit: 0 })
    expect(approver.stdout).not.toContain('Telhados')
    const planned = await forewarn.json<{ rows: readonly object[] }>('deliveries', id, '--notice', 'reminder-1', '--as', 'dave')
    expect(planned).toMatchObject({ told: 0, notTold: 14, counts: { planned: 14 } })
    expect(planned.rows).toContainEqual(expect.objectContaining({ state: 'planned', organisation: 'Northwind Cloud' }))
  })

  test('sees the alarm that stands, with what to run', async () => {
    const { alarms } = await forewarn.json<{ alarms: readonly object[] }>('alarms', '--as', 'dave')
    expect(alarms).toEqual([
      expect.objectContaining({
        code: 'key-unusable',
        campaign: id,
        notice: 'advance-1',
        occurrence: 1,
        run: [
          `./forewarn deliveries ${id} --not-told`,
          './forewarn recipients show RECIPIENT --reveal',
          './forewarn recipients key RECIPIENT set FILE',
          `./forewarn campaign include ${id} --recipient RECIPIENT --reason "new key"`,
          `./forewarn unblock DELIVERY --campaign ${id} --plain --reason "asked by telephone: plain will do"`,
        ],
      }),
    ])
    const { stdout } = await forewarn.run('alarms', '--as', 'dave')
    expect(stdout).toMatch(new RegExp(`^key-unusable {2}advance-1 of ${id}\n {2}since Tuesday, 8 December 2026, .* UTC \\(.* ago\\)\n`))
  })

  test('unblocks one by its id, and sees what came of it', async () => {
    const { rows } = await forewarn.json<{ rows: readonly { delivery: string }[] }>('deliveries', id, '--not-told', '--as', 'bob')
    const unblock = ['unblock', rows[0]?.delivery ?? '', '--campaign', id, '--reason', 'a try', '--as', 'bob']
    const asked = await forewarn.run(...unblock)
    expect(asked).toMatchObject({ exit: 2, stdout: '' })
    expect(asked.stderr).toMatch(/^state {5}blocked: it cannot be sealed to them: they take nothing in plain/m)
    await expect(forewarn.run(...unblock, '--yes')).resolves.toMatchObject({ exit: 0 })
    const tries = async () => (await forewarn.json<{ rows: readonly object[] }>('deliveries', id, '--not-told', '--as', 'bob')).rows
    await expect
      .poll(tries, { timeout: 60_000, interval: 500 })
      .toEqual([expect.objectContaining({ state: 'blocked', reason: 'required-key-missing', attempts: 2, contact: 'first' })])
    expect(JSON.parse(await forewarn.ask(`/campaigns/${id}/history`, 'dave'))).toMatchObject({
      history: expect.arrayContaining([expect.objectContaining({ who: 'bob', what: 'unblock', why: 'a try' })]) as object[],
    })
  })

  test('recounts the ledger against the audience', async () => {
    const { exit, stdout } = await forewarn.run('campaign', 'verify', id, '--as', 'dave')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^advance-1 +14 +14 +0 +0 +0$/m)
    expect(stdout).toMatch(/^history: \d+ entries, each with the hash of the one before$/m)
  })

  test('includes a latecomer with the consent of others', async () => {
    const details = ['--organisation', 'Latecomer Ltd', '--contact', 'psirt@latecomer.example']
    const added = await forewarn.json<{ id: string }>('recipients', 'add', ...details, '--as', 'dave')
    const proposed = await forewarn.run('campaign', 'include', id, '--recipient', added.id, '--reason', 'joined', '--yes', '--as', 'alice')
    expect(proposed.stderr).toMatch(/^advance-1 +1 recipient more +AT ONCE$/m)
    expect(proposed.stdout).toContain('include: 0 of 2 approvals; ')
    await forewarn.run('campaign', 'approve', id, '--yes', '--as', 'bob')
    const last = await forewarn.run('campaign', 'approve', id, '--yes', '--as', 'carol')
    expect(last.stdout).toContain('include: in force (2 of 2 approvals).')
    await told('advance-1', 14)
    await released('advance-1') // a tick after the last of them was told
  })

  test('shortens the timeline after being shown what that sends', async () => {
    const shorten = ['campaign', 'shorten', id, '--disclose-at', '2026-12-10T16:00Z', '--reason', 'exploited in the wild', '--as', 'alice']
    const asked = await forewarn.run(...shorten)
    expect(asked).toMatchObject({ exit: 2, stdout: '' })
    expect(asked.stderr).toMatch(/^moves to {4}Thursday, 10 December 2026, 16:00 UTC$/m)
    expect(asked.stderr).toMatch(/^advance-2 +15 recipients: 14 with what changed, 1 for the first time +AT ONCE$/m)
    expect(asked.stderr).toMatch(/^reporter-date-2 +1 reporter, with what changed +AT ONCE$/m)
    expect(asked.stderr).toMatch(/^Does not go out any more: reminder-1$/m)
    await expect(status()).resolves.toMatchObject({ campaign: { disclosureAt: '2026-12-15T16:00:00Z' } })
    await forewarn.run('campaign', 'halt', id, '--reason', 'a look first', '--as', 'bob')
    const warned = await forewarn.run(...shorten, '--yes')
    expect(warned.exit).toBe(0)
    expect(warned.stderr).toMatch(/^warning: this campaign is halted: nothing goes out/m)
    // The version before still says who is told, while a halt keeps the next one back.
    const { stdout } = await forewarn.run('deliveries', id, '--not-told', '--as', 'dave')
    expect(stdout).toMatch(/^advance-1_\d_[0-9a-f]{32} +recipient +Telhados do Sul S\.A\. +blocked/m)
    await expect(status()).resolves.toMatchObject({ attention: [{}, { says: 'not told by advance-1: 1 blocked' }] })
    const resumed = await forewarn.run('resume', id, '--reason', 'looked into', '--yes', '--as', 'alice')
    expect(resumed).toMatchObject({ exit: 0, stderr: 'halted by bob: a look first\n' })
    await told('advance-2', 14)
    const { stdout: page } = await forewarn.run('campaign', 'status', id, '--as', 'dave')
    expect(page).toMatch(
      /^│ {2}● shortened\n│ {4}from Tuesday, 15 December 2026, 16:00 UTC\n.*\n│ {4}to {3}Thursday, 10 December 2026, 16:00 UTC$/m,
    )
    expect(page).toMatch(/^│ {4}by alice: exploited in the wild$/m)
  })

  test('withdraws, and watches until nothing more goes out', async () => {
    const withdrawn = await forewarn.run('campaign', 'withdraw', id, '--reason', 'not a flaw after all', '--yes', '--as', 'alice')
    expect(withdrawn.stderr).toMatch(/^withdrawn-1 +14 recipients, 1 reporter who may know +AT ONCE/m)
    const watched = await forewarn.run('campaign', 'status', id, '--watch', '--as', 'bob')
    expect(watched.exit).toBe(0)
    expect(watched.stdout.trimEnd().split('\n').at(-1)).toMatch(/^\w+day, .* UTC {2}withdrawn .* withdrawn-1 released \(/)
    expect(watched.stderr).toBe('Nothing is going out. Nothing more is planned.\n')
    await expect(forewarn.run('campaign', 'day', id, '--as', 'bob')).resolves.toMatchObject({ exit: 1, stdout: '' })
    const { stdout } = await forewarn.run('deliveries', id, '--notice', 'withdrawn-1', '--as', 'bob')
    expect(stdout).toMatch(/, not told \d+, not for them 1: .*skipped 1/)
  })

  test('finds their own look at whole addresses on record', async () => {
    const before = forewarn.said()
    const { stdout, stderr } = await forewarn.run('recipients', 'list', '--reveal', '--as', 'dave')
    expect(stdout).toContain('psirt@northwind.example')
    expect(stderr).toMatch(/^warning: whole addresses are shown; that you looked is recorded/)
    await expect(forewarn.json('recipients', 'access', '--as', 'dave')).resolves.toMatchObject({
      entries: [{ who: 'dave', what: 'list', count: 15 }],
    })
    expect(before).not.toMatch(/@[a-z-]+\.example|@b\u00fccher|format string|forthegreatergood|self-service/i)
  })
})
