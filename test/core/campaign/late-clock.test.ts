import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import { nextClockCommand } from '../../../core/campaign/clock.ts'
import { decide } from '../../../core/campaign/decide.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { newCauses } from './alarms.ts'
import * as w from './world.ts'

/** One tick: everything that time asks for, until it asks for nothing. The ledger accounts for whatever goes out. */
function tick(campaign: Campaign, at: Instant): Campaign {
  const accounted = campaign.notices.filter(({ state }) => state === 'releasing')
  const command = nextClockCommand(campaign, { at, isHalted: false, accounted })
  if (!command) return campaign
  const decision = decide(campaign, w.clock(command), w.at(at))
  if (decision.outcome === 'refused') throw new Error(`the clock was refused: ${decision.code}`)
  return tick(decision.campaign, at)
}

const approved = (reporters: number) =>
  w.play(w.draft(), [w.at(w.CREATED), (campaign) => w.propose(w.bob, w.approval(campaign, { reporters }))])
const became = ({ notices }: Campaign) => Object.fromEntries(notices.map(({ kind, state }) => [kind, state]))
const anyInstant = fc
  .integer({ min: 0, max: 40 * 24 * 60 })
  .map((minutes) => w.CREATED.plus({ minutes }))
  .chain((at) =>
    fc.constantFrom(at, w.ADVANCE, w.ADVANCE.minus(1), w.DAY_BEFORE, w.DAY_BEFORE.minus(1), w.DISCLOSURE, w.DISCLOSURE.minus(1)),
  )

/** DESIGN.md, sections 2 and 9: what a first tick at this time makes of a campaign that nobody touched since its approval. */
function expected(at: Instant): { state: string; notices: Record<string, string>; alarms: number } {
  const rest = { reminder: 'planned', 'day-ahead': 'planned', 'disclosure-day': 'planned' }
  if (at < w.ADVANCE) return { state: 'scheduled', notices: { advance: 'planned', 'reporter-date': 'planned', ...rest }, alarms: 0 }
  const out = { advance: 'released', 'reporter-date': 'released' }
  if (at < w.DAY_BEFORE) return { state: 'embargoed', notices: { ...out, ...rest }, alarms: 0 }
  const day = { reminder: 'cancelled', 'day-ahead': 'released', 'disclosure-day': 'planned' }
  if (at < w.DISCLOSURE) return { state: 'embargoed', notices: { ...out, ...day }, alarms: 0 }
  const held = { advance: 'held', 'reporter-date': 'held', reminder: 'held', 'day-ahead': 'held' }
  return { state: 'due', notices: { ...held, 'disclosure-day': 'released' }, alarms: 5 }
}

test('a clock that was silent does in its next ticks what is due, and nothing whose time is over', () => {
  fc.assert(
    fc.property(anyInstant, (at) => {
      const start = approved(1)
      const end = tick(tick(start, at), at)
      expect({ state: end.state, notices: became(end), alarms: newCauses(start, end).length }).toEqual(expected(at))
    }),
  )
})

test('ticks in between change when things go out, not which, as long as the day’s reminder is not crowded out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 26 * 24 * 60 }), { maxLength: 30 }), fc.constantFrom(0, 1), (minutes, reporters) => {
      const inTime = [w.hours(w.ADVANCE, 1), w.hours(w.DAY_BEFORE, 1)].map((at) => at.diff(w.CREATED).as('minutes'))
      const ticks = [...minutes, ...inTime].toSorted((a, b) => a - b)
      const end = ticks.reduce((campaign, minute) => tick(campaign, w.CREATED.plus({ minutes: minute })), approved(reporters))
      const last = tick(tick(end, w.DISCLOSURE), w.DISCLOSURE)
      const all = { advance: 'released', reminder: 'released', 'day-ahead': 'released', 'disclosure-day': 'released' }
      expect([last.state, became(last)]).toEqual(['due', reporters > 0 ? { ...all, 'reporter-date': 'released' } : all])
    }),
  )
})

test('a second tick at the same time finds nothing more to let out', () => {
  fc.assert(
    fc.property(anyInstant, (at) => {
      const settled = tick(tick(approved(1), at), at)
      expect(tick(settled, at)).toBe(settled)
    }),
  )
})

test('a halt stops releases, and neither the date nor the accounts', () => {
  const halted = (campaign: Campaign, at: Instant, accounted: Campaign['notices'] = []) =>
    nextClockCommand(campaign, { at, isHalted: true, accounted })
  expect(halted(w.scheduled(), w.ADVANCE)).toBeUndefined()
  expect(halted(w.releasing(), w.hours(w.ADVANCE, 1), [w.noticeOf(w.releasing(), 'advance-1')])).toMatchObject({ kind: 'settle' })
  expect(halted(w.scheduled(), w.DISCLOSURE)).toEqual({ kind: 'arrive' })
})
