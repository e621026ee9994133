import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningForewarn, advisoryFile, recipientsFile, runningForewarn } from './running-forewarn.ts'

/** What an operator types when plans change, up to the end. The tests go on from each other. */
let forewarn: RunningForewarn
let id = ''

interface Status {
  readonly campaign: { readonly state: string; readonly disclosureAt: string; readonly proposal?: { readonly kind: string } }
  readonly notices: readonly { readonly id: string; readonly state: string; readonly dueAt: string }[]
  readonly alarms: readonly { readonly code: string }[]
}
const status = (of = id) => forewarn.json<Status>('campaign', 'status', of, '--as', 'bob')
const become = (name: string, state: string) =>
  expect
    .poll(async () => (await status()).notices.find((notice) => notice.id === name)?.state, { timeout: 90_000, interval: 400 })
    .toBe(state)
const campaign = (...args: readonly string[]) => forewarn.run('campaign', ...args)
const LINK = 'https://consoleme.example/security/ADV-2026-0001'

beforeAll(async () => {
  forewarn = await runningForewarn('2026-12-01T16:00Z')
  await forewarn.json('recipients', 'import', recipientsFile, '--as', 'dave')
  const made = await forewarn.json<{ campaign: { id: string } }>(
    'campaign',
    'create',
    advisoryFile,
    '--disclose-at',
    '2026-12-15T16:00Z',
    '--as',
    'alice',
  )
  id = made.campaign.id
  for (const person of ['bob', 'carol']) await forewarn.json('campaign', 'approve', id, '--yes', '--as', person)
}, 120_000)
afterAll(async () => {
  await forewarn.stop()
})

/** Both approvers, to what stands proposed. */
async function agree(): Promise<void> {
  for (const person of ['bob', 'carol']) expect((await campaign('approve', id, '--yes', '--as', person)).exit).toBe(0)
}

