import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressStringsIn } from '../../../core/shared/address-scan.ts'
import { MailAddress, normalisedAddress } from '../../../core/shared/mail-address.ts'

describe('an address is found', () => {
  test.each([
    ['alone', 'a@example.org', ['a@example.org']],
    ['before a full stop', 'Write to a@example.org.', ['a@example.org']],
    ['in angle brackets', 'Alice <Alice+x@Example.org>, please', ['alice+x@example.org']],
    ['in a link', '<a href="mailto:a@example.org?subject=x">', ['a@example.org']],
    ['in an encoded link', 'mailto:%22john%20doe%22@example.org', ['"john doe"@example.org']],
    ['in an encoded link with an apostrophe', `mailto:%22o'neil%20x%22%40example.org?subject=x`, [`"o'neil x"@example.org`]],
    ['in a link in single quotes', "<a href='mailto:a%40example.org'>", ['a@example.org']],
    ['in an encoded link with a plus', 'mailto:a%2Bb%40example.org', ['a+b@example.org']],
    ['in a link with a lone percent sign', 'mailto:a%2Bb@example.org?subject=100%', ['a+b@example.org']],
    ['in quotes', `'a@example.org' "b@example.org" \`c@example.org\``, ['a@example.org', 'b@example.org', 'c@example.org']],
    ['in JSON', '{"to":"a@example.org","cc":"\\"john doe\\"@example.org"}', ['a@example.org', '"john doe"@example.org']],
    ['with a quoted local part', 'to "John, Doe"@example.org.', ['"john, doe"@example.org']],
    ['with a local part that is quoted for nothing', '"john"@example.org', ['john@example.org']],
    ['with an IDN domain', 'psirt@Bücher.example', ['psirt@xn--bcher-kva.example']],
    ['in an IDN top-level domain', 'psirt@例え.テストx', ['psirt@xn--r8jz45g.xn--x-pfusbj']],
    ['with an A-label', 'psirt@xn--bcher-kva.example', ['psirt@xn--bcher-kva.example']],
    ['with an invisible character', 'a@exam\u00adple.org', ['a@example.org']],
    ['between ideographs', '请联系a@example.org联系我们', ['a@example.org']],
    ['with a full-width @', 'a＠example.org', ['a@example.org']],
    ['after an equals sign', 'to=a@example.org&b', ['to=a@example.org', 'a@example.org']],
    ['in a list', 'a@example.org,b@example.org;a@example.org', ['a@example.org', 'b@example.org']],
    ['in a patch', 'Signed-off-by: Dev <dev@example.org>\n-@app.route\n', ['dev@example.org']],
    ['before dashes', 'Write to a@example.org-- the team', ['a@example.org']],
    ['with marks in its quotes', 'to "a =b"@example.org', ['"a =b"@example.org']],
    ['with a domain that is none', 'a@exa_mple.org', ['a@exa_mple.org']],
    ['over a long run of letters', `${'x'.repeat(100_000)}@example.org`, [`${'x'.repeat(320)}@example.org`]],
  ])('%s', (...[, text, expected]) => {
    expect(addressStringsIn(text)).toEqual(expected)
  })

  test.each([
    ['with a reference for the @', 'a&#64;example.org b&commat;example.org', ['a@example.org', 'b@example.org']],
    ['with a reference that does not end', 'a&#64example.org', ['a@example.org']],
    ['with escaped quotes', '&quot;john doe&quot;@example.org', ['"john doe"@example.org']],
    ['with an escaped apostrophe', 'o&#x27;brien@example.org', ["o'brien@example.org"]],
    ['with escaped marks', 'a&#x3D;b&amp;c@example.org', ['a=b&c@example.org', 'c@example.org']],
    ['in an attribute', '<a href="mailto:&quot;john doe&quot;@example.org">', ['"john doe"@example.org']],
    ['with references to nothing', '&#x110000; &nosuch; a@example.org', ['a@example.org']],
  ])('in HTML, %s', (...[, html, expected]) => {
    expect(addressStringsIn(html, 'html')).toEqual(expected)
  })
})

test.each(['no address', 'a&#64;example.org', '@app.route', 'user@host', '@example.org', 'a@', 'a @ example.org', '@@ -1,2 +1,2 @@', ''])(
  'there is none in "%s"',
  (text) => {
    expect(addressStringsIn(text)).toEqual([])
  },
)

const local = fc.oneof(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9+_.-]{0,20}[a-z]$/), fc.stringMatching(/^"[ !#-[\]-~]{1,20}"$/))
const domain = fc.constantFrom('example.org', 'Bücher.example', '例え.テスト', 'mail.example.co.uk')
const around = fc.constantFrom<[string, string]>(
  ['', ''],
  ['<', '>'],
  ['(', ')'],
  [' ', '. '],
  ['mailto:', '?x=y'],
  ["'", "'"],
  ['联系 ', '。'],
)

test('every address that intake accepts is found, whatever stands around it', () => {
  let found = 0
  fc.assert(
    fc.property(local, domain, around, (local, domain, [before, after]) => {
      const address = MailAddress.safeParse(`${local}@${domain}`)
      fc.pre(address.success)
      found += 1
      const text = `${before}${before === 'mailto:' ? encodeURIComponent(address.data) : address.data}${after}`
      expect(addressStringsIn(text)).toContain(normalisedAddress(address.data))
    }),
  )
  expect(found).toBeGreaterThan(50)
})
