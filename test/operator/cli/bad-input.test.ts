import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forewarn as run } from './forewarn.ts'
import { type RunningForewarn, advisoryFile, policyFile, recipientsFile, runningForewarn } from './running-forewarn.ts'

let forewarn: RunningForewarn
let id = ''
let before = ''
beforeAll(async () => {
  forewarn = await runningForewarn('2026-12-01T09:00Z')
  await forewarn.run('recipients', 'import', recipientsFile, '--as', 'dave')
  const created = await forewarn.json<{ campaign: { id: string } }>(...create(advisoryFile))
  id = created.campaign.id
  before = await everything()
}, 180_000)
afterAll(async () => {
  await forewarn.stop()
})

/** All that a command could have changed. */
async function everything(): Promise<string> {
  const paths = ['/campaigns', `/campaigns/${id}`, '/recipients?limit=200', '/recipients/access']
  return (await Promise.all(paths.map((path) => forewarn.ask(path, 'dave')))).join('\n')
}

function written(name: string, text: string): string {
  const folder = join(forewarn.folder, 'input')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const badly = (path: string, from: string | RegExp, to: string) => readFileSync(path, 'utf8').replace(from, to)
const create = (file: string, instant = '2026-12-15T16:00Z') => ['campaign', 'create', file, '--disclose-at', instant, '--as', 'alice']

/** Each is one mistake, and what is said of it. */
const mistakes: Readonly<Record<string, { args: () => readonly string[]; exit: 1 | 2; says: RegExp }>> = {
  'an advisory with a wrong severity': {
    args: () => create(written('ADV.yaml', badly(advisoryFile, 'severity: critical', 'severity: dreadful'))),
    exit: 2,
    says: /^error: \S+ADV\.yaml has .*\n {2}line \d+: vulnerabilities\.0\.severity: must be one of low/m,
  },
  'an advisory without its patches': {
    args: () => create(written('ALONE.yaml', readFileSync(advisoryFile, 'utf8'))),
    exit: 2,
    says: /patches\.0\.file: is not beside the advisory/,
  },
  'a list with an address that is none': {
    args: () => [
      'recipients',
      'import',
      written('bad.csv', 'organisation,contact\nGood,a@good.example\nBad,"a@b.example, c@d.example"\n'),
      '--as',
      'dave',
    ],
    exit: 2,
    says: /^error: .*\n {2}line 3: contact: must be one address/,
  },
  'a list with an address of somebody else': {
    args: () => [
      'recipients',
      'import',
      written('taken.csv', 'organisation,contact\nFresh,a@fresh.example\nOther,PSIRT@northwind.example\n'),
      '--as',
      'dave',
    ],
    exit: 1,
    says: /nothing was written\n {2}line 3: contact: belongs to a recipient on the list/,
  },
  'a date without a zone': {
    args: () => create(advisoryFile, '2026-12-15T16:00'),
    exit: 2,
    says: /^error: --disclose-at has a problem\n {2}must say its zone/,
  },
  'a local time that does not exist': {
    args: () => create(advisoryFile, '2027-03-28T02:30[Europe/Berlin]'),
    exit: 2,
    says: /does not exist in Europe\/Berlin/,
  },
  'a date that has passed': {
    args: () => create(advisoryFile, '2026-11-30T16:00Z'),
    exit: 1,
    says: /error: The disclosure date has passed\./,
  },
  'an audience that is no group': {
    args: () => [...create(advisoryFile), '--audience', 'Not A Group'],
    exit: 2,
    says: /^error: the audience has a problem\n {2}groups\.0: must be a short lower-case name/,
  },
  'an audience of everybody and a group': {
    args: () => [...create(advisoryFile), '--audience', 'all,cloud'],
    exit: 2,
    says: /^error: the audience has a problem\n {2}groups: must be all alone/,
  },
  'a resumption where no halt stands': {
    args: () => ['campaign', 'resume', id, '--reason', 'x', '--yes', '--as', 'alice'],
    exit: 1,
    says: /error: this campaign is not halted by itself/,
  },
  'whole addresses for who may not see them': {
    args: () => ['recipients', 'list', '--reveal', '--as', 'alice'],
    exit: 1,
    says: /^error: This needs the role list-keeper\./,
  },
  'a campaign id that is none': {
    args: () => ['campaign', 'status', 'c-1', '--as', 'bob'],
    exit: 2,
    says: /the campaign id has a problem/,
  },
  'a campaign that does not exist': {
    args: () => ['campaign', 'approve', 'c-0000000000000000', '--yes', '--as', 'bob'],
    exit: 1,
    says: /error: There is no such campaign/,
  },
  'a halt of a campaign that does not exist': {
    args: () => ['campaign', 'halt', 'c-0000000000000000', '--reason', 'x', '--as', 'bob'],
    exit: 1,
    says: /error: there is no such campaign, and nothing was halted/,
  },
  'a recipient who does not exist': {
    args: () => ['recipients', 'remove', '0'.repeat(32), '--yes', '--as', 'dave'],
    exit: 1,
    says: /error: There is no such recipient/,
  },
  'a recipient id that is none': {
    args: () => ['recipients', 'show', 'x', '--as', 'dave'],
    exit: 2,
    says: /the recipient id has a problem/,
  },
  'a zone that is none, which is no look at the list': {
    args: () => ['recipients', 'change', /"id":"([0-9a-f]{32})"/.exec(before)?.[1] ?? '', '--zone', 'Nowhere', '--as', 'dave'],
    exit: 2,
    says: /^error: the recipient has a problem\n {2}zone: must be an IANA time zone/,
  },
  'a clock that would go back': {
    args: () => ['clock', 'set', '2020-01-01T00:00Z'],
    exit: 1,
    says: /^error: it is Tuesday, 1 December 2026, 09:\d\d(:\d\d)? UTC already$/m,
  },
  'a change that gives nothing': {
    args: () => ['campaign', 'edit', id, '--as', 'alice'],
    exit: 2,
    says: /error: nothing to change is given/,
  },
  'a draft that is to be shortened': {
    args: () => ['campaign', 'shorten', id, '--disclose-at', '2026-12-10T16:00Z', '--reason', 'x', '--yes', '--as', 'alice'],
    exit: 1,
    says: /error: A campaign that is draft cannot be changed by shorten\.\nhint: .*campaign edit/,
  },
  'a notice that is not held': {
    args: () => ['campaign', 'resume', id, '--notice', 'advance-1', '--reason', 'x', '--yes', '--as', 'alice'],
    exit: 1,
    says: /error: This notice is not held/,
  },
  'a command without the role for it': {
    args: () => ['recipients', 'list', '--as', 'alice'],
    exit: 1,
    says: /error: This needs the role list-keeper\./,
  },
  'somebody whom the policy does not name': {
    args: () => ['campaign', 'list', '--as', 'mallory'],
    exit: 1,
    says: /the policy names no such operator/,
  },
}

describe('a mistake is told once, and changes nothing', { timeout: 120_000 }, () => {
  test.each(Object.entries(mistakes))('%s', async (_name, { args, exit, says }) => {
    const said = await forewarn.run(...args())
    expect({ exit: said.exit, stdout: said.stdout }).toEqual({ exit, stdout: '' })
    expect(said.stderr.match(/^error: /gm)).toHaveLength(1)
    expect(said.stderr).toMatch(says)
    await expect(everything()).resolves.toBe(before)
  })

  test('what is compared is all there is', () => {
    expect(before).toContain(id)
    expect(before).toContain('Northwind Cloud')
  })

  test('with --json as one object', async () => {
    const { stdout } = await forewarn.run('campaign', 'status', 'c-1', '--json', '--as', 'bob')
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'bad-input', problems: [{ message: expect.stringContaining('campaign id') as string }] },
    })
  })
})

describe('start', { timeout: 120_000 }, () => {
  const folder = () => join(forewarn.folder, 'another')

  test('refuses a policy that is wrong, and says where', async () => {
    const file = written('forewarn.yaml', badly(policyFile, 'lead: P7D', 'lead: a week'))
    const { exit, stdout, stderr } = await run(['start', '--policy', file, '--data', folder(), '--port', '0'])
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(/ {2}line \d+: embargo\.lead: must be a positive ISO 8601 duration/)
  })

  test('refuses a folder on which a stack is running', async () => {
    const { exit, stdout } = await run(['start', '--policy', policyFile, '--data', forewarn.data, '--port', '0'])
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' })
  })

  test.each([
    ['--port', 'http', 'It must be a number from 0 to 65535.'],
    ['--ses-rate', '0', 'It must be a number from 1'],
    ['--clock', '2026-12-01', 'must have a time of day'],
  ])('refuses %s %s', async (option, value, says) => {
    const { exit, stderr } = await run(['start', option, value, '--policy', policyFile, '--data', folder()])
    expect(exit).toBe(2)
    expect(stderr).toContain(says)
  })
})
