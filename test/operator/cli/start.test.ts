import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forewarn, launcher } from './forewarn.ts'

const cwd = resolve(import.meta.dirname, '../../..')
let parent: string
let data: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'forewarn-start-'))
  data = join(parent, 'data')
})
afterEach(() => rmSync(parent, { recursive: true }))

test('start runs until it is told to stop, and the other commands find it', async () => {
  const stack = spawn(launcher, ['start', '--data', data, '--port', '0'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(stack, 'exit')
  try {
    let stdout = ''
    stack.stdout.on('data', (chunk) => (stdout += String(chunk)))
    await expect.poll(() => stdout, { timeout: 60_000 }).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\n$/)

    await expect(forewarn(['clock', 'set', '2030-01-01T00:00Z', '--data', data])).resolves.toMatchObject({ exit: 0 })
    const shown = await forewarn(['clock', 'show', '--json', '--data', data])
    expect(JSON.parse(shown.stdout)).toEqual({ now: expect.stringMatching(/^2030-01-01T00:\d\d:\d\d\.\d{3}Z$/) as string })

    const back = await forewarn(['clock', 'set', '2029-01-01T00:00Z', '--data', data])
    expect(back).toMatchObject({ exit: 1, stdout: '' })

    const second = await forewarn(['start', '--data', data, '--port', '0', '--json'], { cwd })
    expect(second.exit).toBe(3)
    expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'folder-in-use' } })
  } finally {
    stack.kill('SIGTERM')
  }
  await expect(exit).resolves.toEqual([0, null])
  await expect(forewarn(['clock', 'show', '--data', data])).resolves.toMatchObject({ exit: 3 })
}, 120_000)

test.each([
  [['--policy', 'package.json'], 'error: package.json has'],
  [['--port', '65536'], 'must be a number from 0 to 65535'],
])('start %j exits 2 and makes no folder', async (args, message) => {
  const { exit, stdout, stderr } = await forewarn(['start', '--data', data, ...args], { cwd })
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(existsSync(data)).toBe(false)
})
