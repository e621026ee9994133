import { expect, test } from 'vitest'
import { jsonIn } from '../../../core/shared/json-text.ts'
import { HttpsLink } from '../../../core/shared/text.ts'

test.each(['https://example.org', 'https://example.org/advisories/1?full=1#top'])('%s is a link', (link) => {
  expect(HttpsLink.parse(link)).toBe(link)
})

test.each(['http://example.org', 'example.org', 'https://', 'javascript:alert(1)', 'https://example.org/a b', 'https://exam\tple.org', ''])(
  'what is no whole https URL is refused: %j',
  (link) => {
    expect(HttpsLink.safeParse(link).error?.issues.map(({ message }) => message)).toEqual(['must be an https:// URL'])
  },
)

test('a JSON text gives its value, and what is none gives nothing, without a word of it', () => {
  expect(jsonIn('{"a":[1]}')).toEqual({ a: [1] })
  expect(jsonIn('{"a": security@treefrog.example}')).toBeUndefined()
})
