import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printable, widthOf } from '../../../operator/cli/printable.ts'
import { factsOf, tableOf } from '../../../operator/cli/table.ts'

const columns = [
  { title: 'name', cell: (row: { name: string; count: number }) => row.name },
  { title: 'count', cell: (row: { name: string; count: number }) => row.count },
  { title: 'again', cell: (row: { name: string; count: number }) => row.name },
]

describe('a table', () => {
  test('aligns words to the left and numbers to the right', () => {
    const rows = [
      { name: 'Acme', count: 7 },
      { name: '日本語', count: 1234 },
    ]
    expect(tableOf(rows, columns)).toBe(['NAME    COUNT  AGAIN', 'Acme        7  Acme', '日本語   1234  日本語'].join('\n'))
  })

  test('without rows is its titles', () => {
    expect(tableOf([], columns)).toBe('NAME  COUNT  AGAIN')
  })

  test('has one line a row, whatever the rows hold', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ name: fc.string({ unit: 'binary' }), count: fc.nat() })), (rows) => {
        expect(tableOf(rows, columns).split('\n')).toHaveLength(rows.length + 1)
      }),
    )
  })

  test('facts stand under each other', () => {
    expect(
      factsOf([
        ['state', 'draft'],
        ['id', 'a\nb'],
        ['members', 3],
      ]),
    ).toBe('state    draft\nid       a b\nmembers  3')
  })
})

test('what is printable cannot command a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // oxlint-disable-next-line no-control-regex -- control characters are what this is about
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})

test.each([
  ['Acme', 4],
  ['日本', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['🙂', 2],
  ['', 0],
])('%j is %i columns wide', (text, width) => {
  expect(widthOf(text)).toBe(width)
})
