import { describe, expect, test } from 'vitest'
import { checkRows, recipientFromRow } from '../../../core/recipient/recipient-row.ts'

const row = { organisation: 'Acme', contact: 'psirt@example.org' }
const numbered = (...contacts: [contact: string, second?: string][]) =>
  contacts.map(([contact, second_contact = ''], index) => ({
    line: index + 2,
    row: { organisation: `Org ${index}`, contact, second_contact },
  }))

test('a row becomes details', () => {
  expect(
    recipientFromRow({
      organisation: ' Acme "Zoë" ',
      contact: ' \t psirt@Example.org \t ',
      second_contact: 'soc@example.org',
      zone: 'Europe/Berlin',
      groups: 'cloud;  distributors cloud',
      encryption: 'required',
      key: '  psirt of 2026.asc  ; soc.pem;',
      phone: '+49 30 1234, ask for Ines',
      notes: 'since 2019',
    }),
  ).toEqual({
    ok: true,
    value: {
      details: {
        organisation: 'Acme "Zoë"',
        contacts: ['psirt@example.org', 'soc@example.org'],
        zone: 'Europe/Berlin',
        groups: ['cloud', 'distributors'],
        encryption: 'required',
        keys: [],
        phone: '+49 30 1234, ask for Ines',
        notes: 'since 2019',
      },
      keyFiles: ['psirt of 2026.asc', 'soc.pem'],
    },
  })
})

test('empty fields are none given', () => {
  const empty = { ...row, second_contact: ' ', zone: '', groups: ' ', encryption: '', key: ' ; ', phone: '', notes: '' }
  expect(recipientFromRow(empty)).toEqual(recipientFromRow(row))
  expect(recipientFromRow(row)).toMatchObject({
    ok: true,
    value: { details: { contacts: ['psirt@example.org'], zone: 'UTC', groups: [], encryption: 'preferred' }, keyFiles: [] },
  })
})

describe('a problem names its column, and no value', () => {
  test.each([
    ['organisation', { organisation: '' }],
    ['contact', { contact: '' }],
    ['contact', { contact: 'zqx' }],
    ['contact', { contact: 'zqx@example.org\r\n' }],
    ['contact', { contact: 'zqx@example.org, zqxx@example.org' }],
    ['second_contact', { second_contact: 'zqx' }],
    ['second_contact', { second_contact: 'PSIRT@example.org' }],
    ['zone', { zone: 'zqx' }],
    ['groups', { groups: 'cloud ZQX' }],
    ['encryption', { encryption: 'zqx' }],
    ['phone', { phone: 'zqx\n1' }],
    ['notes', { notes: 'zqx\u0007' }],
  ])('%s: %j', (column, change) => {
    const parsed = recipientFromRow({ ...row, ...change })
    expect(parsed).toMatchObject({ ok: false, problems: [{ field: column }] })
    expect(JSON.stringify(parsed)).not.toMatch(/zqx|psirt/i)
  })
})

describe('a whole file', () => {
  test('is good when every row is', () => {
    const { details, problems } = checkRows(numbered(['a@example.org'], ['b@example.org', 'c@example.org']))
    expect(problems).toEqual([])
    expect(details.map(({ line, details: { contacts } }) => [line, contacts])).toEqual([
      [2, ['a@example.org']],
      [3, ['b@example.org', 'c@example.org']],
    ])
  })

  test('tells every problem, with its line', () => {
    const { details, problems } = checkRows(numbered(['bad'], ['a@example.org', 'worse'], ['b@example.org']))
    expect(problems.map(({ line, field }) => `${line} ${field}`)).toEqual(['2 contact', '3 second_contact'])
    expect(details.map(({ line }) => line)).toEqual([4])
  })

  test('has each address once, whatever its spelling and column', () => {
    const { problems } = checkRows(
      numbered(['a@bücher.example', 'b@example.org'], ['"B"@Example.org'], ['c@example.org', 'A@xn--bcher-kva.example']),
    )
    expect(problems).toEqual([
      { field: 'contact', line: 3, message: 'is the address of line 2 too (second_contact): an address belongs to one recipient' },
      { field: 'second_contact', line: 4, message: 'is the address of line 2 too (contact): an address belongs to one recipient' },
    ])
  })
})
