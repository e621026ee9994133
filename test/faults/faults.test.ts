import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { breaks } from './breaks.ts'
import { faultRowsIn } from './table.ts'
import { isNamedIn } from './test-names.ts'

const root = resolve(import.meta.dirname, '../..')
const textOf = (file: string): string => readFileSync(resolve(root, file), 'utf8')
const rows = faultRowsIn(textOf('docs/FAULTS.md'))

describe('the table of faults', () => {
  test('has a row for each fault once, with its behaviour and a test', () => {
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map(({ fault }) => fault)).size).toBe(rows.length)
    expect(rows.filter(({ wanted, tests }) => !wanted.endsWith('.') || tests.length === 0)).toEqual([])
  })
  test('names tests that exist', () => {
    const missing = rows
      .flatMap(({ tests }) => tests)
      .filter(({ file, name }) => !existsSync(resolve(root, file)) || !isNamedIn(textOf(file), name))
    expect(missing).toEqual([])
  })
  test('has a break for each fault, and no other', () => {
    expect(breaks.map(({ fault }) => fault)).toEqual(rows.map(({ fault }) => fault))
  })
})

describe('a break', () => {
  test('is seen by a test of its row', () => {
    const strangers = breaks.filter(({ fault, test: { file, name } }) => {
      const row = rows.find((candidate) => candidate.fault === fault)
      return !row?.tests.some((named) => named.file === file && named.name === name)
    })
    expect(strangers).toEqual([])
  })
  test('finds its line once in its file, and changes it', () => {
    const stale = breaks.filter(({ file, line, broken }) => textOf(file).split(line).length !== 2 || line === broken)
    expect(stale.map(({ fault, line }) => ({ fault, line }))).toEqual([])
  })
  test('of a contract suite runs through a test file that uses it', () => {
    const contracts = breaks.filter(({ test: { file } }) => !file.endsWith('.test.ts'))
    expect(contracts.filter(({ test: { through } }) => through === undefined || !existsSync(resolve(root, through)))).toEqual([])
  })
})

describe('the name of a test', () => {
  const source = "test.each(['takes it', 'hangs'])('SES %s, says $what', …); test('stands alone', …)"
  test.each(['stands alone', 'SES hangs, says takes it'])('is found: %s', (name) => {
    expect(isNamedIn(source, name)).toBe(true)
  })
  test.each(['stands', 'SES hangs', 'SES hangs, says nothing'])('is not found: %s', (name) => {
    expect(isNamedIn(source, name)).toBe(false)
  })
})
