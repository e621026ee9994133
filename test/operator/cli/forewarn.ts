import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export const launcher = resolve(import.meta.dirname, '../../../forewarn')

export interface Transcript {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A real run of `./forewarn`: no terminal, and nobody in the environment. */
export async function forewarn(
  args: readonly string[],
  at: { cwd?: string; command?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Transcript> {
  const child = spawn(at.command ?? launcher, args, {
    cwd: at.cwd,
    env: { PATH: process.env['PATH'], ...at.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, exit] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolveExit, reject) => child.once('error', reject).once('close', resolveExit)),
  ])
  return { exit, stdout, stderr }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}
