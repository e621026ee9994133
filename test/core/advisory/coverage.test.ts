import { describe, expect, test } from 'vitest'
import { adviceOn } from '../../../core/advisory/advice.ts'
import type { Vulnerability } from '../../../core/advisory/advisory.ts'
import { coverage } from '../../../core/advisory/coverage.ts'

const flaw = (affected: string[], fixed: string[] = []): Vulnerability => ({ severity: 'high', summary: 'x', affected, fixed })
const patch = (branch: string, file = `${branch}.patch`) => ({ branch, file })
const affectedOf = (affected: string[], branches: string[]) =>
  coverage({ vulnerabilities: [flaw(affected)], patches: [] }, branches)
    .supported.filter((branch) => branch.affected)
    .map(({ branch }) => branch)

describe('which supported branches are affected', () => {
  test.each([
    [['<1.2.2'], ['1.2', '1.1']],
    [['<1.2'], ['1.1']],
    [['<1.2.0'], ['1.1']],
    [['<=1.2'], ['1.2', '1.1']],
    [['>=1.2.1 <1.2.2'], ['1.2']],
    [['>=1.1.0 <1.1.9', '>=2.0.0'], ['1.1']],
    [['1.2.1 || 1.1.4'], ['1.2', '1.1']],
    [['<1.1.0'], []],
    [['>=1.3.0'], []],
    [['*'], ['1.2', '1.1']],
  ])('%j', (affected, expected) => {
    expect(affectedOf(affected, ['1.2', '1.1'])).toEqual(expected)
  })

  test('a branch may be a whole major version', () => {
    expect(affectedOf(['>=2.4.0 <2.6.1'], ['3', '2', '1'])).toEqual(['2'])
  })
})

test('each supported branch has its patches and its own fixed versions', () => {
  const found = coverage(
    {
      vulnerabilities: [flaw(['<1.2.10'], ['1.2.10', '1.1.7']), flaw(['>=1.2.0 <1.2.9'], ['1.2.9']), flaw(['<1.1.5'], ['1.2.0'])],
      patches: [patch('1.2'), patch('1.1.x', 'b.patch'), patch('1.1', 'a.patch'), patch('main')],
    },
    ['1.3', '1.2', '1.1'],
  )
  expect(found).toEqual({
    supported: [
      { branch: '1.3', affected: false, patches: [], fixed: [], unfixed: 0 },
      { branch: '1.2', affected: true, patches: ['1.2.patch'], fixed: ['1.2.9', '1.2.10'], unfixed: 0 },
      { branch: '1.1', affected: true, patches: ['b.patch', 'a.patch'], fixed: ['1.1.7'], unfixed: 1 },
    ],
    others: [patch('main')],
    affectsUnsupported: true,
  })
})

test('a fix may come as a prerelease', () => {
  const { supported } = coverage({ vulnerabilities: [flaw(['<1.2.3-rc.1'], ['1.2.3-rc.1'])], patches: [] }, ['1.2'])
  expect(supported[0]?.fixed).toEqual(['1.2.3-rc.1'])
})

test.each(['11.2', '0.1.2', '1.20', 'release-1.2', '1.2.1', '1'])('a patch for %s is not one for 1.2', (branch) => {
  const { supported, others } = coverage({ vulnerabilities: [flaw(['<1.2.2'])], patches: [patch(branch)] }, ['1.2'])
  expect(supported[0]?.patches).toEqual([])
  expect(others).toEqual([patch(branch)])
})

test.each([
  ['<1.2.2', true],
  ['>=1.1.0 <1.2.2', false],
  ['>=1.2.0 <1.2.2', false],
  ['>=1.2.0', true],
  ['>=1.1.0 <1.3.0', false],
  ['1.0.9', true],
  ['>=1.1.0 <1.1.5 || >=1.3.0 <1.3.1', true],
  ['>=1.2.0 <1.2.2 || 1.1.4', false],
])('whether %s reaches beyond 1.2 and 1.1: %s', (range, expected) => {
  expect(coverage({ vulnerabilities: [flaw([range])], patches: [] }, ['1.2', '1.1']).affectsUnsupported).toBe(expected)
})

test('what lies between two supported branches is unsupported', () => {
  const affects = (range: string) => coverage({ vulnerabilities: [flaw([range])], patches: [] }, ['3', '1.2']).affectsUnsupported
  expect(affects('>=1.2.0 <1.3.0 || >=3.1.0 <4.0.0')).toBe(false)
  expect(affects('2.0.0')).toBe(true)
})

