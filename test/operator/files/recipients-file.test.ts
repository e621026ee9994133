import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { saysOf } from '../../../core/keys/key-fault.ts'
import { COLUMNS } from '../../../core/recipient/recipient-row.ts'
import { readRecipientsFile } from '../../../operator/files/recipients-file.ts'
import { folderWith, told } from './folder.ts'

const reading = async (text: string | Uint8Array) => readRecipientsFile(join(await folderWith({ 'r.csv': text }), 'r.csv'))
const HEADING = 'organisation,contact,second_contact,zone,groups,encryption,notes'

test('the sample has what real lists have', async () => {
  const parsed = await readRecipientsFile('samples/recipients.csv')
  if (!parsed.ok) throw new Error(told(parsed).join('\n'))
  const all = parsed.value.map(({ details }) => details)
  expect(all).toHaveLength(14)
  expect(new Set(all.map(({ zone }) => zone)).size).toBeGreaterThan(10)
  expect(all.filter(({ contacts }) => contacts.length === 2)).toHaveLength(4)
  expect(new Set(all.map(({ encryption }) => encryption)).size).toBe(3)
  expect(all.flatMap(({ contacts }) => contacts)).toEqual(
    expect.arrayContaining(['vorfall@xn--bcher-kva.example', '"incident desk"@ohara.example', 'soc+embargo@northwind.example']),
  )
})

test('columns come in any order, and only two must be there', async () => {
  expect(await reading('\ufeffcontact, organisation\r\npsirt@example.org,"Acme, ""Inc"""\r\n')).toEqual({
    ok: true,
    value: [
      {
        line: 2,
        details: {
          organisation: 'Acme, "Inc"',
          contacts: ['psirt@example.org'],
          zone: 'UTC',
          groups: [],
          encryption: 'preferred',
          keys: [],
          phone: '',
          notes: '',
        },
      },
    ],
  })
})

test('lines are those of the file, over blank lines and fields of several lines', async () => {
  const text = `${HEADING}\n\nAcme,a@example.org,,,,,"one\ntwo\nthree"\n,,,,,,\nBrook,bad,,,,,\n`
  expect(told(await reading(text))).toEqual(['7 contact: must have an @'])
  expect(told(await reading(text.replaceAll('\n', '\r\n')))).toEqual(['7 contact: must have an @'])
})

test('the whole file is checked, and nothing of it is quoted', async () => {
  const text = `${HEADING}\n,zqx,,,,,\nZqx,zqx@example.org\nZqx,zqx@example.org,,zqx,ZQX,zqx,\nZqx,zqx@example.org,,,,,\nZqx,x@example.org,ZQX@Example.org,,,,\n`
  const problems = told(await reading(text))
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    '2 organisation',
    '2 contact',
    '3 (file)',
    '4 zone',
    '4 groups',
    '4 encryption',
    '6 second_contact',
  ])
  expect(problems.at(-1)).toContain('line 5')
  expect(problems.join()).not.toMatch(/zqx/i)
})

describe('a heading is refused', () => {
  test.each([
    [
      'with an unknown column',
      'organisation,contact,telephone',
      '1 telephone: is not a column; these are: organisation,contact,second_contact,zone,groups,encryption,key,phone,notes',
    ],
    ['without a column', 'organisation,zone', '1 contact: is a column that must be there'],
    ['with a column twice', 'organisation,contact,zone,zone', '1 zone: is a column twice'],
    ['with a nameless column', 'organisation,contact,', '1 (file): has a column without a known name'],
    [
      'that is a recipient',
      'Zqx,zqx@example.org',
      '1 (file): must begin with a heading that names the columns, separated by commas: organisation,contact,second_contact,zone,groups,encryption,key,phone,notes',
    ],
    [
      'that is separated by semicolons',
      'organisation;contact',
      '1 (file): must begin with a heading that names the columns, separated by commas: organisation,contact,second_contact,zone,groups,encryption,key,phone,notes',
    ],
  ])('%s', async (...[, heading, expected]) => {
    expect(told(await reading(`${heading}\nAcme,a@example.org\n`))).toEqual([expected])
  })
})

