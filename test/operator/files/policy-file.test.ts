import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { readPolicyFile } from '../../../operator/files/policy-file.ts'
import { folderWith, told } from './folder.ts'

const sample = await readFile('forewarn.yaml', 'utf8')
const reading = async (text: string | Uint8Array) => readPolicyFile(`${await folderWith({ 'forewarn.yaml': text })}/forewarn.yaml`)
const lineOf = (text: string) => sample.split('\n').findIndex((line) => line.includes(text)) + 1

test('the policy of the project is accepted', async () => {
  expect(await readPolicyFile('forewarn.yaml')).toMatchObject({
    ok: true,
    value: { approvals: 2, embargo: { lead: 'P7D' }, marking: 'TLP:AMBER+STRICT' },
  })
})

test('a byte order mark and Windows line ends are harmless', async () => {
  expect(await reading(`\ufeff${sample.replaceAll('\n', '\r\n')}`)).toEqual(await readPolicyFile('forewarn.yaml'))
})

describe('a problem has its line', () => {
  test.each([
    ['a bad value', 'P90D', '90 days', 'embargo.maximum: must be a positive ISO 8601 duration, such as P7D or PT15M'],
    ['a number', "['1.2', '1.1']", '[1.2]', 'supportedVersions.branches.0: must be text: put it in quotes'],
    ['a typo', 'approvals: 2', 'approvals: 2\nmarkng: x', 'markng: is not known here: correct its name, or remove it'],
    [
      'a value in a list',
      'roles: [author]',
      'roles: [author, boss]',
      'operators.0.roles.1: must be one of author, approver, list-keeper, auditor',
    ],
    [
      'a contradiction',
      'approvals: 2',
      'approvals: 3',
      'approvals: is 3, but an author has only 2 approvers besides themselves: add approvers, or lower it',
    ],
  ])('%s', async (...[name, before, after, expected]) => {
    const line = lineOf(before) + (name === 'a typo' ? 1 : 0)
    expect(told(await reading(sample.replace(before, after)))).toEqual([`${line} ${expected}`])
  })

  test('what is missing has the line of what it is missing in', async () => {
    expect(told(await reading(sample.replace('  lead: P7D\n', '')))).toEqual([`${lineOf('embargo:')} embargo.lead: is missing`])
  })
})

describe('YAML is refused, with its line and without its text', () => {
  test.each([
    ['a key twice', 'zqx: 1\nzqx: 2\n', '2 (yaml): has the same key twice'],
    ['a tag', 'a: 1\nb: !zqx 2\n', '2 (yaml): has a tag (!…), which is not allowed'],
    ['a tag of a language', 'a: !!js/function zqx\n', '1 (yaml): has a tag (!…), which is not allowed'],
    ['an alias', 'a: &zqx 1\nb:\n  - *zqx\n', '3 (yaml): has an alias (*name), which is not allowed'],
    ['a tab', 'a:\n\tzqx: 1\n', '2 (yaml): is indented with a tab: use spaces'],
    ['a colon', 'a: 1\nb: zqx: 2\n', '2 (yaml): has a colon in a text that is not in quotes'],
    ['a second document', 'a: 1\n---\nzqx: 2\n', '2 (yaml): begins a second document: the file must hold one'],
    ['an open quote', 'a: "zqx\n', '2 (yaml): has a quote, bracket or comma missing, here or above'],
    ['an open bracket', 'a: [zqx\n', '2 (yaml): is not indented like the lines around it'],
    ['something else', '"zqx": @zqx\n', '1 (yaml): is not well-formed YAML (BAD_SCALAR_START)'],
  ])('%s', async (...[, text, expected]) => {
    const problems = told(await reading(text))
    expect(problems).toContain(expected)
    expect(problems.join()).not.toContain('zqx')
  })
})

describe('a file is refused', () => {
  test.each([
    ['empty', '', '1 (root): is empty'],
    ['not UTF-8', Uint8Array.of(0xff, 0xfe, 0x61, 0), '- (file): is not UTF-8 text: save it as UTF-8'],
    ['huge', `# ${'x'.repeat(1024 * 1024)}`, '- (file): is larger than 1 MiB'],
  ])('that is %s', async (...[, content, expected]) => {
    expect(told(await reading(content))).toEqual([expected])
  })

  test('that is not there', async () => {
    expect(told(await readPolicyFile(`${await folderWith({})}/none.yaml`))).toEqual(['- (file): is not there'])
  })

  test('that is a folder', async () => {
    expect(told(await readPolicyFile(await folderWith({})))).toEqual(['- (file): is not a file'])
  })
})
