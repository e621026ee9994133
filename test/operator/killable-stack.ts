import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Door, machineOf } from '../../bench/stack-client.ts'
import { type Transcript, forewarn, launcher } from './cli/forewarn.ts'
import { policyFile } from './cli/running-forewarn.ts'

/** What the stack's clock showed between two looks at the machine's own; all in milliseconds. */
export interface ClockReading {
  readonly stack: number
  readonly notBefore: number
  readonly notAfter: number
}

/** A real `./forewarn start`, from one life to the next on the same folder. */
export class KillableStack {
  readonly data: string
  readonly #env: NodeJS.ProcessEnv
  #child: ChildProcess | undefined
  #said = ''

  constructor(folder: string) {
    this.data = join(folder, 'data')
    // More than twenty starts: without it each of them compiles everything anew.
    this.#env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(folder, 'compiled') }
  }

  /** All that this life has said on stderr. */
  get said(): string {
    return this.#said
  }

  /** @throws Error with the stack's own words when it ends before it is ready */
  async start(...options: readonly string[]): Promise<Door> {
    const args = ['start', '--data', this.data, '--port', '0', '--policy', policyFile, ...options]
    const child = spawn(launcher, args, { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    this.#said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#said += text))
    const ended = once(child, 'exit').then(() => undefined)
    const line = await Promise.race([firstLine(child.stdout), ended])
    const url = /^ready (\S+)$/.exec(line ?? '')?.[1]
    if (url === undefined) throw new Error(`the stack did not start: ${line ?? ''}${this.#said}`)
    return { url, token: (await readFile(join(this.data, 'token'), 'utf8')).trim() }
  }

  /** As the machine's own end would: it gets no chance to tidy up. */
  kill = (): Promise<number | null> => this.#end('SIGKILL')
  /** @returns its exit code */
  stop = (): Promise<number | null> => this.#end('SIGTERM')

  run(...args: readonly string[]): Promise<Transcript> {
    return forewarn([...args, '--data', this.data], { env: this.#env })
  }

  /** The result of a command that succeeds. */
  async json(...args: readonly string[]): Promise<unknown> {
    const { stdout, stderr, exit } = await this.run(...args, '--json')
    if (exit !== 0) throw new Error(`exit ${exit}: ${stderr}`)
    return JSON.parse(stdout)
  }

  /** A command that somebody ends in the middle. */
  begin(...args: readonly string[]): ChildProcess {
    return spawn(launcher, [...args, '--data', this.data], { env: this.#env, stdio: 'ignore' })
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }
}

export async function clockOf(door: Door): Promise<ClockReading> {
  const notBefore = Date.now()
  const stack = (await machineOf(door).now()).toMillis()
  return { stack, notBefore, notAfter: Date.now() }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const bytes of stream) {
    text += String(bytes)
    if (text.includes('\n')) break
  }
  return text.trim()
}
