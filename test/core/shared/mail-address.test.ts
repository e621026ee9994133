import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MailAddress, maskAddress, normalisedAddress } from '../../../core/shared/mail-address.ts'

const read = (text: string) => {
  const result = MailAddress.safeParse(text)
  return result.success ? result.data : `refused: ${result.error.issues.map(({ message }) => message).join('; ')}`
}
const l64 = 'l'.repeat(64)
const d63 = 'd'.repeat(63)

describe('an address is accepted', () => {
  test.each([
    ['security@example.org', 'security@example.org'],
    ['Security+Embargo@Example.ORG', 'Security+Embargo@example.org'],
    ["o'brien!#$%&*/=?^_`{|}~-@example.org", "o'brien!#$%&*/=?^_`{|}~-@example.org"],
    ['first.last@sub.example.co.uk', 'first.last@sub.example.co.uk'],
    ['"john doe"@example.org', '"john doe"@example.org'],
    ['"a,b;c:d<e>(f)@g [h]"@example.org', '"a,b;c:d<e>(f)@g [h]"@example.org'],
    ['"quote \\" and \\\\ slash"@example.org', '"quote \\" and \\\\ slash"@example.org'],
    ['"a..b"@example.org', '"a..b"@example.org'],
    ['psirt@Bücher.example', 'psirt@xn--bcher-kva.example'],
    ['psirt@例え.テスト', 'psirt@xn--r8jz45g.xn--zckzah'],
    ['psirt@例え。テスト', 'psirt@xn--r8jz45g.xn--zckzah'],
    ['psirt@xn--bcher-kva.example', 'psirt@xn--bcher-kva.example'],
    ['psirt@faß.example', 'psirt@xn--fa-hia.example'],
    ['psirt@mail.163.com', 'psirt@mail.163.com'],
    ['psirt@mail.host1', 'psirt@mail.host1'],
    ['psirt@example.1and1', 'psirt@example.1and1'],
    [`${l64}@example.org`, `${l64}@example.org`],
    [`a@${d63}.example`, `a@${d63}.example`],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('what is not one address is refused', () => {
  test.each([
    ['a line feed', 'a@example.org\n', /line breaks/],
    ['a header of its own', 'a@example.org\r\nBcc: b@example.org', /line breaks/],
    ['a line break in quotes', '"a\nb"@example.org', /line breaks/],
    ['a tab', 'a\t@example.org', /controls/],
    ['a NUL', 'a\0@example.org', /controls/],
    ['an invisible character', 'a@exam\u200bple.org', /invisible/],
    ['a right-to-left override', 'a@\u202eexample.org', /invisible/],
    ['a comma', 'a@example.org,b@example.org', /comma/],
    ['a comma in an unquoted local part', 'a,b@example.org', /comma/],
    ['a list with semicolons', 'a@example.org; b@example.org', /semicolons/],
    ['a group', 'team: a@example.org;', /group/],
    ['an empty group', 'team:;', /group/],
    ['a link', 'mailto:a@example.org', /colon/],
    ['a display name', 'Alice <a@example.org>', /display name/],
    ['a quoted display name', '"Alice" <a@example.org>', /display name/],
    ['angle brackets', '<a@example.org>', /angle brackets/],
    ['a comment', 'a@example.org(Alice)', /comment/],
    ['a comment in front', '(Alice)a@example.org', /comment/],
    ['two addresses', 'a@example.org b@example.org', /spaces/],
    ['two @', 'a@b@example.org', /one @/],
    ['spaces around', ' a@example.org ', /spaces/],
    ['no @', 'example.org', /an @/],
    ['nothing', '', /empty/],
    ['no local part', '@example.org', /before the @/],
    ['a local part of marks', '-@example.org', /letter or a digit/],
    ['an empty quoted local part', '""@example.org', /local part/],
    ['a local part with umlauts', 'jürgen@example.org', /ASCII/],
    ['a quoted local part with umlauts', '"jürgen"@example.org', /ASCII/],
    ['a dot first', '.a@example.org', /dot/],
    ['a dot last', 'a.@example.org', /dot/],
    ['two dots', 'a..b@example.org', /dot/],
    ['quotes around a part of it', 'a."b"@example.org', /whole local part/],
    ['an open quote', '"a@example.org', /does not close/],
    ['a quote in the domain', 'a@"example".org', /domain/],
    ['a backslash after a dot', 'a.b\\c@example.org', /quote the local part/],
    ['a backslash', 'a\\b@example.org', /quote the local part/],
    ['no domain', 'a@', /domain after/],
    ['an address literal', 'a@[192.0.2.1]', /literal/],
    ['an IPv6 literal', 'a@[IPv6:2001:db8::1]', /literal/],
    ['an IP address', 'a@192.0.2.1', /IP address/],
    ['an IP address with two digits last', 'a@192.0.2.10', /IP address/],
    ['a short IP address', 'a@127.1', /IP address/],
    ['a single label', 'a@localhost', /one dot/],
    ['a dot at the end', 'a@example.org.', /dot at its end/],
    ['an empty label', 'a@example..org', /empty part/],
    ['an underscore', 'a@exa_mple.org', /letters, digits/],
    ['a percent sign', 'a@exam%70le.org', /letters, digits/],
    ['a path', 'a@example.org/x', /letters, digits/],
    ['a hyphen first', 'a@-example.org', /inner hyphens/],
    ['a hyphen last', 'a@example-.org', /inner hyphens/],
    ['scripts that may not mix', 'a@אa.example', /A-labels/],
    ['a long local part', `${l64}l@example.org`, /at most 64/],
    ['a long label', `a@${d63}d.example`, /at most 63/],
    ['a long address', `${l64}@${d63}.${d63}.${'d'.repeat(58)}.org`, /at most 254/],
  ])('%s', (...[, text, expected]) => {
    expect(read(text)).toMatch(/^refused: /)
    expect(read(text)).toMatch(expected)
  })

  test('an address of 254 characters is the longest', () => {
    const longest = `${l64}@${d63}.${d63}.${'d'.repeat(57)}.org`
    expect(longest).toHaveLength(254)
    expect(read(longest)).toBe(longest)
  })
})

const atom = fc.stringMatching(/^[A-Za-z0-9+_-]{0,19}[A-Za-z0-9]$/)
const quoted = fc.stringMatching(/^[ !#-[\]-~]{0,19}$/).map((inside) => `"${inside}x"`)
const label = fc.constantFrom('example', 'Bücher', '例え', 'EXAMPLE', 'a-b', 'xn--bcher-kva', 'ελλάδα')
const anyAddress = fc.tuple(fc.oneof(atom, quoted), label, label).map(([local, sub, name]) => `${local}@${sub}.${name}`)

test('what was accepted is accepted again, unchanged, and is 7-bit', () => {
  fc.assert(
    fc.property(anyAddress, (text) => {
      const address = read(text)
      expect(read(address)).toBe(address)
      expect(address).toMatch(/^[\x20-\x7e]+$/)
      expect(address.slice(0, address.lastIndexOf('@'))).toBe(text.slice(0, text.lastIndexOf('@')))
    }),
  )
})

test('no refusal holds what it refuses', () => {
  fc.assert(
    fc.property(fc.constantFrom(' ', ',', ':', '<', '\n', '(', '"', '.', '@', 'ü'), fc.integer({ min: 0, max: 12 }), (char, place) => {
      const said = read(`zqxjkv${char}`.repeat(2).slice(0, place) + char + 'zqxjkv@zqxjkv')
      expect(said).toMatch(/^refused: /)
      expect(said).not.toMatch(/zqx|xjk|jkv/)
    }),
  )
})

describe('two spellings of one mailbox are the same', () => {
  test.each([
    ['Security@Example.org', 'security@example.ORG'],
    ['"security"@example.org', 'security@example.org'],
    ['"sec\\urity"@example.org', 'security@example.org'],
    ['"John Doe"@example.org', '"john doe"@example.org'],
    ['a@bücher.example', 'A@xn--bcher-kva.example'],
  ])('%s and %s', (one, other) => {
    expect(normalisedAddress(MailAddress.parse(one))).toBe(normalisedAddress(MailAddress.parse(other)))
  })
})

test.each([
  ['a@example.org', 'b@example.org'],
  ['a+x@example.org', 'a@example.org'],
  ['a.b@example.org', 'ab@example.org'],
  ['a@example.org', 'a@example.com'],
  ['"a b"@example.org', '"ab"@example.org'],
  ['"a \\" b"@example.org', '"a  b"@example.org'],
])('%s and %s are two', (one, other) => {
  expect(normalisedAddress(MailAddress.parse(one))).not.toBe(normalisedAddress(MailAddress.parse(other)))
})

test.each([
  ['security@example.org', 's…@e….org'],
  ['a@b.example', 'a…@b….example'],
  ['"john doe"@mail.example.org', '"…@m….org'],
])('%s is shown as %s', (text, masked) => {
  expect(maskAddress(MailAddress.parse(text))).toBe(masked)
})
