import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { KeyKind } from '../../../core/keys/mail-key.ts'
import { type Transcript, forewarn, launcher } from './forewarn.ts'

const root = resolve(import.meta.dirname, '../../..')
export const recipientsFile = join(root, 'samples/recipients.csv')
export const advisoryFile = join(root, 'samples/consoleme/ADV-2026-0001.yaml')
export const policyFile = join(root, 'forewarn.yaml')

/** A real `./forewarn start` on a folder of its own, and real runs of the commands against it. */
export async function runningForewarn(clock: string, { hasTeamKeys = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'forewarn-run-'))
  const data = join(folder, 'data')
  // Dozens of runs: without it each of them compiles everything anew.
  const env = { NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const child = spawn(launcher, ['start', '--data', data, '--port', '0', '--policy', policyFile, '--clock', clock], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  const started = await Promise.race([firstLine(child.stdout), ended])
  if (typeof started !== 'string') throw new Error(`the stack ended with ${started} before it was ready`)
  const said: string[] = []
  const run = async (...args: readonly string[]): Promise<Transcript> => {
    const transcript = await forewarn([...args, '--data', data], { env })
    said.push(transcript.stdout, transcript.stderr)
    return transcript
  }
  // The sample list has keys of both kinds, and nothing is sealed that the team cannot sign.
  for (const kind of hasTeamKeys ? KeyKind.options : []) await run('keys', 'team', 'create', '--kind', kind, '--as', 'bob')
  said.length = 0
  return {
    folder,
    data,
    started,
    /** All that any command of this run has printed. */
    said: () => said.join(''),
    run,
    /** The result of a command that succeeds. */
    async json<Result>(...args: readonly string[]): Promise<Result> {
      const { stdout, stderr, exit } = await run(...args, '--json')
      if (exit !== 0) throw new Error(`exit ${exit}: ${stderr}`)
      return JSON.parse(stdout) as Result
    },
    /** What the API says to a question, as text, without a run of a command. */
    async ask(path: string, person: string): Promise<string> {
      const token = readFileSync(join(data, 'token'), 'utf8').trim()
      const answer = await fetch(`${started.replace('ready ', '').trim()}${path}`, {
        headers: { authorization: `Bearer ${token}`, 'x-forewarn-as': person },
      })
      return answer.text()
    },
    /** @returns the stack's exit code */
    async stop(): Promise<number | null> {
      child.kill('SIGTERM')
      const exit = await ended
      rmSync(folder, { recursive: true })
      return exit
    },
  }
}

export type RunningForewarn = Awaited<ReturnType<typeof runningForewarn>>

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  return new Promise((done) => {
    stream.on('data', (chunk) => {
      text += String(chunk)
      if (text.includes('\n')) done(text)
    })
  })
}
