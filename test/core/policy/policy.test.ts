import { describe, expect, test } from 'vitest'
import { mayAct, operatorOf, parsePolicy } from '../../../core/policy/policy.ts'

const arn = (name: string) => `arn:aws:iam::111122223333:user/${name}`
const operator = (person: string, ...roles: string[]) => ({ person, principal: arn(person), roles })
const good = {
  project: { name: 'ConsoleMe', contact: 'security@consoleme.example', url: 'https://consoleme.example/' },
  sender: { name: 'ConsoleMe security', address: 'embargo@consoleme.example', replyTo: 'security@consoleme.example' },
  operators: [
    operator('alice', 'author'),
    operator('bob', 'approver'),
    operator('carol', 'approver'),
    operator('dave', 'list-keeper', 'auditor'),
  ],
  embargo: { lead: 'P7D', zone: 'America/Los_Angeles', maximum: 'P90D' },
  approvals: 2,
  supportedVersions: { branches: ['1.2', '1.1'] },
  triageTime: 'P3D',
  marking: 'TLP:AMBER+STRICT',
}
const problems = (input: unknown) => {
  const parsed = parsePolicy(input)
  return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`)
}
const accepted = () => {
  const parsed = parsePolicy(good)
  if (!parsed.ok) throw new Error('the good policy is bad')
  return parsed.value
}

test('a policy has defaults for what it does not say', () => {
  expect(accepted()).toMatchObject({ override: { approvals: 1 }, uncertainAfter: 'PT15M', unconfirmedAfter: 'PT4H' })
  expect(accepted().dates).toEqual({ countries: [], day: { from: '09:00', to: '17:00' }, poor: 'warn' })
})

describe('a policy is refused, with its field and the remedy', () => {
  test.each<[string, object, RegExp]>([
    [
      'a person twice',
      { operators: [...good.operators, { ...operator('erin', 'auditor'), person: 'alice' }] },
      /^operators\.4\.person: is listed already/,
    ],
    [
      'a principal twice',
      { operators: [...good.operators, { ...operator('erin', 'auditor'), principal: arn('bob') }] },
      /^operators\.4\.principal: belongs to another/,
    ],
    ['too few approvers', { approvals: 3 }, /^approvals: is 3, but an author has only 2 approvers/],
    [
      'an author who would approve their own',
      { operators: [operator('alice', 'author', 'approver'), operator('bob', 'approver')] },
      /^approvals: is 2, but an author has only 1 approvers/,
    ],
    ['nobody who writes', { operators: good.operators.slice(1) }, /^operators: must give the role author/],
    ['too few for an override', { override: { approvals: 4 } }, /^override\.approvals: is 4, but only 3 operators/],
    ['a lead as long as the maximum', { embargo: { ...good.embargo, maximum: 'P1W' } }, /^embargo\.lead: must be shorter/],
    ['a lead without a unit', { embargo: { ...good.embargo, lead: '7' } }, /^embargo\.lead: must be a positive ISO 8601 duration/],
    ['half a day', { embargo: { ...good.embargo, lead: 'P0.5D' } }, /^embargo\.lead: must be a positive/],
    ['a negative lead', { embargo: { ...good.embargo, lead: 'P-7D' } }, /^embargo\.lead: must be a positive/],
    ['a lead of nothing', { triageTime: 'PT0S' }, /^triageTime: must be a positive/],
    ['a mixed-sign span', { triageTime: 'P3DT-1H' }, /^triageTime: must be a positive/],
    ['a zone that is an abbreviation', { embargo: { ...good.embargo, zone: 'PST' } }, /^embargo\.zone: must be an IANA/],
    ['a branch as a number', { supportedVersions: { branches: [1.2] } }, /^supportedVersions\.branches\.0: must be text: put it in quotes/],
    ['a branch twice', { supportedVersions: { branches: ['1.2', '1.1', '1.2'] } }, /^supportedVersions\.branches\.2: is listed already/],
    ['a branch within another', { supportedVersions: { branches: ['1.2', '1'] } }, /^supportedVersions\.branches\.1: is listed already/],
    ['a header in the sender', { sender: { ...good.sender, name: 'X\r\nBcc: a@example.org' } }, /^sender\.name: must be one line/],
    ['a line break after the sender', { sender: { ...good.sender, name: 'X\n' } }, /^sender\.name: must be one line/],
    [
      'a sender with a display name',
      { sender: { ...good.sender, address: 'X <a@example.org>' } },
      /^sender\.address: must be an address alone/,
    ],
    ['a plain link', { project: { ...good.project, url: 'http://consoleme.example' } }, /^project\.url: must be an https/],
    [
      'a role that is none',
      { operators: [operator('alice', 'admin')] },
      /^operators\.0\.roles\.0: must be one of author, approver, list-keeper, auditor/,
    ],
    [
      'a principal that is a role',
      { operators: [{ ...operator('alice', 'author'), principal: 'arn:aws:iam::111122223333:role/x' }] },
      /^operators\.0\.principal: must be an IAM user/,
    ],
    ['a typo', { aprovals: 2 }, /^aprovals: is not known here/],
    ['a day that ends before it begins', { dates: { day: { from: '17:00', to: '09:00' } } }, /^dates\.day\.to: must be later than/],
    ['a day without length', { dates: { day: { from: '09:00', to: '09:00' } } }, /^dates\.day\.to: must be later than/],
    ['a time that no clock shows', { dates: { day: { from: '09:00', to: '24:00' } } }, /^dates\.day\.to: must be a time of day/],
    ['a country by its name', { dates: { countries: ['DE', 'Germany'] } }, /^dates\.countries\.1: must be a country such as DE/],
    ['a third way with poor dates', { dates: { poor: 'ignore' } }, /^dates\.poor: must be one of warn, refuse/],
    ['no marking', { marking: undefined }, /^marking: is missing/],
    ['nowhere to report to', { reporting: { languages: ['en'] } }, /^reporting: must say where reports go: give reporting\.address/],
    ['a report by a plain link', { reporting: { url: 'http://consoleme.example/report' } }, /^reporting\.url: must be an https/],
    ['a key by a plain link', { reporting: { address: 'a@b.example', encryption: 'dns:x' } }, /^reporting\.encryption: must be an https/],
    [
      'a language by its name',
      { reporting: { address: 'a@b.example', languages: ['English'] } },
      /^reporting\.languages\.0: must be a language/,
    ],
    [
      'a comment in what is asked',
      { reporting: { address: 'a@b.example', asks: ['a', 'b <!-- c'] } },
      /^reporting\.asks\.1: must not hold an HTML comment/,
    ],
  ])('%s', (...[, change, expected]) => {
    expect(problems({ ...good, ...change })).toEqual([expect.stringMatching(expected)])
  })
})

describe('a report goes', () => {
  test.each([
    'https://github.com/o/r/issues',
    'https://github.com/o/r/issues/new/choose',
    'https://GitHub.com/o/r/Issues',
    'https://github.com/o/r/%69ssues',
    'https://github.com/o/r/discussions/new',
    'https://gitlab.com/o/r/-/issues/new?issue[confidential]=true',
    'https://git.consoleme.example/o/r/issues',
    'https://bugs.launchpad.net/x/+filebug',
  ])('to no public tracker: %s', (url) => {
    expect(problems({ ...good, reporting: { url } })).toEqual([
      expect.stringMatching(/^reporting\.url: looks like a public tracker.*give a private form, such as .*or remove it/),
    ])
  })

  test.each([
    { url: 'https://github.com/o/r/security/advisories/new' },
    { url: 'https://consoleme.example/issues.html?x=/issues' },
    { address: 'issues@consoleme.example' },
    { url: 'https://hackerone.com/consoleme', address: 'security@consoleme.example' },
  ])('to %j', (reporting) => {
    expect(problems({ ...good, reporting })).toEqual([])
  })
})

test('one author needs one approver besides', () => {
  expect(
    problems({ ...good, approvals: 1, operators: [operator('alice', 'author', 'approver'), operator('bob', 'author', 'approver')] }),
  ).toEqual([])
})

test('an override counts its proposer and the approvers: a second author cannot consent', () => {
  const operators = [operator('alice', 'author'), operator('erin', 'author'), operator('bob', 'approver')]
  const withOverride = (approvals: number) => problems({ ...good, approvals: 1, operators, override: { approvals } })
  expect(withOverride(2)).toEqual([])
  expect(withOverride(3)).toEqual([expect.stringMatching(/^override\.approvals: is 3, but only 2 operators/)])
})

describe('who acts', () => {
  test('a principal is one operator', () => {
    expect(operatorOf(accepted(), arn('bob'))?.person).toBe('bob')
  })

  test.each([arn('mallory'), arn('Bob'), `${arn('bob')}/`, '', arn('bo')])('%s is nobody, and may do nothing', (principal) => {
    const nobody = operatorOf(accepted(), principal)
    expect(nobody).toBeUndefined()
    expect(mayAct(nobody, 'auditor')).toBe(false)
  })

  test('an operator may act in each of their roles, and in no other', () => {
    const dave = operatorOf(accepted(), arn('dave'))
    expect((['author', 'approver', 'list-keeper', 'auditor'] as const).filter((role) => mayAct(dave, role))).toEqual([
      'list-keeper',
      'auditor',
    ])
  })
})
