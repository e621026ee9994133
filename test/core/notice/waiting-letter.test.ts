import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KeyTrouble } from '../../../core/keys/ladder.ts'
import type { MailKey } from '../../../core/keys/mail-key.ts'
import { type WaitingLetterOf, waitingLetter } from '../../../core/notice/waiting-letter.ts'
import { address, instant, policy } from './sample.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/notice')
const key: MailKey = {
  kind: 'openpgp',
  fingerprint: '5F2DE5521C63A801AB59CCB603D49DE44B29100F',
  addresses: ['security@harbour.example'],
  bytes: '',
}
const letter = (changes: Partial<WaitingLetterOf> = {}) =>
  waitingLetter({
    policy,
    to: address('security@harbour.example'),
    references: '<thread@notices.consoleme.example>',
    trouble: 'expired',
    key,
    at: instant('2026-12-08T16:00:00Z'),
    ...changes,
  })

describe('the mail that says that a notice waits', () => {
  test.each([
    ['waiting-key-expired.txt', () => letter().text],
    ['waiting-key-expired.html', () => letter().html],
    ['waiting-key-missing.txt', () => letter({ trouble: 'missing', key: undefined }).text],
  ])('is as a whole as in the fixture: %s', async (name, write) => {
    await expect(write()).toMatchFileSnapshot(join(FIXTURES, name))
  })

  test('goes from the sender to the one mailbox, in the thread of the notice, with answers to the team and nothing attached', () => {
    const { text: _text, html: _html, ...around } = letter()
    expect(around).toStrictEqual({
      from: { name: 'ConsoleMe security', address: 'advance@notices.consoleme.example' },
      replyTo: 'security@consoleme.example',
      to: 'security@harbour.example',
      date: instant('2026-12-08T16:00:00Z'),
      subject: 'A notice of the ConsoleMe security team waits for you',
      references: '<thread@notices.consoleme.example>',
      attachments: [],
    })
  })

  test.each<[KeyTrouble, string]>([
    ['missing', 'You asked for encrypted mail alone, and we have no key of yours.'],
    ['of-other-mailbox', 'The key that we have of yours does not name this mailbox.'],
    ['expired', 'The key that we have of yours has expired.'],
    ['revoked', 'The key that we have of yours was revoked by its owner.'],
    ['version-6', 'The key that we have of yours is an OpenPGP version 6 key.'],
    ['encryption-key-expired', 'The key that we have of yours has no part left that can encrypt.'],
    ['untrusted', 'The key that we have of yours is a certificate whose issuer is not trusted here.'],
  ])('explains a key that is %s: %s', (trouble, sentence) => {
    expect(letter({ trouble }).text.split('\n')[2]).toBe(`We did not send it, since we cannot encrypt it to you. ${sentence}`)
  })

  test('says of no key what operators are to do about it', () => {
    const said = KeyTrouble.options.map((trouble) => letter({ trouble }).text.split('\n')[2] ?? '')
    expect(said.filter((sentence) => /[:`]|its owner to|ask for|policy/.test(sentence))).toEqual([])
  })

  test('shows in HTML what the text says, also where a name holds marks of HTML', () => {
    const { html, text, subject } = letter({ policy: { ...policy, project: { ...policy.project, name: 'Salt & <Pepper>' } } })
    expect(subject).toBe('A notice of the Salt & <Pepper> security team waits for you')
    expect(text).toMatch(/\nSalt & <Pepper> security team, https:\/\/consoleme\.example\/security\n$/)
    expect(html).toContain(text.replaceAll('Salt & <Pepper>', 'Salt &amp; &lt;Pepper&gt;'))
  })
})
