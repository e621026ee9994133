import { describe, expect, test } from 'vitest'
import { ReporterContact, parseAdvisory } from '../../../core/advisory/advisory.ts'

const vulnerability = {
  cve: 'CVE-2022-27177',
  cwe: 'CWE-134',
  severity: 'critical',
  summary: 'Input is evaluated as a format.',
  affected: ['<1.2.2'],
  fixed: ['1.2.2'],
}
const mail = (name: string, address: string) => ({ name, contact: { by: 'mail', address } })
const good = {
  id: 'ADV-2026-0001',
  title: 'Requests are evaluated as format strings',
  description: 'What happens.\n\nAnd *why*.',
  remediation: 'What to do.',
  vulnerabilities: [vulnerability],
  patches: [{ branch: '1.2', file: '1.2.patch' }],
  reporters: [mail('forthegreatergood', 'finder@researcher.example')],
}
const problems = (change: object) => {
  const parsed = parseAdvisory({ ...good, ...change })
  return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`)
}
const flawed = (change: object) => ({ vulnerabilities: [{ ...vulnerability, ...change }] })

test('an advisory has defaults for what it does not say', () => {
  expect(parseAdvisory({ ...good, patches: undefined, reporters: undefined })).toMatchObject({
    ok: true,
    value: { patches: [], credits: [], reporters: [], references: [] },
  })
})

describe('an advisory is accepted', () => {
  test.each<[string, object]>([
    ['with a range without a patch level', flawed({ affected: ['<1.2'], fixed: ['1.2.0'] })],
    ['with a range of two ends', flawed({ affected: ['>=1.1.0 <1.1.9', '>=1.2.0 <1.2.2'], fixed: ['1.1.9', '1.2.2'] })],
    ['with every version affected and none fixed', flawed({ affected: ['*'], fixed: [] })],
    ['with a CVSS 3.1 vector', flawed({ cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H' })],
    ['with a CVSS 4.0 vector', flawed({ cvss: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H' })],
    [
      'with one patch for two branches',
      {
        patches: [
          { branch: '1.2', file: 'x.patch' },
          { branch: '1.1', file: 'x.patch' },
        ],
      },
    ],
    ['with markup in its title', { title: '<script>"quotes" & שלום 脆弱性' }],
    [
      'with two vulnerabilities without ids',
      {
        vulnerabilities: [
          { ...vulnerability, cve: undefined },
          { ...vulnerability, cve: undefined },
        ],
      },
    ],
    [
      'with a reporter on a platform',
      { reporters: [{ name: 'x', contact: { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/1' } }] },
    ],
  ])('%s', (...[, change]) => {
    expect(problems(change)).toEqual([])
  })
})

describe('an advisory is refused', () => {
  test.each<[string, object, RegExp]>([
    ['with a CVE as its id', { id: 'CVE-2022-27177' }, /^id: must be a neutral id/],
    ['with a line break after its id', { id: 'ADV-2026-0001\n' }, /^id: must be a neutral id/],
    ['with a header in its title', { title: 'x\r\nBcc: a@example.org' }, /^title: must be one line/],
    ['with a line break after its title', { title: 'x\n' }, /^title: must be one line/],
    ['with a control in its description', { description: 'x\u001b[2J' }, /^description: must not hold control/],
    ['with half a character', { description: 'x\ud800' }, /^description: must be well-formed/],
    ['without a description', { description: ' \n ' }, /^description: must not be empty/],
    ['with a header in a credit', { credits: ['x\ny'] }, /^credits\.0: must be one line/],
    ['with a header in a reporter', { reporters: [mail('x\ny', 'a@example.org')] }, /^reporters\.0\.name: must be one line/],
    ['with a range that is none', flawed({ affected: ['before 1.2.2'] }), /^vulnerabilities\.0\.affected\.0: must be a version range/],
    ['with an empty range', flawed({ affected: [' '] }), /^vulnerabilities\.0\.affected\.0: must be a version range/],
    ['with half a version', flawed({ fixed: ['1.2'] }), /^vulnerabilities\.0\.fixed\.0: must be a whole version/],
    ['with a version as a number', flawed({ fixed: [1.2] }), /^vulnerabilities\.0\.fixed\.0: must be text: put it in quotes/],
    ['with a fix that is affected', flawed({ affected: ['<=1.2.2'] }), /^vulnerabilities\.0\.fixed\.0: lies inside of an affected range/],
    [
      'with a fix that one of several ranges affects',
      flawed({ affected: ['<1.1.9', '>=1.2.0 <1.2.3'], fixed: ['1.1.9', '1.2.2'] }),
      /^vulnerabilities\.0\.fixed\.1: lies inside of an affected range/,
    ],
    ['with half a vector', flawed({ cvss: 'CVSS:3.1/AV:N/AC:L' }), /^vulnerabilities\.0\.cvss: must hold each of the eight/],
    ['with a CVE twice', { vulnerabilities: [vulnerability, vulnerability] }, /^vulnerabilities\.1: has the CVE id of another/],
    ['with a patch twice', { patches: [...good.patches, ...good.patches] }, /^patches\.1: names the branch and file of another/],
    ['with a patch elsewhere', { patches: [{ branch: '1.2', file: '../1.2.patch' }] }, /^patches\.0\.file: must be the name/],
    [
      'with a reporter twice',
      { reporters: [mail('a', 'A@example.org'), mail('b', 'a@Example.org')] },
      /^reporters\.1: has the address of another/,
    ],
    [
      'with a reporter who is reached nowhere',
      { reporters: [{ name: 'x', contact: { by: 'pigeon' } }] },
      /^reporters\.0\.contact\.by: must be one of mail, platform/,
    ],
    ['with a plain link', { references: ['http://example.org/'] }, /^references\.0: must be an https/],
    ['with a broken link', { references: ['https://example.org/a\nb'] }, /^references\.0: must be an https/],
    ['with a typo', { remediations: 'x' }, /^remediations: is not known here/],
  ])('%s', (...[, change, expected]) => {
    expect(problems(change)).toEqual([expect.stringMatching(expected)])
  })
})

describe('a reporter’s key', () => {
  const address = 'finder@researcher.example'
  const written = (change: object) => problems({ reporters: [{ name: 'x', contact: { by: 'mail', address, ...change } }] })

  test.each<[string, object]>([
    ['without an encryption', { key: 'finder.asc' }],
    ['where encryption is preferred', { key: 'finder.asc', encryption: 'preferred' }],
    ['where encryption is required', { key: 'finder.asc', encryption: 'required' }],
  ])('may be given %s', (...[, change]) => {
    expect(written(change)).toEqual([])
  })

  test('may be missing where they want no encryption, and must not be there', () => {
    expect(written({ encryption: 'none' })).toEqual([])
    expect(written({ encryption: 'none', key: 'finder.asc' })).toEqual([
      'reporters.0.contact.encryption: must not be none where there is a key',
    ])
  })

  test('must be a file beside the advisory', () => {
    expect(written({ key: '../finder.asc' })).toEqual(['reporters.0.contact.key: must be the name of a file beside the advisory'])
  })

  test('once it was found good is under the same rule', () => {
    const key = { kind: 'openpgp', fingerprint: 'A'.repeat(40), addresses: [address], bytes: 'AAAA' }
    const isFine = (change: object) => ReporterContact.safeParse({ by: 'mail', address, ...change }).success
    expect(isFine({ encryption: 'required', keys: [key] })).toBe(true)
    expect(isFine({ keys: [key] })).toBe(true)
    expect(isFine({ encryption: 'none' })).toBe(true)
    expect(isFine({ encryption: 'none', keys: [] })).toBe(true)
    expect(isFine({ encryption: 'none', keys: [key] })).toBe(false)
  })
})
