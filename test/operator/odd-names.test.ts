import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runningForewarn } from './cli/running-forewarn.ts'

/** As a list-keeper writes them; what SES must be told as destination; what the mail must show. */
const ODD = [
  { organisation: 'O\'Brien & "Sons"', contact: 'psirt+embargo@obrien.example', to: 'psirt+embargo@obrien.example' },
  { organisation: '<script>alert(1)</script> Ltd', contact: 'security@script.example', to: 'security@script.example' },
  { organisation: 'שלום אבטחה', contact: '"security, team"@shalom.example', to: '"security, team"@shalom.example' },
  { organisation: '株式会社安全', contact: 'anzen@例え.example', to: 'anzen@xn--r8jz45g.example' },
  { organisation: 'Bücher GmbH', contact: 'psirt@bücher.example', to: 'psirt@xn--bcher-kva.example' },
] as const

let stack: Awaited<ReturnType<typeof runningForewarn>>
const mails = new Map<string, Email>()

beforeAll(async () => {
  stack = await runningForewarn('2026-12-01T16:00Z')
  const csv = join(stack.folder, 'odd.csv')
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  await writeFile(
    csv,
    `organisation,contact,encryption\n${ODD.map(({ organisation, contact }) => `${cell(organisation)},${cell(contact)},none`).join('\n')}\n`,
  )
  await stack.json('recipients', 'import', csv, '--as', 'dave')
  const names = await readdir('test/fixtures/large-advisory')
  const advisory = names.find((name) => name.endsWith('.yaml')) ?? ''
  const path = join('test/fixtures/large-advisory', advisory)
  const { campaign } = await stack.json<{ campaign: { id: string } }>(
    'campaign',
    'create',
    path,
    '--disclose-at',
    '2026-12-15T17:00Z',
    '--as',
    'alice',
  )
  for (const who of ['bob', 'carol']) await stack.json('campaign', 'approve', campaign.id, '--yes', '--as', who)
  await stack.json('clock', 'set', '2026-12-08T17:00:01Z')
  await until(async () => (await mailFiles()).length > ODD.length)
  for (const name of await mailFiles()) {
    const envelope = JSON.parse(await readFile(join(stack.data, 'mail', name), 'utf8')) as { destinations: [string] }
    mails.set(envelope.destinations[0], await PostalMime.parse(await readFile(join(stack.data, 'mail', name.replace('.json', '.eml')))))
  }
}, 120_000)

afterAll(() => stack.stop())

const mailFiles = async () => (await readdir(join(stack.data, 'mail'))).filter((name) => name.endsWith('.json'))

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 200))
}

test.each(ODD)('$contact gets one mail that names its organisation as it is written', ({ organisation, to }) => {
  const mail = mails.get(to)
  expect(mail?.text).toContain(organisation)
  const escaped = organisation
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;')
  expect(mail?.html).toContain(escaped)
  expect(mail?.html).not.toContain('<script>')
  expect(mail?.to).toHaveLength(1)
  expect(mail?.cc ?? []).toEqual([])
})

test('an advisory with four vulnerabilities and five patches goes out whole', () => {
  const mail = mails.get(ODD[0].to)
  expect(mail?.attachments.map(({ mimeType }) => mimeType)).toEqual(['text/calendar', ...Array.from({ length: 5 }, () => 'text/x-patch')])
  expect(new Set(mail?.text?.match(/CVE-\d{4}-\d+/g)).size).toBe(4)
  expect(Buffer.byteLength(mail?.html ?? '')).toBeLessThan(100_000)
})
