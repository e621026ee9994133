import { describe, expect, test } from 'vitest'
import { forewarn } from './forewarn.ts'

describe('wrong usage', () => {
  test.each([
    [['--frob'], "unknown option '--frob'"],
    [['frob'], "unknown command 'frob'"],
    [['clock', 'shwo'], "unknown command 'shwo'"],
    [['clock', 'show', '--frob'], "unknown option '--frob'"],
    [['clock', 'show', 'extra'], "too many arguments for 'show'"],
    [['clock', 'advance'], "missing required argument 'duration'"],
    [['clock'], 'a command is missing'],
    [[], 'a command is missing'],
  ])('%j exits 2 and says what is wrong', async (args, message) => {
    const { exit, stdout, stderr } = await forewarn(args)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(`error: ${message}`)
    expect(stderr).toMatch(/\nhint: .*\n$/)
  })

  test('a near miss is named', async () => {
    const { stderr } = await forewarn(['clock', 'sow'])
    expect(stderr).toContain('hint: Did you mean show?')
  })

  test.each([[['--json', '--frob']], [['clock', 'shwo', '--json']], [['--json']]])(
    '%j tells it as one JSON object on stdout',
    async (args) => {
      const { exit, stdout } = await forewarn(args)
      expect(exit).toBe(2)
      expect(stdout.split('\n')).toHaveLength(2)
      expect(JSON.parse(stdout)).toEqual({
        error: { code: 'usage', message: expect.any(String) as string, hint: expect.any(String) as string },
      })
    },
  )

  test('what comes after -- is not an option', async () => {
    const { stdout } = await forewarn(['clock', 'show', '--', '--json'])
    expect(stdout).toBe('')
  })
})

describe('help', () => {
  test.each([[['--help']], [['clock', '--help']], [['clock', 'advance', '--help']]])('%j goes to stdout and exits 0', async (args) => {
    const { exit, stdout, stderr } = await forewarn(args)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toContain('--json')
  })

  test('says nothing of what is off before anybody gives it', async () => {
    const { stdout } = await forewarn(['campaign', 'include', '--help'])
    expect(stdout).toMatch(/--yes +do not ask$/m)
    expect(stdout).not.toMatch(/default: (false|\[\])/)
    expect(stdout).toMatch(/--data <dir> +folder of the stack on this machine \(default: "\.forewarn",\s+env: FOREWARN_DATA\)/)
  })

  test('a command shows examples', async () => {
    const { stdout } = await forewarn(['clock', 'advance', '--help'])
    expect(stdout).toContain('$ ./forewarn clock advance P7D')
  })
})
