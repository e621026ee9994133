import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeyTrouble, reasonOfTrouble, rungOf, troubleIn } from '../../../core/keys/ladder.ts'
import type { Encryption } from '../../../core/keys/mail-key.ts'
import { instantAt, toStored } from '../../../core/embargo/instant.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'
import { mailKeyOf } from '../../fakes/sealing.ts'

const mailbox = MailAddress.parse('Security@treefrog.example')
const other = MailAddress.parse('soc@treefrog.example')
const at = instantAt(Date.parse('2026-12-01T09:00:00Z'))
const good = mailKeyOf({ address: mailbox })
const of = { address: mailbox, at, mayBePlain: false }
const ENCRYPTIONS: readonly Encryption[] = ['required', 'preferred', 'none']

describe('how a mail may go', () => {
  test.each(ENCRYPTIONS)('without any key: required is blocked, and nobody else (%s)', (encryption) => {
    const rung = rungOf({ encryption, keys: [] }, of)
    expect(rung).toEqual(encryption === 'required' ? { how: 'blocked', trouble: 'missing' } : { how: 'plain' })
  })
  test('sealed to the key that names this very mailbox', () => {
    const keys = [mailKeyOf({ address: other }), good]
    expect(rungOf({ encryption: 'preferred', keys }, of)).toEqual({ how: 'sealed', key: good })
    expect(rungOf({ encryption: 'required', keys }, { ...of, address: other })).toEqual({ how: 'sealed', key: keys[0] })
  })
  test('blocked when the only key is of another mailbox', () => {
    const wish = { encryption: 'preferred' as const, keys: [mailKeyOf({ address: other })] }
    expect(rungOf(wish, of)).toEqual({ how: 'blocked', trouble: 'of-other-mailbox' })
  })
  test('a key is good until the instant at which it ends, exclusive', () => {
    const keys = [mailKeyOf({ address: mailbox, usableUntil: toStored(at) })]
    expect(rungOf({ encryption: 'preferred', keys }, of)).toEqual({ how: 'blocked', trouble: 'expired' })
    expect(rungOf({ encryption: 'preferred', keys }, { ...of, at: at.minus(1) })).toMatchObject({ how: 'sealed' })
  })
  test('an operator’s word counts for whom encryption is only preferred, and only while the key is bad', () => {
    const expired = [mailKeyOf({ address: mailbox, usableUntil: toStored(at) })]
    const said = { ...of, mayBePlain: true }
    expect(rungOf({ encryption: 'preferred', keys: expired }, said)).toEqual({ how: 'plain' })
    expect(rungOf({ encryption: 'preferred', keys: [good] }, said)).toMatchObject({ how: 'sealed' })
    expect(rungOf({ encryption: 'required', keys: expired }, said)).toEqual({ how: 'blocked', trouble: 'expired' })
    expect(rungOf({ encryption: 'required', keys: [] }, said)).toEqual({ how: 'blocked', trouble: 'missing' })
  })
  test('whoever requires encryption is never written to in plain, and whoever gave a key only on a word', () => {
    const key = fc.record({
      address: fc.constantFrom(mailbox, other),
      ends: fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(key, { maxLength: 2 }), fc.constantFrom(...ENCRYPTIONS), fc.boolean(), (made, encryption, mayBePlain) => {
        const keys = made.map(({ address, ends }) =>
          mailKeyOf({ address, ...(ends !== undefined && { usableUntil: toStored(at.plus({ days: ends })) }) }),
        )
        const { how } = rungOf({ encryption, keys }, { ...of, mayBePlain })
        const isAllowed = encryption === 'none' || (encryption === 'preferred' && (mayBePlain || keys.length === 0))
        expect(how !== 'plain' || isAllowed).toBe(true)
      }),
    )
  })
})

describe('the reason of a delivery that is blocked', () => {
  test('says what is wrong with the key and whether encryption is required, and reads back', () => {
    for (const trouble of KeyTrouble.options) {
      expect(troubleIn(reasonOfTrouble(trouble, 'required'))).toEqual({ trouble, isRequired: true })
      expect(troubleIn(reasonOfTrouble(trouble, 'preferred'))).toEqual({ trouble, isRequired: false })
    }
  })
  test.each([undefined, 'recipient-changed', 'team-key-missing', 'key-', 'key-lost', 'required-key-lost'])(
    'no other reason reads as one: %s',
    (reason) => {
      expect(troubleIn(reason)).toBeUndefined()
    },
  )
})
