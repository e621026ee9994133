import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { forewarn } from './forewarn.ts'
import { type Asked, stackDouble } from './stack-double.ts'

const now = '2026-12-01T16:00:00Z'
let answer: { status: number; body: string }
let stack: Awaited<ReturnType<typeof stackDouble>>
beforeEach(async () => {
  answer = { status: 200, body: JSON.stringify({ now }) }
  stack = await stackDouble(() => answer)
})
afterEach(() => stack.stop())

const run = (...args: string[]) => forewarn([...args, '--data', stack.data])

describe('with a running stack', () => {
  test('finds it through the data folder and shows its token', async () => {
    await expect(run('clock', 'show')).resolves.toEqual({ exit: 0, stdout: 'Tuesday, 1 December 2026, 16:00 UTC\n', stderr: '' })
    expect(stack.asked).toEqual<Asked[]>([
      { method: 'GET', path: '/local/clock', authorization: 'Bearer a-token', as: undefined, body: '' },
    ])
  })

  test('--json prints exactly one object on stdout', async () => {
    await expect(run('--json', 'clock', 'show')).resolves.toEqual({ exit: 0, stdout: `{"now":"${now}"}\n`, stderr: '' })
  })

  test('moves its clock', async () => {
    await run('clock', 'advance', 'P7D')
    await run('clock', 'set', '2026-12-01T17:00[Europe/Berlin]')
    expect(stack.asked.map(({ method, body }) => ({ method, body }))).toEqual([
      { method: 'POST', body: '{"advance":"P7D"}' },
      { method: 'POST', body: `{"set":"${now}"}` },
    ])
  })

  test.each([
    ['advance', 'seven days'],
    ['set', '2026-12-08T16:00'],
  ])('clock %s does not ask with %j', async (name, value) => {
    const { exit, stdout, stderr } = await run('clock', name, value)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(/^error: the (duration|instant) has a problem\n {2}.*\nhint: /)
    expect(stack.asked).toEqual([])
  })

  test('a token never leaves the machine', async () => {
    const { exit, stderr } = await run('clock', 'show', '--url', 'http://stack.example')
    expect(exit).toBe(2)
    expect(stderr).toContain('on this machine only')
    stack.name({ url: 'http://stack.example', pid: process.pid })
    const redirected = await run('clock', 'show')
    expect(redirected).toMatchObject({ exit: 3, stderr: expect.stringContaining('no stack is running') as string })
  })
})

describe('without a running stack', () => {
  const says = (folder: string) => ({
    exit: 3,
    stdout: '',
    stderr: `error: no stack is running on ${folder}\nhint: Start one with \`./forewarn start --data ${folder}\`, or name another folder with --data.\n`,
  })

  test('says how to start one', async () => {
    await expect(forewarn(['clock', 'show', '--data', join(stack.data, 'none')])).resolves.toEqual(says(join(stack.data, 'none')))
  })

  test('does not believe a folder whose stack has died', async () => {
    stack.name({ url: stack.url, pid: 2 ** 22 + 1 })
    await expect(run('clock', 'show')).resolves.toEqual(says(stack.data))
    expect(stack.asked).toEqual([])
  })

  test('does not ask without a token', async () => {
    rmSync(join(stack.data, 'token'))
    await expect(run('clock', 'show')).resolves.toEqual(says(stack.data))
  })

  test('says so when nobody listens where the folder says', async () => {
    stack.name({ url: 'http://127.0.0.1:1', pid: process.pid })
    const { exit, stderr } = await run('clock', 'show')
    expect(exit).toBe(3)
    expect(stderr).toContain('error: the stack does not answer\nhint: Start it with')
  })
})

describe('when the stack refuses', () => {
  const error = { code: 'clock-backwards', message: 'The clock goes forward only.', hint: 'Set a later instant.' }

  test('exits with its reason', async () => {
    answer = { status: 409, body: JSON.stringify({ error }) }
    await expect(run('clock', 'set', now)).resolves.toEqual({
      exit: 1,
      stdout: '',
      stderr: 'error: The clock goes forward only.\nhint: Set a later instant.\n',
    })
  })

  test('--json tells the same as one object', async () => {
    const problems = [{ field: 'set', message: 'must be an instant', line: 3 }]
    answer = { status: 400, body: JSON.stringify({ error: { ...error, problems } }) }
    const { stdout, stderr } = await run('clock', 'set', now, '--json')
    expect(JSON.parse(stdout)).toEqual({ error: { ...error, problems } })
    expect(stderr).toContain('\n  line 3: set: must be an instant\n')
  })

  test('what a gateway says is not passed on', async () => {
    answer = { status: 502, body: '<html>\u001b[2Jbad</html>' }
    const { exit, stderr } = await run('clock', 'show')
    expect({ exit, stderr }).toEqual({ exit: 3, stderr: 'error: the stack answered 502 and did not say why\n' })
  })

  test('control characters in a reason do not reach the terminal', async () => {
    answer = { status: 409, body: JSON.stringify({ error: { ...error, message: 'a\u001b[2Jb\u202ec' } }) }
    const { stderr } = await run('clock', 'show')
    expect(stderr).toContain('error: a [2Jb c\n')
  })

  test('an answer of another shape is not taken for a result', async () => {
    answer = { status: 200, body: '{"when":1}' }
    const { exit, stdout } = await run('clock', 'show')
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
  })
})
