import { describe, expect, test } from 'vitest'
import { jsonIn } from '../../../core/shared/json-text.ts'
import { HttpsLink, lineOf, proseOf } from '../../../core/shared/text.ts'

test.each(['https://example.org', 'https://example.org/advisories/1?full=1#top'])('%s is a link', (link) => {
  expect(HttpsLink.parse(link)).toBe(link)
})

test.each(['http://example.org', 'example.org', 'https://', 'javascript:alert(1)', 'https://example.org/a b', 'https://exam\tple.org', ''])(
  'what is no whole https URL is refused: %j',
  (link) => {
    expect(HttpsLink.safeParse(link).error?.issues.map(({ message }) => message)).toEqual(['must be an https:// URL'])
  },
)

const problemsOf = (parsed: { readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined }) =>
  parsed.error?.issues.map(({ message }) => message)
const HALF_A_PAIR = 'a\ud83d'

describe('a line', () => {
  test.each(['a', ' a b ', 'Zoë — 🐸', 'five5'])('may be %j, and loses the blanks around it', (text) => {
    expect(lineOf(10).parse(text)).toBe(text.trim())
  })
  test('is as long as it may be without the blanks around it', () => {
    expect(lineOf(3).parse('  abc  ')).toBe('abc')
    expect(problemsOf(lineOf(3).safeParse('abcd'))).toEqual(['must be at most 3 characters long'])
  })
  test.each([
    ['', 'must not be empty'],
    ['  ', 'must not be empty'],
    [HALF_A_PAIR, 'must be well-formed Unicode'],
    ...['a\nb', 'a\r', '\ta', 'a\u0000', 'a\u007f', 'a\u2028b', 'a\u2029b'].map((text) => [
      text,
      'must be one line, without line breaks or other control characters',
    ]),
  ])('cannot be %j: %s', (text, says) => {
    expect(problemsOf(lineOf(10).safeParse(text))).toEqual([says])
  })
})

describe('prose', () => {
  test('has lines and tabs, and loses what is empty around it', () => {
    expect(proseOf(20).parse('\n a\r\n\tb\u2028c \n')).toBe('a\r\n\tb\u2028c')
    expect(proseOf(20).parse('')).toBe('')
  })
  test('is as long as it may be without what is empty around it', () => {
    expect(proseOf(3).parse('\n\nabc\n')).toBe('abc')
    expect(problemsOf(proseOf(3).safeParse('abcd'))).toEqual(['must be at most 3 characters long'])
  })
  test.each([
    [HALF_A_PAIR, 'must be well-formed Unicode'],
    ['a\u0007', 'must not hold control characters other than tabs and line breaks'],
    ['a\u001bb', 'must not hold control characters other than tabs and line breaks'],
  ])('cannot be %j: %s', (text, says) => {
    expect(problemsOf(proseOf(10).safeParse(text))).toEqual([says])
  })
})

test('a JSON text gives its value, and what is none gives nothing, without a word of it', () => {
  expect(jsonIn('{"a":[1]}')).toEqual({ a: [1] })
  expect(jsonIn('{"a": security@treefrog.example}')).toBeUndefined()
})
