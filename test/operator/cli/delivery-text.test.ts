import { describe, expect, test } from 'vitest'
import { KeyTrouble } from '../../../core/keys/ladder.ts'
import { PersonId } from '../../../core/shared/ids.ts'
import { ageOf } from '../../../operator/cli/age.ts'
import { type Standing, readingOf } from '../../../operator/cli/delivery-text.ts'
import { instant } from '../../fakes/clock.ts'
import { policy } from '../../core/notice/sample.ts'

const now = instant('2026-12-08T20:00:00Z')
const terms = { now, you: PersonId.parse('alice'), policy: { ...policy, unconfirmedAfter: 'PT4H' } }
const read = (standing: Standing) => readingOf(standing, terms)

describe('what is said of a delivery', () => {
  test.each<[Standing, RegExp, string | undefined]>([
    [{ state: 'uncertain', reason: 'lease-ran-out' }, /^the sender stopped in the middle of it$/, 'resend'],
    [{ state: 'uncertain', reason: 'table-restored' }, /restored table does not know/, 'resend'],
    [{ state: 'uncertain', reason: 'ECONNRESET' }, /^nobody knows whether SES took it \(ECONNRESET\)$/, 'resend'],
    [{ state: 'blocked', reason: 'not-in-force' }, /no longer in force/, undefined],
    [{ state: 'blocked', reason: 'recipient-changed' }, /details changed/, undefined],
    [{ state: 'blocked', reason: 'ses-MessageRejected' }, /^SES refused it \(MessageRejected\)$/, 'unblock'],
    [{ state: 'blocked', reason: 'something-new' }, /^a check kept it back \(something-new\)$/, 'unblock'],
    [{ state: 'planned', reason: 'resent' }, /^goes out again: an operator let it/, undefined],
    [{ state: 'planned', reason: 'first-contact-bounced' }, /^goes out again: it bounced off the first contact$/, undefined],
    [{ state: 'planned', reason: 'table-restored' }, /^not sent: the table is a restored copy$/, undefined],
    [{ state: 'planned', reason: 'Throttling' }, /^not sent: SES did not take it \(Throttling\)$/, undefined],
    [{ state: 'cancelled', reason: 'superseded' }, /^a newer one takes its place$/, undefined],
    [{ state: 'bounced', reason: 'bounce-permanent-general' }, /^their server sent it back \(bounce-permanent-general\)$/, 'resend'],
  ])('%j', (standing, why, command) => {
    expect(read(standing)).toMatchObject({ why: expect.stringMatching(why) as string })
    expect(read(standing).command).toBe(command)
  })

  test('one is unconfirmed from the instant on at which patience ends', () => {
    expect(read({ state: 'accepted', claimedAt: '2026-12-08T16:00:00Z' })).toMatchObject({ command: 'resend' })
    expect(read({ state: 'accepted', claimedAt: '2026-12-08T16:00:01Z' }).command).toBeUndefined()
    expect(read({ state: 'delayed', claimedAt: '2026-12-08T12:00:00Z' })).toMatchObject({ command: 'resend' })
  })

  test('a resend that came to nothing is told beside what still counts', () => {
    const resent = { state: 'uncertain', newest: { state: 'blocked', reason: 'required-key-missing' } } as const
    expect(read(resent).why).toBe(
      'nobody knows whether SES took it; later attempt: it cannot be sealed to them: they take nothing in plain, and have given no key',
    )
    expect(read({ ...resent, state: 'delivered' }).why).toBe('told')
  })
})

describe('what cannot be sealed', () => {
  test.each(KeyTrouble.options)('is told in words, and may go in plain only where encryption is preferred: %s', (trouble) => {
    const preferred = read({ state: 'blocked', reason: `key-${trouble}` })
    expect(preferred.command).toBe('unblock')
    expect(preferred.remedy).toContain('--plain')
    const required = read({ state: 'blocked', reason: `required-key-${trouble}` })
    expect(required.why).toBe(preferred.why)
    expect(required.command).toBeUndefined()
    expect(required.remedy).not.toContain('plain')
  })
})

test.each([
  ['2026-12-08T20:00:00Z', '0 s'],
  ['2026-12-08T19:59:01Z', '59 s'],
  ['2026-12-08T19:59:00Z', '1 min'],
  ['2026-12-08T18:55:00Z', '1 h 5 min'],
  ['2026-12-08T18:00:00Z', '2 h'],
  ['2026-12-05T17:00:00Z', '3 d 3 h'],
  ['2026-12-08T20:00:30Z', '0 s'],
])('since %s it has been %s', (since, age) => {
  expect(ageOf(since, now)).toBe(age)
})
