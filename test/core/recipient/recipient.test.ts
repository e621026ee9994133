import { describe, expect, test } from 'vitest'
import { matches } from '../../../core/recipient/audience.ts'
import { memberOf } from '../../../core/recipient/member.ts'
import { type Recipient, RecipientDetails, parseGiven } from '../../../core/recipient/recipient.ts'
import type { RecipientId } from '../../../core/shared/ids.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { type Parsed, parseWith } from '../../../core/shared/parsed.ts'
import { mailKeyOf } from '../../fakes/sealing.ts'

const ACME = { organisation: 'Acme', contacts: ['psirt@example.org'] }
const good = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(parsed.problems.map(({ field, message }) => `${field}: ${message}`).join('; '))
  return parsed.value
}
const details = (change: object = {}) => good(parseWith(RecipientDetails, { ...ACME, ...change }))
const given = (change: object = {}) => good(parseGiven({ ...ACME, ...change }))
const key = mailKeyOf({ address: MailAddress.parse('psirt@example.org') })
const recipient = (change: Partial<Recipient> = {}): Recipient => ({
  id: 'a'.repeat(32) as RecipientId,
  state: 'active',
  version: 3,
  details: details({ groups: ['cloud', 'distributors'], notes: 'met in Lyon' }),
  ...change,
})

test('details have defaults for what they do not say', () => {
  expect(details()).toEqual({
    organisation: 'Acme',
    contacts: ['psirt@example.org'],
    zone: 'UTC',
    groups: [],
    encryption: 'preferred',
    keys: [],
    phone: '',
    notes: '',
  })
  expect(given()).toEqual(details())
})

describe('details are refused', () => {
  test.each<[object, string]>([
    [{ contacts: ['a@example.org', 'A@Example.org'] }, 'contacts.1: must be another mailbox than the first contact'],
    [{ contacts: ['a@example.org', '"a"@example.org'] }, 'contacts.1: must be another mailbox than the first contact'],
    [{ organisation: 'x\ny' }, 'organisation: must be one line, without line breaks or other control characters'],
    [{ organisation: '  ' }, 'organisation: must not be empty'],
    [{ notes: 'x\u0000' }, 'notes: must not hold control characters other than tabs and line breaks'],
    [{ groups: ['Cloud'] }, 'groups.0: must be a short lower-case name, such as distributors'],
    [{ zone: 'CET' }, 'zone: must be an IANA time zone, such as Europe/Berlin or UTC'],
    [{ encryption: 'maybe' }, 'encryption: must be one of required, preferred, none'],
    [{ phone: '+49 1\n+49 2' }, 'phone: must be one line'],
  ])('%j', (change, expected) => {
    expect(() => details(change)).toThrow(new Error(expected))
    expect(() => given(change)).toThrow(new Error(expected))
  })
})

describe('keys', () => {
  const unwanted = 'encryption: must not be none where there is a key: leave the key out, or say preferred or required'

  test('may be there with any wish for encryption, and must not be without one', () => {
    for (const encryption of ['required', 'preferred']) expect(details({ encryption, keys: [key] }).keys).toEqual([key])
    expect(() => details({ encryption: 'none', keys: [key] })).toThrow(unwanted)
    expect(() => given({ encryption: 'none', keys: ['AAAA'] })).toThrow(unwanted)
    expect(details({ encryption: 'required' }).keys).toEqual([])
  })

  test('are two at the most', () => {
    expect(() => details({ keys: [key, key, key] })).toThrow('keys: must have at most 2 entries')
    expect(() => given({ keys: ['AAAA', 'AAAA', 'AAAA'] })).toThrow('keys: must have at most 2 entries')
  })

  test('fit into a chunk, each and together', () => {
    const large = (characters: number) => ({ ...key, bytes: 'A'.repeat(characters) })
    expect(details({ keys: [large(11_000)] }).keys).toHaveLength(1)
    expect(details({ keys: [large(5500), large(5500)] }).keys).toHaveLength(2)
    expect(() => details({ keys: [large(11_004)] })).toThrow('must be a smaller key')
    expect(() => details({ keys: [large(5500), large(5504)] })).toThrow('keys: must be smaller keys')
  })

  test('are given as base64 of at most 64 KB', () => {
    expect(given({ keys: [Buffer.alloc(65_536).toString('base64')] }).keys).toHaveLength(1)
    expect(() => given({ keys: [Buffer.alloc(65_539).toString('base64')] })).toThrow('keys.0: is too large: export it without')
    expect(() => given({ keys: ['-----BEGIN'] })).toThrow('keys.0: must be the bytes of a key file as base64')
    expect(() => given({ keys: [''] })).toThrow('keys.0: must not be empty')
  })
})

test('a member is what an approval pins, without notes and groups', () => {
  expect(memberOf(recipient())).toEqual({
    id: 'a'.repeat(32),
    version: 3,
    organisation: 'Acme',
    contacts: ['psirt@example.org'],
    zone: 'UTC',
    encryption: 'preferred',
  })
  expect(memberOf(recipient({ details: details({ keys: [key] }) })).keys).toEqual([key])
})

describe('the audience', () => {
  test('of all is everybody active', () => {
    expect(matches({ kind: 'all' }, recipient())).toBe(true)
    expect(matches({ kind: 'all' }, recipient({ details: details() }))).toBe(true)
  })

  test('of groups is whoever is in one of them', () => {
    expect(matches({ kind: 'groups', groups: ['cloud', 'other'] }, recipient())).toBe(true)
    expect(matches({ kind: 'groups', groups: ['other'] }, recipient())).toBe(false)
    expect(matches({ kind: 'groups', groups: ['cloud'] }, recipient({ details: details() }))).toBe(false)
  })

  test.each(['suspended', 'removed'] as const)('has nobody who is %s', (state) => {
    expect(matches({ kind: 'all' }, recipient({ state }))).toBe(false)
    expect(matches({ kind: 'groups', groups: ['cloud'] }, recipient({ state }))).toBe(false)
  })
})
