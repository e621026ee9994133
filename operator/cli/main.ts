import { makeProgram } from './program.ts'
import { stopOf } from './stop.ts'
import { terminalOn } from './terminal.ts'

const args = process.argv.slice(2)
// Looked for here, so that an error in the other options is told as JSON too.
const end = args.indexOf('--')
const isJson = (end === -1 ? args : args.slice(0, end)).includes('--json')

const terminal = terminalOn(process, isJson)
// A reader that goes away (`| head`) has seen enough; a full disk has not.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3))

try {
  await makeProgram({ terminal, env: process.env }).parseAsync(args, { from: 'user' })
} catch (thrown) {
  const stop = stopOf(thrown)
  if (stop !== undefined) {
    terminal.stopped(stop)
    process.exitCode = stop.exit
  }
}
