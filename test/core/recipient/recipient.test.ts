import { describe, expect, test } from 'vitest'
import { matches } from '../../../core/recipient/audience.ts'
import { memberOf } from '../../../core/recipient/member.ts'
import { type Recipient, parseDetails } from '../../../core/recipient/recipient.ts'
import type { RecipientId } from '../../../core/shared/ids.ts'

const details = (change: object = {}) => {
  const parsed = parseDetails({ organisation: 'Acme', contacts: ['psirt@example.org'], ...change })
  if (!parsed.ok) throw new Error(parsed.problems.map(({ field, message }) => `${field}: ${message}`).join('; '))
  return parsed.value
}
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
    notes: '',
  })
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
  ])('%j', (change, expected) => {
    expect(() => details(change)).toThrow(new Error(expected))
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
