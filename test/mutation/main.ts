/**
 * Breaks the core in every way that Stryker knows, and sees that a test is red then: each room by its own tests alone, since a
 * rule is best proven where it stands. `--only PATH` takes the files of the core whose path begins so. What earlier runs saw is
 * asked anew where the mutated code or a test changed; `--force` forgets it all, as after a change of what tests share.
 * Ends with 1 below the score that is asked for.
 */
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'

/** Percent of the mutants that some test must see. */
const LEAST_SCORE = 85
const CACHE = 'node_modules/.cache/stryker'

type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>
type Status = Mutants[number]['status']

interface Tally {
  readonly seen: number
  readonly unseen: number
}

const { only, force } = parseArgs({
  options: { only: { type: 'string', default: 'core/' }, force: { type: 'boolean', default: false } },
}).values

const SEEN: readonly Status[] = ['Killed', 'Timeout']
const UNSEEN: readonly Status[] = ['Survived', 'NoCoverage']

const tallyOf = (mutants: Readonly<Mutants>): Tally => ({
  seen: mutants.filter(({ status }) => SEEN.includes(status)).length,
  unseen: mutants.filter(({ status }) => UNSEEN.includes(status)).length,
})

const scoreOf = ({ seen, unseen }: Tally): number => (100 * seen) / (seen + unseen)

function line(name: string, tally: Tally): string {
  const { seen, unseen } = tally
  return `${name.padEnd(16)} ${scoreOf(tally).toFixed(1).padStart(5)} %   ${String(seen).padStart(5)} of ${seen + unseen} mutants seen`
}

async function runRoom(room: string, files: readonly string[]): Promise<Tally> {
  const mutants = await new Stryker({
    mutate: [...files],
    testFiles: [`test/core/${room}/**/*.test.ts`],
    force,
    incrementalFile: `${CACHE}/${room}.incremental.json`,
    jsonReporter: { fileName: `${CACHE}/${room}.json` },
  }).runMutationTest()
  return tallyOf(mutants.filter(({ fileName }) => files.some((file) => fileName.endsWith(file))))
}

const files = readdirSync('core', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => `core/${path}`)
  .filter((path) => path.startsWith(only))
  .toSorted()
const rooms = Map.groupBy(files, (path) => path.split('/')[1] ?? '')
if (rooms.size === 0) throw new Error(`no file of the core begins with ${JSON.stringify(only)}`)

const lines: string[] = []
let whole: Tally = { seen: 0, unseen: 0 }
for (const [room, mutated] of rooms) {
  const tally = await runRoom(room, mutated)
  whole = { seen: whole.seen + tally.seen, unseen: whole.unseen + tally.unseen }
  if (tally.seen + tally.unseen > 0) lines.push(line(room, tally))
}
if (whole.seen + whole.unseen === 0) throw new Error(`nothing that begins with ${JSON.stringify(only)} can be broken`)
process.stdout.write(`\n${[...lines, line('in all', whole)].join('\n')}\n`)
process.exitCode = scoreOf(whole) >= LEAST_SCORE ? 0 : 1