describe('an operator whose plans change', { timeout: 180_000 }, () => {
  test('cannot revise what nobody has been told: there is an edit for that', async () => {
    const refused = await campaign('revise', id, '--advisory', advisoryFile, '--reason', 'a better text', '--yes', '--as', 'alice')
    expect(refused).toMatchObject({ exit: 1, stdout: '' })
    expect(refused.stderr).toContain('Before the advance notice, edit the campaign and approve it again.')
  })

  test('moves the date later, which takes the approvals of the policy', async () => {
    const later = ['reschedule', id, '--disclose-at', '2026-12-16T16:00Z', '--reason', 'the backport needs a day', '--yes', '--as', 'alice']
    const proposed = await campaign(...later)
    expect(proposed.exit).toBe(0)
    expect(proposed.stderr).toMatch(/^moves to {4}Wednesday, 16 December 2026, 16:00 UTC$/m)
    expect(proposed.stdout).toContain('reschedule: 0 of 2 approvals; it takes effect with the last.')
    await agree()
    expect((await status()).campaign.disclosureAt).toBe('2026-12-16T16:00:00Z')
  })

  test('is told which of the two moves a date takes', async () => {
    const earlier = await campaign('reschedule', id, '--disclose-at', '2026-12-10T16:00Z', '--reason', 'x', '--yes', '--as', 'alice')
    expect(earlier).toMatchObject({ exit: 1 })
    expect(earlier.stderr).toContain('An earlier date is made with `campaign shorten`.')
  })

  test('revises the advisory after the advance notice, and sees first whom that concerns', async () => {
    await forewarn.json('clock', 'set', '2026-12-09T16:00Z', '--as', 'alice')
    await become('advance-1', 'released')
    await become('reporter-date-1', 'released')
    const file = corrected()
    const asked = await campaign('revise', id, '--advisory', file, '--reason', 'the text was unclear', '--as', 'alice')
    expect(asked).toMatchObject({ exit: 2, stdout: '' })
    expect(asked.stderr).toMatch(/^advance-2 +14 recipients: 13 with what changed, 1 for the first time +AT ONCE/m)
    expect(asked.stderr).not.toContain('reporter-date-2')
    const proposed = await campaign('revise', id, '--advisory', file, '--reason', 'the text was unclear', '--yes', '--as', 'alice')
    expect(proposed).toMatchObject({ exit: 0 })
    await agree()
    await become('advance-2', 'released')
  })

  test('cannot say that it is public before its date', async () => {
    const early = await campaign('disclose', id, '--public-at', LINK, '--yes', '--as', 'alice')
    expect(early).toMatchObject({ exit: 1 })
    expect(early.stderr).toContain('shorten first')
  })

  test('is reminded when nobody has said so an hour after the date', async () => {
    await forewarn.json('clock', 'set', '2026-12-16T17:01Z', '--as', 'alice')
    await expect.poll(async () => (await status()).alarms.map(({ code }) => code), { timeout: 60_000 }).toContain('not-disclosed')
  })

  test('gives links that are links', async () => {
    const wrong = await campaign('disclose', id, '--public-at', 'http://consoleme.example', '--yes', '--as', 'alice')
    expect(wrong).toMatchObject({ exit: 2, stdout: '' })
    expect(wrong.stderr).toContain('--public-at')
  })

  test('says where it is public, and everybody is told', async () => {
    const done = await campaign('disclose', id, '--public-at', LINK, '--yes', '--as', 'alice')
    expect(done).toMatchObject({ exit: 0 })
    expect(done.stderr).toMatch(/^disclosed-1 +14 recipients, 1 reporter +AT ONCE/m)
    await become('disclosed-1', 'released')
    await expect.poll(async () => (await status()).alarms.map(({ code }) => code), { timeout: 60_000 }).not.toContain('not-disclosed')
    expect((await status()).campaign.state).toBe('disclosed')
  })

  test('begins a new campaign where the old one was', async () => {
    const both = await campaign('create', advisoryFile, '--from', id, '--disclose-at', '2027-01-12T16:00Z', '--as', 'alice')
    expect(both).toMatchObject({ exit: 2 })
    const made = await forewarn.json<{ campaign: { id: string; state: string }; advisoryId: string }>(
      'campaign',
      'create',
      '--from',
      id,
      '--disclose-at',
      '2027-01-12T16:00Z',
      '--as',
      'alice',
    )
    expect(made).toMatchObject({ campaign: { state: 'draft' }, advisoryId: 'ADV-2026-0001' })
    expect(made.campaign.id).not.toBe(id)
    id = made.campaign.id
  })

  test('cannot break an embargo that nobody is under', async () => {
    const refused = await campaign('collapse', id, '--reason', 'a rumour', '--yes', '--as', 'alice')
    expect(refused).toMatchObject({ exit: 1 })
  })

  test('ends a broken embargo with one command, for everybody at once', async () => {
    for (const person of ['bob', 'carol']) await forewarn.json('campaign', 'approve', id, '--yes', '--as', person)
    await forewarn.json('clock', 'set', '2027-01-05T16:00Z', '--as', 'alice')
    await become('advance-1', 'released')
    const done = await campaign('collapse', id, '--reason', 'details were posted in public', '--public-at', LINK, '--yes', '--as', 'alice')
    expect(done).toMatchObject({ exit: 0 })
    expect(done.stderr).toMatch(/^collapse-1 +14 recipients, 1 reporter, the team +AT ONCE/m)
    await become('collapse-1', 'released')
    expect((await status()).campaign.state).toBe('collapsed')
  })
})

/** The sample with another sentence, beside its patches. */
function corrected(): string {
  const folder = join(forewarn.folder, 'corrected')
  cpSync(dirname(advisoryFile), folder, { recursive: true })
  const file = join(folder, 'ADV-2026-0001.yaml')
  writeFileSync(file, readFileSync(advisoryFile, 'utf8').replace(/^(description: \|.*)$/m, '$1\n  A sentence that makes it clearer.\n'))
  return file
}
