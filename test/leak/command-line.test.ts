import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { badFiles } from './bad-files.ts'
import { type Kind, secret } from './canaries.ts'
import { type Said, runCommand, startStack } from './command-line.ts'
import { makeScanner } from './scanner.ts'
import { advisory, listed } from './story.ts'

const scan = makeScanner()
const policyFile = resolve(import.meta.dirname, '../../forewarn.yaml')
let folder: string
let data: string
let stack: Awaited<ReturnType<typeof startStack>>
let id = ''
const said: Said[] = []

const run = async (...args: readonly string[]): Promise<Said> => {
  const one = await runCommand([...args, '--data', data])
  said.push(one)
  return one
}
const good = async (...args: readonly string[]): Promise<Said> => {
  const one = await run(...args)
  if (one.exit !== 0) throw new Error(`${one.command}: ${one.stderr}`)
  return one
}
const parsed = async <T>(...args: readonly string[]): Promise<T> => JSON.parse((await good(...args, '--json')).stdout) as T
async function written(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

/** What a row of the list is in CSV. */
const csv = [
  'organisation,contact,second_contact,zone,groups,encryption,notes',
  ...listed.map(({ organisation, contacts, zone = '', groups = [], encryption, notes = '' }) =>
    [organisation, contacts[0], contacts[1], zone, groups.join(';'), encryption, notes]
      .map((field) => `"${field?.replaceAll('"', '""')}"`)
      .join(','),
  ),
].join('\n')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-leak-cli-'))
  data = join(folder, 'data')
  stack = await startStack(['--data', data, '--port', '0', '--policy', policyFile, '--clock', '2026-12-01T09:00Z'])
  await campaignOnOneMachine()
}, 180_000)
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true })
})

/** From the list to the withdrawal, with a bounce on the way, as operators type it. */
async function campaignOnOneMachine(): Promise<void> {
  await good('recipients', 'import', await written('list.csv', csv), '--as', 'dave')
  await written(secret.patchFile, secret.patch)
  const file = await written('ADV.yaml', JSON.stringify(advisory))
  await good('advisory', 'check', file, '--policy', policyFile)
  const created = await parsed<{ campaign: { id: string } }>(
    'campaign',
    'create',
    file,
    '--disclose-at',
    '2026-12-05T09:00Z',
    '--as',
    'alice',
  )
  id = created.campaign.id
  await good('campaign', 'preview', id, '--out', join(folder, 'preview'), '--as', 'alice')
  await run('campaign', 'approve', id, '--reason', secret.approval, '--as', 'bob')
  for (const person of ['bob', 'carol']) await good('campaign', 'approve', id, '--reason', secret.approval, '--yes', '--as', person)
  await released('advance-1')
  await good('halt', '--reason', secret.halt, '--as', 'alice')
  await good('campaign', 'status', id, '--as', 'bob')
  await good('resume', '--reason', secret.halt, '--yes', '--as', 'alice')
  await good('campaign', 'shorten', id, '--disclose-at', '2026-12-04T09:00Z', '--reason', secret.shortening, '--yes', '--as', 'alice')
  await released('advance-2')
  await good('clock', 'advance', 'PT5H')
  await good('deliveries', id, '--not-told', '--as', 'bob')
  await good('deliveries', id, '--as', 'dave')
  await good('campaign', 'list', '--as', 'bob')
  await good('alarms', '--as', 'bob')
  await run('campaign', 'verify', id, '--as', 'bob')
  await good('recipients', 'list', '--as', 'dave')
  await good('recipients', 'list', '--reveal', '--as', 'dave')
  await good('recipients', 'access', '--as', 'dave')
  await good('campaign', 'withdraw', id, '--reason', secret.withdrawing, '--yes', '--as', 'alice')
  await released('withdrawn-1')
}

const released = (notice: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const { notices } = await parsed<{ notices: { id: string; state: string }[] }>('campaign', 'status', id, '--as', 'dave')
      expect(notices.find((candidate) => candidate.id === notice)?.state).toBe('released')
    },
    { timeout: 60_000, interval: 300 },
  )

/** What a command shows because it was asked for just that. */
const shown: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/^recipients list --reveal/, ['address', 'organisation', 'notes']],
  [/^recipients list /, ['organisation']],
  [/^deliveries .* --as dave/, ['organisation']],
  [/^(campaign status|resume) /, ['reason']],
  // The names of the files beside it, by branch.
  [/^advisory check \S+ADV\.yaml/, ['advisory']],
]

