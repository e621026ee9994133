import { describe, expect, test } from 'vitest'
import type { MailService, OutgoingMail } from '../../core/delivery/ports.ts'
import { Confidential } from '../../core/shared/confidential.ts'
import type { Unsent } from '../fakes/mail.ts'
import { address } from './sample.ts'

export interface WatchedMail {
  readonly mail: MailService
  /** What the service took, oldest first. */
  readonly taken: () => readonly { readonly sesId: string; readonly destination: string; readonly raw: Uint8Array; readonly tags: object }[]
  /** How the next send ends. */
  readonly answerNext: (outcome: Unsent['outcome'] | 'taken-but-unknown') => void
  readonly verify: (identity: string) => void
  readonly quotaIs: (quota: { daily: number; sent: number; perSecond: number }) => void
}

const tags = { campaign: 'c-4k2m9x7q1d8z5t3w', notice: 'advance-1', delivery: 'advance-1_0_team', attempt: '1' }
export const mailTo = (destination: string): OutgoingMail => ({
  destination: new Confidential(address(destination)),
  raw: new Confidential(Buffer.from('Subject: x\r\n\r\n\u00e4\u0000\r\n', 'latin1')),
  tls: 'required',
  tags,
})

/** What every mail service does. `make` gives a new one that accepts everything. */
export function mailServiceContract(name: string, make: () => Promise<WatchedMail>): void {
  describe(`${name} as a mail service`, () => {
    test('a mail is taken once, with its bytes, its one destination and its tags', async () => {
      const { mail, taken } = await make()
      const outcome = await mail.batch((send) => send(mailTo('security@treefrog.example')))
      expect(taken()).toHaveLength(1)
      const [only] = taken()
      expect(outcome).toEqual({ outcome: 'accepted', sesId: only?.sesId })
      expect(only).toMatchObject({ destination: 'security@treefrog.example', tags })
      expect(Buffer.from(only?.raw ?? [])).toEqual(mailTo('a@b.example').raw.reveal())
    })

    test.each(['not-sent', 'refused'] as const)('a mail that is %s was not taken, and the next one is', async (outcome) => {
      const { mail, taken, answerNext } = await make()
      answerNext(outcome)
      const outcomes = await mail.batch(async (send) => [
        await send(mailTo('one@treefrog.example')),
        await send(mailTo('two@treefrog.example')),
      ])
      expect(outcomes.map((each) => each.outcome)).toEqual([outcome, 'accepted'])
      expect(taken().map(({ destination }) => destination)).toEqual(['two@treefrog.example'])
    })

    test('a mail that was taken without an answer is unknown, and is not sent again', async () => {
      const { mail, taken, answerNext } = await make()
      answerNext('taken-but-unknown')
      expect(await mail.batch((send) => send(mailTo('security@treefrog.example')))).toMatchObject({ outcome: 'unknown' })
      expect(taken()).toHaveLength(1)
    })

    test('an error of the work comes out of the batch', async () => {
      const { mail } = await make()
      await expect(mail.batch(() => Promise.reject(new RangeError('of the work')))).rejects.toThrow('of the work')
    })

    test('says its quota', async () => {
      const { mail, quotaIs } = await make()
      quotaIs({ daily: 50_000, sent: 12, perSecond: 14 })
      expect(await mail.quota()).toEqual({ daily: 50_000, sent: 12, perSecond: 14 })
    })

    test('an address is verified by itself or by its domain', async () => {
      const { mail, verify } = await make()
      verify('team@example.org')
      verify('example.net')
      expect(await mail.isVerified(address('team@example.org'))).toBe(true)
      expect(await mail.isVerified(address('other@example.org'))).toBe(false)
      expect(await mail.isVerified(address('any@example.net'))).toBe(true)
    })
  })
}
