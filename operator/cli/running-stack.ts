import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { GlobalOptions } from './cli.ts'
import { jsonIn } from '../../core/shared/json-text.ts'
import { Stop } from './stop.ts'

/** `stack.json`, as the running stack leaves it in its folder. */
const StackFile = z.object({ url: z.url({ protocol: /^http$/ }).refine(isLoopback), pid: z.int().positive() })

export interface RunningStack {
  readonly url: string
  readonly token: string
  readonly folder: string
}

/** Whether `url` stays on this machine, so that a token may go there in the clear. */
export function isLoopback(url: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(URL.parse(url)?.hostname ?? '')
}

/**
 * The stack that runs on `data`. A `url` says where it listens; its token still comes from the folder.
 *
 * @throws Stop when none runs there
 */
export async function runningStack({ data: folder, url }: GlobalOptions): Promise<RunningStack> {
  const token = (await textOf(join(folder, 'token')))?.trim()
  const file = StackFile.safeParse(jsonIn((await textOf(join(folder, 'stack.json'))) ?? ''))
  if (token === undefined || token === '' || !file.success || !isAlive(file.data.pid)) throw notRunning(folder)
  return { url: url ?? file.data.url, token, folder }
}

function notRunning(folder: string): Stop {
  return new Stop(3, {
    code: 'stack-not-running',
    message: `no stack is running on ${folder}`,
    hint: `Start one with \`./forewarn start --data ${folder}\`, or name another folder with --data.`,
  })
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined // not there, or not ours to read: no stack that this operator can use
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' // alive, but another user's
  }
}
