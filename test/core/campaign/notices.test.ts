import { describe, expect, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import { causesIn } from '../../../core/campaign/causes.ts'
import type { Change, ClockCommand } from '../../../core/campaign/command.ts'
import { nextClockCommand } from '../../../core/campaign/clock.ts'
import { decide } from '../../../core/campaign/decide.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import * as w from './world.ts'

const TOLD = w.hours(w.ADVANCE, 2)
const states = (campaign: Campaign) => Object.fromEntries(campaign.notices.map(({ id, state }) => [id, state]))
const clockAt = (at: Instant, command: ClockCommand): w.Step => [w.at(at), w.clock(command)]
const agree = (at: Instant, change: Change): readonly w.Step[] => [
  [w.at(at), w.propose(w.alice, change)],
  [w.at(at), (campaign) => w.consent(w.bob, campaign)],
]
const release = { kind: 'release' } as const
const include: Change = { kind: 'include', audience: w.digest('more'), members: 31, why: 'one was missing' }
const revise: Change = { kind: 'revise', content: w.digest('revised'), reporters: 1, isForReporters: false, why: 'a better patch' }
const shorten = (days: number): Change => ({
  kind: 'shorten',
  content: w.digest('x'),
  disclosureAt: w.DISCLOSURE.minus({ days }),
  why: 'x',
})

describe('include', () => {
  test('opens the current advance notice again, under its first release', () => {
    const opened = w.play(w.embargoed(), ...agree(TOLD, include))
    expect(w.noticeOf(opened, 'advance-1')).toMatchObject({ state: 'planned', dueAt: w.stored(TOLD), releasedAt: w.stored(w.ADVANCE) })
    expect(w.noticeOf(opened, 'reporter-date-1')).toMatchObject({ state: 'released' })
    const again = w.play(opened, clockAt(TOLD, release))
    expect(w.noticeOf(again, 'advance-1')).toMatchObject({ state: 'releasing', releasedAt: w.stored(w.ADVANCE) })
  })

  test('lets what of the notices before is opened again go by the new pin, for their mails are the same', () => {
    const opened = w.play(w.embargoed(), ...agree(TOLD, include))
    expect(w.noticeOf(opened, 'reporter-date-1').digest).toBe(opened.approved?.digest)
    const second = w.play(w.embargoed(), ...agree(TOLD, revise))
    const former = w.noticeOf(second, 'advance-1').digest
    const wider = w.play(second, ...agree(TOLD, include))
    expect(w.noticeOf(wider, 'advance-1')).toMatchObject({ state: 'released', digest: former })
    expect(w.noticeOf(wider, 'advance-2').digest).toBe(wider.approved?.digest)
  })

  test('leaves superseded versions closed', () => {
    const second = w.play(w.releasing(), ...agree(TOLD, revise), clockAt(TOLD, release))
    const settled = w.play(second, [w.at(TOLD), w.settle('advance-2')])
    expect(states(w.play(settled, ...agree(TOLD, include)))).toMatchObject({ 'advance-1': 'cancelled', 'advance-2': 'planned' })
  })

  test('while it goes out, widens it in its place', () => {
    const wider = w.play(w.releasing(), ...agree(TOLD, include))
    expect(w.noticeOf(wider, 'advance-1')).toMatchObject({ state: 'releasing', digest: wider.approved?.digest })
  })
})

describe('a revision that is none of the reporters’', () => {
  test('takes along the date that they still wait for, so that they learn of it with recipients', () => {
    const forBoth: Change = { ...revise, content: w.digest('another credit'), isForReporters: true }
    const fast = w.hours(TOLD, 1)
    const waiting = w.play(w.embargoed(), ...agree(fast, forBoth), ...agree(TOLD, revise), clockAt(TOLD, release))
    expect(states(waiting)).toMatchObject({ 'advance-2': 'releasing', 'reporter-date-2': 'releasing' })
  })

  test('leaves alone what has reached them, or is about to', () => {
    for (const start of [w.releasing(), w.embargoed()]) {
      const revised = w.play(start, ...agree(TOLD, revise))
      expect(states(revised)['reporter-date-1']).toBe(states(start)['reporter-date-1'])
      expect(states(revised)['reporter-date-2']).toBeUndefined()
    }
  })
})

describe('an account', () => {
  test('of the audience before is none of the wider one: whoever was included is not forgotten', () => {
    const { id, digest } = w.noticeOf(w.releasing(), 'advance-1')
    const tickOf = (campaign: Campaign) => nextClockCommand(campaign, { at: TOLD, isHalted: false, accounted: [{ id, digest }] })
    const settle: ClockCommand = { kind: 'settle', notice: id, digest }
    expect(tickOf(w.releasing())).toEqual(settle)
    const wider = w.play(w.releasing(), ...agree(TOLD, include))
    expect(tickOf(wider)).toBeUndefined()
    expect(w.code(decide(wider, w.clock(settle), w.at(TOLD)))).toBe('other-digest')
  })
})

describe('a reminder', () => {
  test('is cancelled when an advance notice goes out in the same write', () => {
    const late = w.play(w.scheduled(), clockAt(w.DAY_BEFORE, release))
    expect(w.noticeOf(late, 'reminder-1')).toMatchObject({ state: 'cancelled', because: 'close-to-advance' })
  })

  test('goes out on time when the advance notice was let out by a tick that came a little late in its minute', () => {
    const lead = w.at(w.DISCLOSURE.minus({ days: 3 }), w.ONE, 'P2D')
    const start = w.play(w.draft(), [lead, (campaign) => w.propose(w.bob, w.approval(campaign))])
    const releasedAt = (seconds: number) => {
      const out = w.DISCLOSURE.minus({ days: 2 }).plus({ seconds })
      return states(w.play(start, clockAt(out, release), clockAt(w.DAY_BEFORE.plus({ seconds: 1 }), release)))['reminder-1']
    }
    expect([releasedAt(0), releasedAt(45), releasedAt(700)]).toEqual(['releasing', 'releasing', 'cancelled'])
  })

  test('goes out to everybody, also when somebody was included within a day of it', () => {
    const at = w.hours(w.DAY_BEFORE, -6)
    const included = w.play(w.embargoed(), ...agree(at, include), clockAt(at, release))
    expect(states(w.play(included, clockAt(w.DAY_BEFORE, release)))['reminder-1']).toBe('releasing')
  })

  test('is cancelled within a day of any version, and goes out after that', () => {
    const revisedAt = (hours: number) => {
      const at = w.hours(w.DAY_BEFORE, -hours)
      return states(w.play(w.embargoed(), ...agree(at, revise), clockAt(at, release), clockAt(w.DAY_BEFORE, release)))['reminder-1']
    }
    expect([revisedAt(1), revisedAt(23.9), revisedAt(24)]).toEqual(['cancelled', 'cancelled', 'releasing'])
  })

  test('on its way is overtaken by the next version, which says it all', () => {
    const reminded = w.play(w.embargoed(), clockAt(w.DAY_BEFORE, release), ...agree(w.DAY_BEFORE, revise))
    expect(states(reminded)).toMatchObject({ 'reminder-1': 'cancelled', 'day-ahead-1': 'releasing', 'advance-2': 'planned' })
  })

  test('is cancelled from the start when the timeline leaves no room for it', () => {
    const plan = (lead: string) => {
      const now = w.at(w.CREATED, w.ONE, lead)
      return states(w.play(w.draft(), [now, (campaign) => w.propose(w.bob, w.approval(campaign))]))['reminder-1']
    }
    expect([plan('PT47H'), plan('PT48H')]).toEqual(['cancelled', 'planned'])
  })
})

describe('what has gone out to the team before the advance notice', () => {
  /** The lead time is shorter than a day, so the team is reminded first. */
  const noon = { ...w.at(w.DAY_BEFORE, w.ONE, 'PT6H') }
  const approve = (campaign: Campaign) => w.propose(w.bob, w.approval(campaign))
  const reminded = () => w.play(w.draft(), [w.at(w.CREATED, w.ONE, 'PT6H'), approve], [noon, w.clock(release)])

  test('stops when the date moves, and the next one has a new id', () => {
    const moved = w.play(reminded(), [noon, w.propose(w.bob, { ...shorten(0), disclosureAt: w.DISCLOSURE.minus({ hours: 2 }) } as Change)])
    expect(states(moved)).toMatchObject({ 'day-ahead-1': 'cancelled', 'day-ahead-2': 'planned' })
  })

  test('stops at an edit, and its id is never used again', () => {
    const edit = w.operator(w.alice, { kind: 'edit', content: w.digest('v2'), disclosureAt: w.DISCLOSURE })
    const edited = w.play(reminded(), [noon, edit])
    expect(states(edited)).toEqual({ 'day-ahead-1': 'cancelled' })
    expect(states(w.play(edited, [noon, approve]))).toMatchObject({ 'day-ahead-1': 'cancelled', 'day-ahead-2': 'planned' })
  })
})

describe('a held notice', () => {
  const hold = (because = 'access-denied') => clockAt(TOLD, { kind: 'hold', notice: w.notice('advance-1'), because })
  const unhold = (notice: string) => w.operator(w.alice, { kind: 'unhold', notice: w.notice(notice), why: 'mended' })

  test('goes out again when an operator says so, under its first release', () => {
    const held = w.play(w.releasing(), hold())
    const released = w.play(held, [w.at(TOLD), unhold('advance-1')], clockAt(TOLD, release))
    expect(w.noticeOf(released, 'advance-1')).toMatchObject({ state: 'releasing', releasedAt: w.stored(w.ADVANCE) })
    expect(w.noticeOf(released, 'advance-1').because).toBeUndefined()
  })

  test('raises an alarm that names it and its reason', () => {
    expect(causesIn(w.play(w.releasing(), hold()), w.DISCLOSURE)).toEqual([{ code: 'notice-held', notice: 'advance-1' }])
    expect(causesIn(w.play(w.releasing(), hold('past-not-after')), w.DISCLOSURE)).toEqual([{ code: 'past-not-after', notice: 'advance-1' }])
  })

  test('that tells of a date stays held once the date is there', () => {
    const held = w.play(w.releasing(), hold())
    expect(w.code(decide(held, unhold('advance-1'), w.at(w.DISCLOSURE)))).toBe('past-not-after')
    expect(w.code(decide(held, unhold('advance-1'), w.at(w.DISCLOSURE.minus(1))))).toBe('changed')
  })

  test('is superseded by the next version', () => {
    expect(states(w.play(w.releasing(), hold(), ...agree(TOLD, revise)))).toMatchObject({
      'advance-1': 'cancelled',
      'advance-2': 'planned',
    })
  })
})

test('an advance notice whose time has passed by the move is due at once', () => {
  const moved = w.play(w.scheduled(), [w.at(w.hours(w.CREATED, 1)), w.propose(w.bob, shorten(24))])
  expect(w.noticeOf(moved, 'advance-1').dueAt).toBe(w.stored(w.hours(w.CREATED, 1)))
  expect(w.noticeOf(moved, 'reporter-date-1').dueAt).toBe(w.stored(w.hours(w.CREATED, 1)))
})

test('a campaign without reporters has no notice for them', () => {
  const quiet = w.play(w.draft(), [w.at(w.CREATED), (campaign) => w.propose(w.bob, w.approval(campaign, { reporters: 0 }))])
  const moved = w.play(quiet, clockAt(w.ADVANCE, release), [w.at(TOLD), w.propose(w.bob, shorten(1))])
  expect(moved.notices.filter((notice) => notice.kind === 'reporter-date')).toEqual([])
})

test.each(['disclose', 'withdraw'] as const)('%s carries new content in what was approved of the rest', (kind) => {
  const content = w.digest('last words')
  const ended = w.play(w.due(), [w.at(w.DISCLOSURE), w.operator(w.alice, { kind, content, why: 'x' })])
  expect(ended.approved?.pin).toEqual({ ...w.due().approved?.pin, content })
})

test('only those who may know hear of a withdrawal', () => {
  const withdrawn = w.play(w.due(), [w.at(w.DISCLOSURE), w.operator(w.alice, { kind: 'withdraw', content: w.digest('x'), why: 'x' })])
  expect(w.noticeOf(withdrawn, 'withdrawn-1')).toMatchObject({ mayKnowOnly: true, to: 'recipients-and-reporters' })
})
