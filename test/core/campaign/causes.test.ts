import { describe, expect, test } from 'vitest'
import { causesIn } from '../../../core/campaign/causes.ts'
import * as w from './world.ts'

const HELD = { kind: 'hold', notice: w.notice('advance-1'), because: 'ses-AccessDenied' } as const
const held = () => w.play(w.releasing(), [w.at(w.ADVANCE), w.clock(HELD)])

describe('what the team must hear of a campaign', () => {
  test.each([
    ['a draft', w.draft],
    ['one that is scheduled', w.scheduled],
    ['one that is going out', w.releasing],
    ['one of which everybody is told', w.due],
  ])('is nothing of %s', (_, campaign) => {
    expect(causesIn(campaign())).toEqual([])
  })

  test('is that a notice is held, and which', () => {
    expect(causesIn(held())).toEqual([{ code: 'notice-held', notice: 'advance-1' }])
  })

  test('is that nobody was told, and each notice that had its time', () => {
    const causes = causesIn(w.untold())
    expect(causes[0]).toEqual({ code: 'nobody-was-told' })
    expect(causes.slice(1)).toEqual(
      ['advance-1', 'reporter-date-1', 'reminder-1', 'day-ahead-1'].map((notice) => ({ code: 'past-not-after', notice })),
    )
  })

  test('is not that nobody was told when the advance notice was going out, whatever holds it', () => {
    const arrived = w.play(held(), [w.at(w.DISCLOSURE), w.clock({ kind: 'arrive' })])
    expect(causesIn(arrived).map(({ code }) => code)).not.toContain('nobody-was-told')
    expect(causesIn(arrived)).toContainEqual({ code: 'notice-held', notice: 'advance-1' })
  })

  test('is nothing any more once an operator has let it go on, or has ended it', () => {
    const mended = w.play(held(), [w.at(w.ADVANCE), w.operator(w.alice, { kind: 'unhold', notice: HELD.notice, why: 'mended' })])
    expect(causesIn(mended)).toEqual([])
    const disclosed = w.play(w.untold(), [w.at(w.DISCLOSURE), w.operator(w.alice, { kind: 'disclose', content: w.digest('public') })])
    expect(causesIn(disclosed)).toEqual([])
  })
})
