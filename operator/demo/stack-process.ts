import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Stop } from '../cli/stop.ts'

const launcher = join(resolve(import.meta.dirname, '../..'), 'forewarn')

export interface StackProcess {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
  /** Waits until the stack ends by itself, or by a signal. */
  ended(): Promise<void>
}

/** `./forewarn start`, as an operator would start it. @throws Stop (3) when it does not get ready */
export async function startStackProcess({ data, clock, policy }: { data: string; clock: string; policy: string }): Promise<StackProcess> {
  const child = spawn(launcher, ['start', '--data', data, '--port', '0', '--clock', clock, '--policy', policy], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await Promise.race([readyLine(child), once(child, 'exit').then(() => undefined)])
  if (url === undefined || child.pid === undefined) {
    throw new Stop(3, { code: 'stack-not-started', message: 'the stack did not start', hint: 'What it said stands above.' })
  }
  const end = once(child, 'exit')
  return {
    url,
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM')
      await end
    },
    ended: async () => void (await end),
  }
}

async function readyLine({ stdout }: ChildProcess): Promise<string | undefined> {
  if (!stdout) return undefined
  for await (const line of createInterface({ input: stdout })) {
    const url = /^ready (http:\/\/\S+)$/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  return undefined
}
