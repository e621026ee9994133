import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import { decide } from '../../../core/campaign/decide.ts'
import { advanceDueAt, isInsideLead } from '../../../core/campaign/plan.ts'
import { instantAt } from '../../../core/embargo/instant.ts'
import * as w from './world.ts'

const EARLY = w.utc('2026-09-01T00:00:00Z')

function planned(disclosureAt: string, lead = w.LEAD): Campaign {
  const created = w.play(undefined, [w.at(EARLY), w.creation(w.utc(disclosureAt))])
  return w.play(created, [w.at(EARLY, w.ONE, lead), (campaign) => w.propose(w.bob, w.approval(campaign))])
}

const wall = (stored: string) => w.utc(stored).setZone(w.ZONE).toFormat('yyyy-MM-dd HH:mm')

describe('a lead of P7D in the zone of the policy', () => {
  test.each([
    { when: 'clocks go back between', disclosureAt: '2026-11-05T17:00:00Z', dueAt: '2026-10-29T16:00:00Z', local: '2026-10-29 09:00' },
    { when: 'clocks go forward between', disclosureAt: '2027-03-17T16:00:00Z', dueAt: '2027-03-10T17:00:00Z', local: '2027-03-10 09:00' },
    { when: 'clocks stay', disclosureAt: '2026-12-15T16:00:00Z', dueAt: '2026-12-08T16:00:00Z', local: '2026-12-08 08:00' },
  ])('keeps the time of day when $when', ({ disclosureAt, dueAt, local }) => {
    for (const id of ['advance-1', 'reporter-date-1']) expect(w.noticeOf(planned(disclosureAt), id).dueAt).toBe(dueAt)
    expect(wall(dueAt)).toBe(local)
    expect(wall(disclosureAt).slice(11)).toBe(local.slice(11))
  })

  test('decides to the millisecond, across the change of clocks, whether an approval is late', () => {
    const disclosureAt = w.utc('2026-11-05T17:00:00Z')
    const created = w.play(undefined, [w.at(EARLY), w.creation(disclosureAt)])
    const approvedAt = (text: string) => w.code(decide(created, w.propose(w.bob, w.approval(created)), w.at(w.utc(text))))
    expect([approvedAt('2026-10-29T16:00:00Z'), approvedAt('2026-10-29T16:00:00.001Z')]).toEqual(['changed', 'lead-too-short'])
  })

  test('keeps the time of day for any date that is not in a gap or an overlap', () => {
    const from = w.utc('2026-01-01T00:00:00Z').toMillis()
    const minutes = fc.integer({ min: 0, max: 2 * 366 * 24 * 60 })
    fc.assert(
      fc.property(minutes, (minute) => {
        const disclosureAt = instantAt(from + minute * 60_000)
        const dueAt = advanceDueAt(disclosureAt, w.at(instantAt(0))).setZone(w.ZONE)
        fc.pre(dueAt.hour < 1 || dueAt.hour > 2)
        expect(dueAt.toFormat('HH:mm')).toBe(disclosureAt.setZone(w.ZONE).toFormat('HH:mm'))
        expect(Math.round(disclosureAt.setZone(w.ZONE).startOf('day').diff(dueAt.startOf('day'), 'days').days)).toBe(7)
      }),
    )
  })
})

test('the last day is 24 hours, whatever the clocks do', () => {
  const { notices } = planned('2026-11-01T18:00:00Z')
  expect(notices.filter(({ kind }) => kind === 'reminder' || kind === 'day-ahead').map(({ dueAt }) => dueAt)).toEqual([
    '2026-10-31T18:00:00Z',
    '2026-10-31T18:00:00Z',
  ])
})

test('what tells of a coming date has that date as its end, and what is of the day has none', () => {
  const ends = planned('2026-12-15T16:00:00Z').notices.map(({ id, notAfter }) => [id, notAfter])
  expect(Object.fromEntries(ends)).toEqual({
    'advance-1': '2026-12-15T16:00:00Z',
    'reporter-date-1': '2026-12-15T16:00:00Z',
    'reminder-1': '2026-12-15T16:00:00Z',
    'day-ahead-1': '2026-12-15T16:00:00Z',
    'disclosure-day-1': undefined,
  })
})

test('nothing is planned into the past', () => {
  const minutes = fc.integer({ min: -20 * 24 * 60, max: -1 })
  fc.assert(
    fc.property(minutes, fc.constantFrom('P7D', 'P1D', 'PT6H'), (before, lead) => {
      const now = w.at(w.DISCLOSURE.plus({ minutes: before }), w.ONE, lead)
      const approved = w.play(w.play(undefined, [w.at(EARLY), w.creation()]), [
        now,
        (campaign) => w.propose(w.bob, w.approval(campaign, { why: 'exploited' })),
      ])
      const open = approved.notices.filter(({ state }) => state === 'planned')
      expect(open.filter(({ dueAt }) => w.utc(dueAt) < now.at)).toEqual([])
      expect(w.noticeOf(approved, 'advance-1').dueAt === w.stored(now.at)).toBe(isInsideLead(w.DISCLOSURE, now) || dueNow(now, lead))
    }),
  )
})

const dueNow = (now: ReturnType<typeof w.at>, lead: string) => advanceDueAt(w.DISCLOSURE, w.at(EARLY, w.ONE, lead)).equals(now.at)
