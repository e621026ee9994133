/** Every check of the project, in order of speed. All of them run, so that one run shows all there is to mend. */
import { parseArgs } from 'node:util'
import { runs, say } from './steps.ts'

/** Scripts of package.json. */
const steps = ['format:check', 'lint', 'types', 'rooms', 'dead-code', 'synth', 'test']

const { skip } = parseArgs({ options: { skip: { type: 'string', multiple: true, default: [] } } }).values
const unknown = skip.filter((step) => !steps.includes(step))
if (unknown.length > 0) throw new Error(`no such step: ${unknown.join(', ')}`)

const failed: string[] = []
for (const step of steps.filter((name) => !skip.includes(name))) {
  const startedAt = performance.now()
  say(`\n== ${step}`)
  const clean = runs(process.execPath, ['--run', step])
  if (!clean) failed.push(step)
  say(`== ${step}: ${clean ? 'clean' : 'FAILED'} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

say(failed.length === 0 ? '\nall checks are clean' : `\nfailed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