describe('bad quoting is refused with its line, and nothing of it is quoted', () => {
  test.each([
    [
      'a quote within a field',
      'Zqx "zqx",a@example.org',
      '3 (file): has a quote in a field that does not begin with one: quote the whole field, and double the quote',
    ],
    [
      'text after a quote',
      '"Zqx"zqx,a@example.org',
      '3 (file): has text after a closing quote: double each quote that belongs to the text',
    ],
    ['an open quote', '"Zqx,a@example.org', '3 (file): opens a quote that does not close'],
  ])('%s', async (...[, row, expected]) => {
    const problems = told(await reading(`organisation,contact\nAcme,z@example.org\n${row}`))
    expect(problems).toEqual([expected])
    expect(problems.join()).not.toMatch(/zqx/i)
  })
})

describe('a file is refused', () => {
  test.each([
    ['that is empty', ''],
    ['that has a heading alone', `${HEADING}\n\n`],
  ])('%s', async (...[, text]) => {
    expect(told(await reading(text))).toEqual([`- (file): must have a heading (${COLUMNS.join(',')}) and at least one recipient`])
  })

  test('that is not UTF-8', async () => {
    expect(told(await reading(Buffer.from(`${HEADING}\nZo\u00eb,a@example.org,,,,,\n`, 'latin1')))).toEqual([
      '- (file): is not UTF-8 text: save it as UTF-8',
    ])
  })
})

test('10,000 recipients are read', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `Org ${index},psirt@r${index}.example.org,,Europe/Berlin,cloud,,`)
  const parsed = await reading([HEADING, ...rows].join('\n'))
  expect(parsed.ok && parsed.value.at(-1)).toMatchObject({ line: 10_001 })
})

describe('key files', () => {
  const list = (key: string, encryption = '') => `organisation,contact,encryption,key\nAcme,a@example.org,${encryption},${key}\n`
  const withFiles = async (text: string, files: Readonly<Record<string, string | Uint8Array>> = {}) => {
    const folder = await folderWith({ 'r.csv': text, ...files })
    return { folder, read: () => readRecipientsFile(join(folder, 'r.csv')) }
  }
  const PRIVATE = '-----BEGIN PGP PRIVATE KEY BLOCK-----\n'

  test('beside the list come byte for byte', async () => {
    const { read } = await withFiles(list('a.asc;b.der'), { 'a.asc': 'key', 'b.der': Uint8Array.of(0x30, 0xff, 0x00) })
    expect(await read()).toMatchObject({ ok: true, value: [{ line: 2, details: { keys: ['a2V5', 'MP8A'] } }] })
  })

  test.each([
    ['that are missing', list('a.asc'), {}, ['2 key: is not beside the list']],
    ['that are empty', list('a.asc'), { 'a.asc': '' }, ['2 key: is empty']],
    ['that lie elsewhere', list('../a.asc'), {}, ['2 key: must be the name of a file beside the list']],
    ['that lie in a folder below', list('keys/a.asc'), {}, ['2 key: must be the name of a file beside the list']],
    ['that are folders', list('..'), {}, ['2 key: is a link to a place outside of the list’s folder']],
    ['that are too large', list('a.asc'), { 'a.asc': 'x'.repeat(2_000_000) }, [`2 key: ${saysOf('too-large')}`]],
    ['with a private key', list('a.asc'), { 'a.asc': PRIVATE }, [`2 key: ${saysOf('private-key')}`]],
    [
      'of which there are three',
      list('a.asc;b.asc;c.asc'),
      { 'a.asc': '-', 'b.asc': '-', 'c.asc': '-' },
      ['2 key: must have at most 2 entries'],
    ],
    [
      'of somebody who asks for no encryption',
      list('a.asc', 'none'),
      { 'a.asc': 'key' },
      ['2 encryption: must not be none where there is a key: leave the key out, or say preferred or required'],
    ],
  ])('%s are refused with their line', async (...[, text, files, expected]) => {
    expect(told(await (await withFiles(text, files)).read())).toEqual(expected)
  })

  test('that are links to elsewhere are refused', async () => {
    const { folder, read } = await withFiles(list('a.asc'))
    await symlink(join(await folderWith({ 'secret.asc': 'secret' }), 'secret.asc'), join(folder, 'a.asc'))
    expect(told(await read())).toEqual(['2 key: is a link to a place outside of the list’s folder'])
  })

  test('are checked with the whole file', async () => {
    const { read } = await withFiles(`${list('a.asc')}Brook,bad,,\nCreek,c@example.org,,c.asc\n`)
    expect(told(await read())).toEqual(['2 key: is not beside the list', '3 contact: must have an @', '4 key: is not beside the list'])
  })
})
