import { type ChildProcess, spawn } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { makeProgram } from '../../operator/cli/program.ts'
import { stopOf } from '../../operator/cli/stop.ts'
import { terminalOn } from '../../operator/cli/terminal.ts'
import { launcher } from '../operator/cli/forewarn.ts'

export interface Said {
  readonly command: string
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** A run of the command line as its `main.ts` makes one, in this process: hundreds of runs in the time of a few dozen. */
export async function runCommand(args: readonly string[]): Promise<Said> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const terminal = terminalOn({ stdin, stdout, stderr } as never, args.includes('--json'))
  let exit = 0
  try {
    const program = makeProgram({ terminal, env: {} })
    await program.parseAsync(args, { from: 'user' })
  } catch (thrown) {
    const stop = stopOf(thrown)
    if (stop !== undefined) terminal.stopped(stop)
    exit = stop?.exit ?? 0
  }
  const text = (stream: PassThrough) => String(stream.read() ?? '')
  return { command: args.join(' '), exit, stdout: text(stdout), stderr: text(stderr) }
}

/** A real `./forewarn start`, and all that it says. */
export async function startStack(args: readonly string[]) {
  const child: ChildProcess = spawn(launcher, ['start', ...args], { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  const ready = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes: Buffer) => {
        said += bytes.toString('utf8')
        if (/^ready /m.test(said)) done()
      })
  })
  const code = await Promise.race([ready, ended])
  if (code !== undefined) throw new Error(`the stack ended with ${code}: ${said}`)
  return {
    said: () => said,
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
