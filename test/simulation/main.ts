/** Explores schedules on request: `node test/simulation/main.ts --seed S --runs N [--trace]`, or `--singles`, or one of them by its name. */
import { parseArgs } from 'node:util'
import { isStory, play } from './exhaustive.ts'
import { Findings, exploreSeeds, exploreSingles, shown } from './explore.ts'
import type { Tried } from './tried.ts'

const PROGRESS_EVERY = 1000

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '10000' },
    trace: { type: 'boolean', default: false },
    singles: { type: 'boolean', default: false },
    story: { type: 'string' },
    call: { type: 'string', default: '0' },
    fault: { type: 'string', default: 'none' },
  },
})

const say = (line: string): void => void process.stdout.write(`${line}\n`)

function onSchedule(findings: Findings, tried: Tried): void {
  if (values.trace) say(String(tried.trace))
  if (findings.schedules % PROGRESS_EVERY === 0) process.stderr.write(`${findings.schedules} schedules, ${findings.mails} mails\n`)
}

function numberOf(text: string, option: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`--${option} must be a whole number`)
  return number
}

async function explored(): Promise<Findings> {
  const watch = { onSchedule, isTraced: values.trace }
  const { story } = values
  if (values.singles) return exploreSingles(watch)
  if (story === undefined) {
    const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : numberOf(values.seed, 'seed')
    process.stderr.write(`seeds from ${seed}\n`)
    return exploreSeeds({ seed, runs: numberOf(values.runs, 'runs') }, watch)
  }
  if (!isStory(story)) throw new RangeError('--story must be the name of a story')
  const findings = new Findings()
  const tried = await play({ story, call: numberOf(values.call, 'call'), fault: values.fault }, { isTraced: true })
  findings.add(tried)
  const name = `--story '${story}' --call ${values.call} --fault '${values.fault}'`
  if (tried.broken) findings.failures.push({ name, ...tried.broken, trace: '' })
  say(String(tried.trace))
  return findings
}

const findings = await explored()
for (const failure of findings.failures) say(shown(failure))
for (const [what, count] of [...findings.counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) say(`${String(count).padStart(9)}  ${what}`)
say(`${findings.schedules} schedules explored, ${findings.mails} mails, ${findings.failures.length} broken`)
process.exitCode = findings.failures.length === 0 ? 0 : 1