test('no command prints what it was not asked for', () => {
  expect(said.length).toBeGreaterThan(25)
  expect(said.filter(({ stdout }) => stdout.includes(id)).length).toBeGreaterThan(8)
  const leaks = said.flatMap(({ command, stdout, stderr }) => {
    const may = shown.find(([pattern]) => pattern.test(command))?.[1] ?? []
    return scan(`${stdout}\n${stderr}`)
      .filter(({ kind }) => !may.includes(kind))
      .map((leak) => ({ command: command.slice(0, 40), ...leak }))
  })
  expect(leaks).toEqual([])
})

test('the stack prints none of it', () => {
  expect(stack.said()).toContain('bounced')
  expect(scan(stack.said())).toEqual([])
})

test('the data folder holds none of it beside the mails', async () => {
  const entries = await readdir(data, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const beside = files.filter((path) => !relative(data, path).startsWith('mail/'))
  const bytes = await Promise.all(beside.map((path) => readFile(path)))
  expect(beside.length).toBeGreaterThan(8)
  // What must be there is: in the log, in the queues and in the table.
  const holding = beside.filter((_, index) => bytes[index]?.includes(id)).map((path) => relative(data, path))
  for (const part of ['log.jsonl', 'fauxqs', 'table']) expect(holding.join(' ')).toContain(part)
  expect(beside.flatMap((path, index) => scan(bytes[index] ?? '').map((leak) => ({ path: relative(data, path), ...leak })))).toEqual([])
  const mails = await Promise.all(files.filter((path) => path.endsWith('.eml')).map((path) => readFile(path)))
  expect(new Set(mails.flatMap((mail) => scan(mail).map(({ kind }) => kind))).size).toBeGreaterThan(4)
})

describe('a file that is wrong is told of without a word of it', () => {
  const readers: Readonly<Record<string, (path: string) => readonly string[]>> = {
    csv: (path) => ['recipients', 'import', path, '--as', 'dave'],
    yaml: (path) => ['campaign', 'create', path, '--disclose-at', '2026-12-15T16:00Z', '--as', 'alice'],
    policy: (path) => ['start', '--policy', path, '--port', '0'],
  }
  test.each(Object.entries(badFiles))('%s', async (name, text) => {
    await mkdir(join(folder, 'bad'), { recursive: true })
    const path = await written(join('bad', name), text)
    const commands = [
      readers[name.split('.').at(-1) ?? '']?.(path) ?? [],
      ...(name.endsWith('.yaml') ? [['advisory', 'check', path, '--policy', policyFile]] : []),
    ]
    for (const command of commands.flatMap((args) => [args, [...args, '--json']])) {
      const { exit, stdout, stderr } = await run(...command)
      expect(exit).toBe(2)
      expect(stderr).toContain('error: ')
      expect(scan(`${stdout}\n${stderr}`)).toEqual([])
    }
  })
  test('and that of bytes which are no text', async () => {
    const path = join(folder, 'latin.csv')
    await writeFile(path, Buffer.from(`organisation,contact\n${secret.organisation},${secret.firstContact}\n`, 'latin1'))
    const { exit, stderr } = await run('recipients', 'import', path, '--as', 'dave')
    expect(exit).toBe(2)
    expect(scan(stderr)).toEqual([])
  })
})

describe('a command that is refused does not repeat what was typed', () => {
  test.each<[string, readonly string[]]>([
    [
      'an address that is taken',
      ['recipients', 'add', '--organisation', secret.otherOrganisation, '--contact', secret.firstContact, '--as', 'dave'],
    ],
    [
      'two addresses in one',
      ['recipients', 'add', '--organisation', 'x', '--contact', `${secret.firstContact},${secret.newContact}`, '--as', 'dave'],
    ],
    ['an address for a recipient id', ['recipients', 'show', secret.firstContact, '--as', 'dave']],
    ['an organisation for a campaign id', ['campaign', 'status', secret.organisation, '--as', 'bob']],
    ['a list with an address of somebody else', ['recipients', 'import', 'taken.csv', '--as', 'dave']],
    ['a reason without a right', ['campaign', 'withdraw', 'c-0000000000000000', '--reason', secret.withdrawing, '--yes', '--as', 'dave']],
    [
      'a date that is none',
      ['campaign', 'shorten', 'c-0000000000000000', '--disclose-at', secret.title, '--reason', secret.shortening, '--yes', '--as', 'alice'],
    ],
  ])('%s', async (_, args) => {
    await written('taken.csv', `organisation,contact\n${secret.otherOrganisation} Two,${secret.bouncing}\n`)
    const { exit, stdout, stderr } = await run(...args.map((arg) => (arg === 'taken.csv' ? join(folder, arg) : arg)))
    expect([1, 2]).toContain(exit)
    expect(scan(`${stdout}\n${stderr}`)).toEqual([])
  })
})
