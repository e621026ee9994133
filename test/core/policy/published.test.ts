import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSecurityMd } from '../../../core/policy/check-published.ts'
import { BEGIN, END, withSection } from '../../../core/policy/fenced-section.ts'
import { differences } from '../../../core/policy/line-difference.ts'
import { recentReleases } from '../../../core/policy/recent-releases.ts'

const section = [BEGIN, 'one', 'two', 'three', END].join('\n')
const SOUND = { problems: [], differences: [] }

describe('a section', () => {
  test.each([
    ['in an empty file', '', `${section}\n`],
    ['after what is there', '# Ours\n', `# Ours\n\n${section}\n`],
    ['after a last line without an end', '# Ours', `# Ours\n\n${section}\n`],
    ['with Windows line ends', '# Ours\r\n', `# Ours\r\n\r\n${section.replaceAll('\n', '\r\n')}\r\n`],
    ['in place of the one before', `a\n${BEGIN}\nold\n${END}\nb\n`, `a\n${section}\nb\n`],
    ['in place, with Windows line ends', `a\r\n${BEGIN}\r\n${END}\r\nb`, `a\r\n${section.replaceAll('\n', '\r\n')}\r\nb`],
  ])('is put %s', (...[, before, after]) => {
    expect(withSection(before, section)).toBe(after)
    expect(checkSecurityMd(after, section)).toEqual(SOUND)
  })

  test('leaves every byte around it as it is', () => {
    const around = fc.array(fc.constantFrom('x', ' ', '\t', '\n', '# T', '<!-- c -->')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(around, around, (before, after) => {
        const file = `${before}\n${BEGIN}\nold\n${END}\n${after}`
        expect(withSection(file, section)).toBe(`${before}\n${section}\n${after}`)
      }),
    )
  })

  test.each([
    ['without an end', `${BEGIN}\nx`],
    ['without a beginning', `x\n${END}`],
    ['that ends before it begins', `${END}\n${BEGIN}`],
    ['twice', `${section}\n${section}`],
    ['with two ends', `${section}\n${END}`],
  ])('%s is neither replaced nor taken for sound', (...[, file]) => {
    expect(withSection(file, section)).toBeUndefined()
    expect(checkSecurityMd(file, section).problems).toEqual([expect.stringContaining('mend the two lines by hand')])
  })

  test('that is not there is not sound', () => {
    expect(checkSecurityMd('# Ours\n', section).problems).toEqual([expect.stringContaining('add it with --write')])
  })

  test('that was edited by hand is found by its line in the file, and what stands around it does not count', () => {
    const file = `# Ours\n\n${section.replace('two', 'deux')}\n\nmore\n`
    expect(checkSecurityMd(file, section)).toEqual({ problems: [], differences: [{ line: 5, found: ['deux'], wanted: ['two'] }] })
  })
})

describe('differences', () => {
  test.each<[string, string, object[]]>([
    ['abc', 'abc', []],
    ['abc', 'axc', [{ line: 2, found: ['b'], wanted: ['x'] }]],
    ['abcd', 'ad', [{ line: 2, found: ['b', 'c'], wanted: [] }]],
    ['ad', 'abcd', [{ line: 2, found: [], wanted: ['b', 'c'] }]],
    ['', 'a', [{ line: 1, found: [], wanted: ['a'] }]],
    [
      'xab',
      'aby',
      [
        { line: 1, found: ['x'], wanted: [] },
        { line: 4, found: [], wanted: ['y'] },
      ],
    ],
  ])('of %j and %j', (found, wanted, expected) => {
    expect(differences(found.split(''), wanted.split(''))).toEqual(expected)
  })

  test('are none for the same text alone, and make the one text of the other', () => {
    const lines = fc.array(fc.constantFrom<string[]>('a', 'b', 'c'), { maxLength: 12 })
    fc.assert(
      fc.property(lines, lines, (found, wanted) => {
        const places = differences(found, wanted)
        expect(places.length === 0).toBe(found.join() === wanted.join())
        const mended = [...found]
        for (const place of places.toReversed()) mended.splice(place.line - 1, place.found.length, ...place.wanted)
        expect(mended).toEqual(wanted)
      }),
    )
  })
})

describe('the most recent releases', () => {
  test('are the highest stable versions, as numbers, each once', () => {
    const tags = [
      'v1.2.9',
      '1.2.10',
      'v1.2.10',
      'v1.10.0',
      'v2.0.0-rc.1',
      'v1.9.3',
      'v1.2',
      'nightly',
      'v1.2.3+build',
      'x-v9.9.9',
      'v01.2.3',
      '',
    ]
    expect(recentReleases(tags, 3)).toEqual(['1.10.0', '1.9.3', '1.2.10'])
    expect(recentReleases(tags, 9)).toEqual(['1.10.0', '1.9.3', '1.2.10', '1.2.9'])
  })

  test('are none where no tag is a release', () => {
    expect(recentReleases(['latest', 'v2.0.0-rc.1'], 2)).toEqual([])
  })
})
