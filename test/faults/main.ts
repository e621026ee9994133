/**
 * Proves docs/FAULTS.md: breaks the guard of each fault in a copy of the project, and sees that its test is red then.
 * `--only TEXT` takes the faults that hold it. Ends with 1 when a break was not seen.
 */
import { parseArgs } from 'node:util'
import { sideBySide } from '../../core/shared/side-by-side.ts'
import type { Break } from './break.ts'
import { breaks } from './breaks.ts'
import { type Ended, Lane } from './lane.ts'

/** Runs at a time; each takes a core and some. */
const LANES = 2

const { only } = parseArgs({ options: { only: { type: 'string', default: '' } } }).values
const chosen = breaks.filter(({ fault }) => fault.includes(only))
if (chosen.length === 0) throw new Error(`no fault holds ${JSON.stringify(only)}`)

const lanes = Array.from({ length: LANES }, () => new Lane())
process.once('exit', () => lanes.forEach((lane) => lane.remove()))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const named = (ends: readonly Ended[], { test }: Break, status: string) =>
  ends.find((end) => end.title === test.name && end.status === status)

/** What is red without a break proves nothing with one. */
async function refuseRed(): Promise<void> {
  const files = [...new Set(chosen.map(({ test }) => test.through ?? test.file))]
  process.stderr.write(`${files.length} test files without a break …\n`)
  const ends = (await lanes[0]?.run(files)) ?? []
  const red = chosen.filter((one) => !named(ends, one, 'passed'))
  if (red.length === 0) return
  if (ends.length === 0) say('vitest ended without a report')
  for (const { test } of red) say(`not green without a break: ${test.through ?? test.file} › ${test.name}`)
  process.exit(1)
}

/** Whether the test was red, and what it said. A test that did not run has seen nothing. */
function verdictOn(one: Break, ends: readonly Ended[]): { readonly isRed: boolean; readonly says: string } {
  const failed = named(ends, one, 'failed')
  if (failed) return { isRed: true, says: failed.says.split('\n')[0] ?? '' }
  return { isRed: false, says: named(ends, one, 'passed') ? 'its test passes' : 'its test did not run' }
}

await refuseRed()
let done = 0
let red = 0
const free = [...lanes]
await sideBySide(chosen, LANES, async (one) => {
  const lane = free.pop()
  if (!lane) throw new Error('more at a time than there are lanes')
  const { isRed, says } = verdictOn(one, await lane.broken(one))
  free.push(lane)
  done += 1
  if (isRed) red += 1
  say(`${isRed ? 'red  ' : 'GREEN'} ${done}/${chosen.length} ${one.fault}: ${says.slice(0, 140)}`)
})
say(`${red} of ${chosen.length} breaks were seen red`)
process.exitCode = red === chosen.length ? 0 : 1
