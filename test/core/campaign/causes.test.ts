import { describe, expect, test } from 'vitest'
import { causesIn } from '../../../core/campaign/causes.ts'
import * as w from './world.ts'

const HELD = { kind: 'hold', notice: w.notice('advance-1'), because: 'ses-AccessDenied' } as const
const held = () => w.play(w.releasing(), [w.at(w.ADVANCE), w.clock(HELD)])

describe('that nobody says it is public', () => {
  const since = (minutes: number, campaign = w.due()) => causesIn(campaign, w.DISCLOSURE.plus({ minutes })).map(({ code }) => code)

  test('is heard of from an hour after the date on, whether anybody was told or not', () => {
    expect([since(0), since(59), since(60), since(60 * 24 * 30)]).toEqual([[], [], ['not-disclosed'], ['not-disclosed']])
    expect(since(60, w.untold()).slice(0, 2)).toEqual(['nobody-was-told', 'not-disclosed'])
  })

  test('is over with the campaign, and when the date is moved', () => {
    const disclose = w.operator(w.alice, { kind: 'disclose', content: w.digest('public') })
    const later = w.hours(w.DISCLOSURE, 30)
    expect(since(600, w.play(w.due(), [w.at(w.hours(w.DISCLOSURE, 2)), disclose]))).toEqual([])
    const move = w.propose(w.bob, { kind: 'reschedule', content: w.digest('later'), disclosureAt: later, why: 'not ready' })
    const moved = w.play(
      w.due(),
      [w.at(w.hours(w.DISCLOSURE, 2)), move],
      [w.at(w.hours(w.DISCLOSURE, 2)), (campaign) => w.consent(w.carol, campaign)],
    )
    expect(since(600, moved)).toEqual([])
  })
})

describe('what the team must hear of a campaign', () => {
  test.each([
    ['a draft', w.draft],
    ['one that is scheduled', w.scheduled],
    ['one that is going out', w.releasing],
    ['one of which everybody is told', w.due],
  ])('is nothing of %s', (_, campaign) => {
    expect(causesIn(campaign(), w.DISCLOSURE)).toEqual([])
  })

  test('is that a notice is held, and which', () => {
    expect(causesIn(held(), w.DISCLOSURE)).toEqual([{ code: 'notice-held', notice: 'advance-1' }])
  })

  test('is that nobody was told, and each notice that had its time', () => {
    const causes = causesIn(w.untold(), w.DISCLOSURE)
    expect(causes[0]).toEqual({ code: 'nobody-was-told' })
    expect(causes.slice(1)).toEqual(
      ['advance-1', 'reporter-date-1', 'reminder-1', 'day-ahead-1'].map((notice) => ({ code: 'past-not-after', notice })),
    )
  })

  test('is not that nobody was told when the advance notice was going out, whatever holds it', () => {
    const arrived = w.play(held(), [w.at(w.DISCLOSURE), w.clock({ kind: 'arrive' })])
    expect(causesIn(arrived, w.DISCLOSURE).map(({ code }) => code)).not.toContain('nobody-was-told')
    expect(causesIn(arrived, w.DISCLOSURE)).toContainEqual({ code: 'notice-held', notice: 'advance-1' })
  })

  test('is nothing any more once an operator has let it go on, or has ended it', () => {
    const mended = w.play(held(), [w.at(w.ADVANCE), w.operator(w.alice, { kind: 'unhold', notice: HELD.notice, why: 'mended' })])
    expect(causesIn(mended, w.DISCLOSURE)).toEqual([])
    const disclosed = w.play(w.untold(), [w.at(w.DISCLOSURE), w.operator(w.alice, { kind: 'disclose', content: w.digest('public') })])
    expect(causesIn(disclosed, w.DISCLOSURE)).toEqual([])
  })
})