test('one range of several that reaches beyond the supported branches is enough', () => {
  const affects = (...ranges: string[]) => coverage({ vulnerabilities: [flaw(ranges)], patches: [] }, ['1.2']).affectsUnsupported
  expect(affects('>=1.2.0 <1.2.2', '<1.0.3')).toBe(true)
  expect(affects('>=1.2.0 <1.2.2', '>=1.2.4 <1.2.6')).toBe(false)
})

test.each([
  [['1.2'], '>=1.3.0 <1.3.4', true],
  [['1.2'], '>=1.2.0 <1.2.4', false],
  [['1.3', '1.2', '1.1'], '>=1.3.0 <1.3.4', false],
  [['1.3', '1.2', '1.1'], '>=1.4.0 <1.4.4', true],
])('of the supported branches %j the newest one ends what %s may reach: %s', (...[branches, range, expected]) => {
  expect(coverage({ vulnerabilities: [flaw([range])], patches: [] }, branches).affectsUnsupported).toBe(expected)
})

describe('advice', () => {
  const policy = { supportedVersions: { branches: ['1.2', '1.1'] } }
  const reporter = { name: 'x', zone: 'UTC', contact: { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/' } } as const
  const sound = {
    vulnerabilities: [flaw(['>=1.1.0 <1.1.9', '>=1.2.0 <1.2.2'], ['1.1.9', '1.2.2'])],
    patches: [patch('1.2'), patch('1.1')],
    reporters: [reporter],
  }
  const checks = (change: object) => adviceOn({ ...sound, ...change }, policy).map(({ level, check }) => `${level} ${check}`)

  test('there is none on a sound advisory', () => {
    expect(checks({})).toEqual([])
  })

  test.each<[string, object, string[]]>([
    ['an affected branch without a patch', { patches: [patch('1.2')] }, ['warn branch-patched']],
    ['a patch for a branch that is not affected', { vulnerabilities: [flaw(['>=1.2.0 <1.2.2'], ['1.2.2'])] }, ['warn patch-needed']],
    ['a patch for a branch that nobody supports', { patches: [...sound.patches, patch('0.9')] }, ['warn patch-supported']],
    ['no affected branch', { vulnerabilities: [flaw(['<1.1.0'])], patches: [] }, ['warn branches-affected', 'note unsupported-affected']],
    ['an affected branch without a fixed version', { vulnerabilities: [flaw(['>=1.1.0 <1.2.2'], ['1.2.2'])] }, ['note branch-fixed']],
    ['nobody who reported it', { reporters: [] }, ['note reporters']],
    [
      'a severity that its vector contradicts',
      { vulnerabilities: sound.vulnerabilities.map((flaw) => ({ ...flaw, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' })) },
      ['warn severity'],
    ],
  ])('is given on %s', (...[, change, expected]) => {
    expect(checks(change)).toEqual(expected)
  })

  test.each<[string, object]>([
    ['branch 1.1 is supported and affected, but no patch is for it; the notice will say so', { patches: [patch('1.2')] }],
    ['a patch is for branch 1.1, which is not affected', { vulnerabilities: [flaw(['>=1.2.0 <1.2.2'], ['1.2.2'])] }],
    ['2 of the patches are for branches that the policy does not support', { patches: [...sound.patches, patch('0.9'), patch('main')] }],
    ['no supported branch is affected: compare vulnerabilities.affected with the policy', { vulnerabilities: [flaw([])], patches: [] }],
    ['branch 1.1 has no fixed version for 1 of what affects it', { vulnerabilities: [flaw(['>=1.1.0 <1.2.2'], ['1.2.2'])] }],
    ['there is no reporter: nobody will be told the date as the one who found it', { reporters: [] }],
    [
      'vulnerabilities.1.severity is not what its CVSS vector comes to',
      {
        vulnerabilities: ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'].flatMap((cvss) =>
          sound.vulnerabilities.map((flaw) => ({ ...flaw, cvss })),
        ),
      },
    ],
  ])('says: %s', (...[says, change]) => {
    expect(adviceOn({ ...sound, ...change }, policy).map((advice) => advice.says)).toEqual([says])
  })

  test('agrees with a vector that fits, and does not guess at CVSS 4.0', () => {
    const vectors = ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N']
    expect(checks({ vulnerabilities: vectors.flatMap((cvss) => sound.vulnerabilities.map((flaw) => ({ ...flaw, cvss }))) })).toEqual([])
  })
})
