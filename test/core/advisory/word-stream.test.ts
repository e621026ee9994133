import { describe, expect, test } from 'vitest'
import { stemOf, wordsOf } from '../../../core/advisory/word-stream.ts'

const sentencesOf = (text: string) => wordsOf(text).map(({ sentence }) => sentence)
const tokensOf = (text: string) => wordsOf(text).map(({ token }) => token)
const distinct = (numbers: readonly number[]) => new Set(numbers).size

describe('words of a text', () => {
  test.each([
    ['readText', ['read', 'text']],
    ['read_text', ['read', 'text']],
    ['read text', ['read', 'text']],
    ['XMLParser', ['xml', 'pars']],
    ['sha256', ['sha256']],
    ['2026-12345', ['2026', '12345']],
    ['脆弱性', ['脆弱性']],
    [' -- ', []],
  ])('of %j are %j', (...[text, stems]) => {
    expect(wordsOf(text).map(({ stem }) => stem)).toEqual(stems)
  })

  test('have their places, those within an identifier too', () => {
    const text = 'say fillText\nonce'
    expect(wordsOf(text).map(({ start, end }) => [start, end])).toEqual([
      [0, 3],
      [4, 8],
      [8, 12],
      [13, 17],
    ])
  })

  test('belong together where no white space parts them', () => {
    expect(tokensOf('see codec/tile_index once')).toEqual([0, 1, 1, 1, 2])
  })
})

describe('a sentence', () => {
  test.each(['tile index', 'tile\nindex', 'tile, index', 'tile-index', 'tile.index next', 'v1.2 next'])('goes on in %j', (text) => {
    expect(distinct(sentencesOf(text))).toBe(1)
  })

  test.each(['tile. index', 'tile; index', 'tile: index', 'tile! index', 'tile? index', 'tile." index', 'tile.*’ index', 'tile (index'])(
    'ends within %j',
    (text) => {
      expect(distinct(sentencesOf(text))).toBe(2)
    },
  )

  test.each(['tile\n\nindex', 'tile\n \t\nindex', 'tile\r\n\r\nindex'])('does not reach over the empty line in %j', (text) => {
    expect(distinct(sentencesOf(text))).toBe(2)
  })

  test('stands apart from what is in brackets on both sides of them', () => {
    expect(distinct(sentencesOf('read (tile) index'))).toBe(3)
  })
})

describe('the stem of a word', () => {
  test.each([
    ['evaluate', ['evaluates', 'evaluated', 'evaluating', 'evaluation', 'evaluator']],
    ['policy', ['policies', 'Policy']],
    ['patch', ['patches']],
    ['map', ['mapping', 'mapped', 'maps']],
    ['role', ['roles', 'ROLES']],
  ])('%s is that of its other forms', (...[word, forms]) => {
    expect(forms.map(stemOf)).toEqual(forms.map(() => stemOf(word)))
  })

  test.each([
    ['aws', 'three letters have no plural'],
    ['access', 'its ending is no plural'],
    ['status', 'its ending is no plural'],
    ['string', 'no vowel would be left'],
    ['using', 'two letters are no word'],
    ['aging', 'two letters are no word'],
    ['bottleneck', 'a pair of letters in the middle stays'],
  ])('%s is itself: %s', (word) => {
    expect(stemOf(word)).toBe(word)
  })
})
