import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './sample.ts'
import type { Door } from './stack-client.ts'

/** Starts the stack as its users do, gives its door to `work`, and stops it, whatever becomes of the work. */
export async function withStack<T>(data: string, work: (door: Door) => Promise<T>): Promise<T> {
  const child = spawn(join(root, 'forewarn'), ['start', '--data', data, '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    const url = await Promise.race([readyUrl(child.stdout), ended.then(() => Promise.reject(new Error('the stack did not start')))])
    return await work({ url, token: (await readFile(join(data, 'token'), 'utf8')).trim() })
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

async function readyUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const url = /^ready (\S+)$/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('the stack ended before it was ready')
}
