import { describe, expect, test } from 'vitest'
import { checkSecurityTxt } from '../../../core/policy/check-published.ts'
import { expiryProblem, securityTxt, usualExpiry } from '../../../core/policy/security-txt.ts'
import { instant } from '../notice/sample.ts'
import { policyOf, written } from './sample.ts'

const now = instant('2026-12-01T09:00:00Z')
const wanted = securityTxt(policyOf(), instant('2027-06-30T00:00:00Z'))
const changed = (from: string | RegExp, to: string) => checkSecurityTxt(wanted.replace(from, to), wanted, now)
const SOUND = { problems: [], differences: [] }

describe('security.txt', () => {
  test('has its fields in a fixed order', () => {
    expect(wanted.split('\n').slice(1)).toEqual([
      'Contact: https://consoleme.example/report',
      'Contact: mailto:report@consoleme.example',
      'Expires: 2027-06-30T00:00:00Z',
      'Encryption: https://consoleme.example/key.asc',
      'Acknowledgments: https://consoleme.example/thanks',
      'Preferred-Languages: en, de',
      'Canonical: https://consoleme.example/.well-known/security.txt',
      'Policy: https://consoleme.example/policy',
    ])
    expect(wanted).toMatch(/^# .*ConsoleMe/)
  })

  test('names the team’s key as a field where reports can be encrypted to it, and as a comment where it only signs', () => {
    const key = { fingerprint: '5F2DE5521C63A801AB59CCB603D49DE44B29100F', canEncrypt: true }
    const lines = (canEncrypt: boolean) => securityTxt(policyOf(), now, { ...key, canEncrypt }).split('\n')
    const uri = 'openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f'
    expect(lines(true).slice(4, 6)).toEqual(['Encryption: https://consoleme.example/key.asc', `Encryption: ${uri}`])
    expect(lines(false)[5]).toBe(`# Encrypted notices to recipients are signed with ${uri}`)
    expect(lines(false).filter((line) => line.startsWith('Encryption'))).toHaveLength(1)
  })

  test('with only what is required it has Contact and Expires', () => {
    const least = securityTxt(policyOf({ reporting: { address: 'r@x.example' } }), instant('2027-06-30T00:00:00Z'))
    expect(least.split('\n').slice(1)).toEqual(['Contact: mailto:r@x.example', 'Expires: 2027-06-30T00:00:00Z'])
  })

  test('a line is a comment, or a field that the RFC knows with a URI, an instant or language tags', () => {
    const FIELD =
      /^((Contact): (https:\/\/|mailto:)|(Encryption|Acknowledgments|Canonical|Policy): https:\/\/|Expires: |Preferred-Languages: )[\x21-\x7e]/
    for (const line of wanted.split('\n')) expect(line).toMatch(line.startsWith('#') ? /^# / : FIELD)
  })

  test.each([
    ['report+forewarn@x.example', 'mailto:report+forewarn@x.example'],
    ['a%b&c@x.example', 'mailto:a%25b%26c@x.example'],
    ['"a b"@x.example', 'mailto:%22a%20b%22@x.example'],
  ])('%s is escaped as a URI', (address, uri) => {
    expect(securityTxt(policyOf({ reporting: { address } }), now)).toContain(`Contact: ${uri}\n`)
  })

  test('a link is ASCII', () => {
    const text = securityTxt(policyOf({ reporting: { ...written.reporting, url: 'https://bücher.example/ü' } }), now)
    expect(text).toContain('Contact: https://xn--bcher-kva.example/%C3%BC\n')
  })
})

describe('a time at which it expires', () => {
  test.each([
    ['2026-12-01T09:00:00Z', /has passed/],
    ['2026-12-31T08:59:59Z', /at least 30 days/],
    ['2026-12-31T09:00:00Z', undefined],
    ['2027-12-01T09:00:00Z', undefined],
    ['2027-12-01T09:00:01Z', /at most a year/],
  ])('%s', (at, wrong) => {
    expect(expiryProblem(instant(at), now) ?? 'none').toMatch(wrong ?? /^none$/)
  })

  test.each(['2026-12-01T09:00:00Z', '2028-02-29T00:00:00Z', '2027-01-01T23:59:59Z'])('the usual one is right, at %s', (at) => {
    const usual = usualExpiry(instant(at))
    expect(expiryProblem(usual, instant(at))).toBeUndefined()
    expect(usual.toISO()).toMatch(/T00:00:00\.000Z$/)
  })
})

describe('a published one', () => {
  test.each([
    ['as it was written', /$^/, ''],
    ['with another time', 'Expires: 2027-06-30T00:00:00Z', 'expires:   2027-03-01t12:30:00.5+01:00'],
    ['with Windows line ends', /\n/g, '\r\n'],
    ['with blank lines at its end', /$/, '\n\n'],
  ])('is sound %s', (...[, from, to]) => {
    expect(changed(from, to)).toEqual(SOUND)
  })

  test('is sound when it is signed', () => {
    const signed = [
      '-----BEGIN PGP SIGNED MESSAGE-----',
      'Hash: SHA512',
      '',
      wanted,
      '-----BEGIN PGP SIGNATURE-----',
      '',
      'iHUEARYKAB0',
      '-----END PGP SIGNATURE-----',
      '',
    ].join('\n')
    expect(checkSecurityTxt(signed, wanted, now)).toEqual(SOUND)
    const { differences } = checkSecurityTxt(signed.replace('key.asc', 'old.asc'), wanted, now)
    expect(differences).toMatchObject([{ line: 8, found: ['Encryption: https://consoleme.example/old.asc'] }])
  })

  test.each<[string, string | RegExp, string, RegExp]>([
    ['that has expired', '2027-06-30', '2026-11-30', /^Expires has passed/],
    ['that is about to expire', '2027-06-30', '2026-12-20', /^Expires must be at least 30 days away/],
    ['that holds too long', '2027-06-30', '2029-06-30', /^Expires must be at most a year away/],
    ['that expires on a day alone', 'T00:00:00Z', '', /^Expires must be an instant/],
    ['that expires at no zone', '00:00Z', '00:00', /^Expires must be an instant/],
    ['that expires at no second, which RFC 3339 wants', '00:00:00Z', '00:00Z', /^Expires must be an instant/],
    ['that expires on no day', '06-30T', '06-31T', /^Expires must be an instant/],
    ['that never expires', /^Expires.*\n/m, '', /one line that begins with Expires, and has 0/],
    ['that expires twice', /^(Expires.*\n)/m, '$1$1', /one line that begins with Expires, and has 2/],
  ])('%s is not sound', (...[, from, to, says]) => {
    expect(changed(from, to).problems).toEqual([expect.stringMatching(says)])
  })

  test.each<[string, string | RegExp, string, object]>([
    ['another contact', 'mailto:report@', 'mailto:old@', { line: 3, found: ['Contact: mailto:old@consoleme.example'] }],
    ['contacts in another order', /^(Contact.*\n)(Contact.*\n)/m, '$2$1', {}],
    ['a field less', /^Policy.*/m, '', { line: 9, found: [], wanted: ['Policy: https://consoleme.example/policy'] }],
    [
      'a field more',
      /^Policy/m,
      'Hiring: https://consoleme.example/jobs\nPolicy',
      { line: 9, found: ['Hiring: https://consoleme.example/jobs'] },
    ],
  ])('with %s is different', (...[, from, to, difference]) => {
    expect(changed(from, to).differences).toContainEqual(expect.objectContaining(difference))
  })
})
