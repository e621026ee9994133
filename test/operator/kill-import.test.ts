import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { people } from '../../bench/people.ts'
import { type Door, machineOf } from '../../bench/stack-client.ts'
import { until } from './kill-moments.ts'
import { KillableStack } from './killable-stack.ts'

const PEOPLE = people(400)
/** A recipient is written in two, the address first: an odd number falls between them. Far from the end, however late the kill comes. */
const WRITES_BEFORE_KILL = { command: 31, stack: [37, 61, 85] } as const

const Counts = z.object({ added: z.number(), unchanged: z.number() })
const List = z.object({
  recipients: z.array(z.object({ details: z.object({ organisation: z.string(), contacts: z.array(z.string()) }) })),
})

let folder: string
let csv: string
let stack: KillableStack
let door: Door
const exits: (number | null)[] = []
let last: z.infer<typeof Counts>
let again: z.infer<typeof Counts>
let list: z.infer<typeof List>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-kill-import-'))
  stack = new KillableStack(folder)
  csv = join(folder, 'list.csv')
  const lines = PEOPLE.map(({ organisation, contacts, zone }) => `${organisation},${contacts[0]},${zone},distributors,none`)
  await writeFile(csv, ['organisation,contact,zone,groups,encryption', ...lines, ''].join('\n'))
  door = await stack.start()
  await importUntil(WRITES_BEFORE_KILL.command, (command) => void command.kill('SIGKILL'))
  for (const writes of WRITES_BEFORE_KILL.stack) {
    exits.push(await importUntil(writes, () => stack.kill()))
    door = await stack.start()
  }
  last = Counts.parse(await stack.json('recipients', 'import', csv, '--as', 'dave'))
  again = Counts.parse(await stack.json('recipients', 'import', csv, '--as', 'dave'))
  list = List.parse(await stack.json('recipients', 'list', '--state', 'active', '--reveal', '--as', 'dave'))
}, 300_000)

afterAll(async () => {
  await stack.kill()
  await rm(folder, { recursive: true, force: true })
})

const writes = async (): Promise<number> => (await machineOf(door).status()).calls['dynamodb']?.['PutItem']?.ok ?? 0

/** Begins an import, and interrupts it after so many writes. @returns the command's exit code */
async function importUntil(count: number, interrupt: (command: ReturnType<KillableStack['begin']>) => unknown): Promise<number | null> {
  const goal = (await writes()) + count
  const command = stack.begin('recipients', 'import', csv, '--as', 'dave')
  const ended = once(command, 'exit')
  await until(`an import has written ${count} items`, async () => (await writes()) >= goal, { seconds: 60 })
  await interrupt(command)
  await ended
  return command.exitCode
}

describe('when an import was killed four times, once the command and three times the stack', () => {
  test('each command whose stack was killed says so', () => {
    expect(exits).toEqual(WRITES_BEFORE_KILL.stack.map(() => 3))
  })

  test('running it again adds those who are missing, and no others', () => {
    expect(last.added + last.unchanged).toBe(PEOPLE.length)
    expect(last.unchanged).toBeGreaterThan(0)
    expect(last.added).toBeGreaterThan(0)
    expect(again).toEqual({ added: 0, unchanged: PEOPLE.length })
  })

  test('each address is on the list once, with its organisation', () => {
    const rows = list.recipients.map(({ details }) => [details.organisation, ...details.contacts])
    const wanted = PEOPLE.map(({ contacts, organisation }) => [organisation, ...contacts])
    expect(rows.map(String).toSorted()).toEqual(wanted.map(String).toSorted())
  })
})
