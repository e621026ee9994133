import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { coverage } from '../../../core/advisory/coverage.ts'
import { saysOf } from '../../../core/keys/key-fault.ts'
import { readAdvisoryFile } from '../../../operator/files/advisory-file.ts'
import { folderWith, told } from './folder.ts'

const ADVISORY = `id: ADV-2026-0003
title: A title
description: What
remediation: How
vulnerabilities:
  - severity: high
    summary: A flaw
    affected: ['<1.2.2']
    fixed: ['1.2.2']
patches:
  - branch: '1.2'
    file: a.patch
`
const accepted = async (path: string) => {
  const parsed = await readAdvisoryFile(path)
  if (!parsed.ok) throw new Error(told(parsed).join('\n'))
  return parsed.value
}
const reading = async (patch: string | Uint8Array) =>
  told(await readAdvisoryFile(join(await folderWith({ 'a.yaml': ADVISORY, 'a.patch': patch }), 'a.yaml')))

describe('the samples', () => {
  test('tell a reporter by mail', async () => {
    const { advisory, patches } = await accepted('samples/consoleme/ADV-2026-0001.yaml')
    expect(advisory).toMatchObject({
      id: 'ADV-2026-0001',
      vulnerabilities: [{ cve: 'CVE-2022-27177', cwe: 'CWE-134', severity: 'critical', fixed: ['1.2.2'] }],
    })
    expect(advisory.reporters.map(({ contact }) => contact.by)).toEqual(['mail'])
    expect([...patches.keys()]).toEqual(advisory.patches.map(({ file }) => file))
    expect(coverage(advisory, ['1.2', '1.1']).supported.map(({ patches }) => patches.length)).toEqual([1, 1])
  })

  test('tell a reporter on a platform', async () => {
    const { advisory } = await accepted('samples/consoleme-exploited/ADV-2026-0002.yaml')
    expect(advisory.reporters.map(({ contact }) => contact)).toEqual([expect.objectContaining({ by: 'platform', platform: 'Bugcrowd' })])
  })
})

test('an advisory of 30 KB with several of everything is read whole', async () => {
  const { advisory, patches } = await accepted('test/fixtures/large-advisory/ADV-2026-0042.yaml')
  expect(advisory.vulnerabilities).toHaveLength(4)
  expect(patches.size).toBe(5)
  const bytes = [...patches.values()].reduce((sum, patch) => sum + patch.length, 0)
  expect(bytes + advisory.description.length).toBeGreaterThan(25_000)
})

test('patches come byte for byte', async () => {
  const bytes = Uint8Array.of(0x2d, 0x0d, 0x0a, 0xff, 0x00)
  const { patches } = await accepted(join(await folderWith({ 'a.yaml': ADVISORY, 'a.patch': bytes }), 'a.yaml'))
  expect(Buffer.from(patches.get('a.patch') ?? []).equals(bytes)).toBe(true)
})

describe('a patch is refused, with the line of its name', () => {
  test('that is empty', async () => {
    expect(await reading('')).toEqual(['12 patches.0.file: is empty'])
  })

  test('that is too large', async () => {
    expect(await reading(new Uint8Array(4 * 1024 * 1024))).toEqual([])
    expect(await reading(new Uint8Array(4 * 1024 * 1024 + 1))).toEqual(['12 patches.0.file: is larger than 4 MiB'])
  })

  test('that is missing', async () => {
    expect(told(await readAdvisoryFile(join(await folderWith({ 'a.yaml': ADVISORY }), 'a.yaml')))).toEqual([
      '12 patches.0.file: is not beside the advisory',
    ])
  })

  test('that is named elsewhere', async () => {
    const folder = await folderWith({ 'a.yaml': ADVISORY.replace('a.patch', '../a.patch') })
    expect(told(await readAdvisoryFile(join(folder, 'a.yaml')))).toEqual([
      '12 patches.0.file: must be the name of a .patch or .diff file beside the advisory',
    ])
  })

  test('that is a link to elsewhere', async () => {
    const [folder, elsewhere] = [await folderWith({ 'a.yaml': ADVISORY }), await folderWith({ 'secret.patch': 'secret' })]
    await symlink(join(elsewhere, 'secret.patch'), join(folder, 'a.patch'))
    expect(told(await readAdvisoryFile(join(folder, 'a.yaml')))).toEqual([
      '12 patches.0.file: is a link to a place outside of the advisory’s folder',
    ])
  })
})

test('a bad field has its line', async () => {
  const folder = await folderWith({ 'a.yaml': ADVISORY.replace("['<1.2.2']", "['<1.2.2', 'zqx']"), 'a.patch': '-' })
  expect(told(await readAdvisoryFile(join(folder, 'a.yaml')))).toEqual([
    '8 vulnerabilities.0.affected.1: must be a version range, such as <1.2.2 or >=1.1.0 <1.1.9',
  ])
})

describe('a reporter’s key', () => {
  const REPORTER = `reporters:
  - name: finder
    contact:
      by: mail
      address: finder@research.example
      key: finder.asc
`
  const withKey = async (files: Readonly<Record<string, string>>, reporter = REPORTER) =>
    readAdvisoryFile(join(await folderWith({ 'a.yaml': ADVISORY + reporter, 'a.patch': '-', ...files }), 'a.yaml'))

  test('lies beside the advisory', async () => {
    const parsed = await withKey({ 'finder.asc': 'key' })
    expect(parsed.ok && [...parsed.value.keys]).toEqual([['finder.asc', 'a2V5']])
  })

  test.each([
    ['is missing', {}, REPORTER, ['18 reporters.0.contact.key: is not beside the advisory']],
    [
      'is a private one',
      { 'finder.asc': '-----BEGIN PGP PRIVATE KEY BLOCK-----' },
      REPORTER,
      [`18 reporters.0.contact.key: ${saysOf('private-key')}`],
    ],
    [
      'lies elsewhere',
      {},
      REPORTER.replace('finder.asc', '../finder.asc'),
      ['18 reporters.0.contact.key: must be the name of a file beside the advisory'],
    ],
    [
      'is not wanted',
      { 'finder.asc': 'key' },
      `${REPORTER}      encryption: none\n`,
      ['19 reporters.0.contact.encryption: must not be none where there is a key'],
    ],
  ])('is refused when it %s', async (...[, files, reporter, expected]) => {
    expect(told(await withKey(files as Record<string, string>, reporter))).toEqual(expected)
  })
})
