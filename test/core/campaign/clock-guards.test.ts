import { describe, expect, test } from 'vitest'
import type { Campaign, CampaignState } from '../../../core/campaign/campaign.ts'
import { decide } from '../../../core/campaign/decide.ts'
import * as w from './world.ts'

const release = w.clock({ kind: 'release' })
const stateOf = (campaign: Campaign, id: string) => {
  const { state, because } = w.noticeOf(campaign, id)
  return { state, because }
}

/** A head as no command makes it: its advance notice is planned, and had to be out by now. */
const overdue = (state: CampaignState): Campaign => {
  const campaign = w.scheduled()
  const notices = campaign.notices.map((notice) => (notice.kind === 'advance' ? { ...notice, notAfter: w.stored(w.ADVANCE) } : notice))
  return { ...campaign, state, notices }
}

describe('an advance notice whose time has passed', () => {
  test.each<CampaignState>(['scheduled', 'due'])('is held by a release from %s, and tells nobody, whatever else goes out', (state) => {
    const campaign = w.play(overdue(state), [w.at(w.ADVANCE), release])
    expect(stateOf(campaign, 'advance-1')).toEqual({ state: 'held', because: 'past-not-after' })
    expect(w.noticeOf(campaign, 'advance-1')).not.toHaveProperty('releasedAt')
    expect(stateOf(campaign, 'reporter-date-1').state).toBe('releasing')
    // Nobody on the list knows, so it is no embargo.
    expect(campaign.state).toBe(state)
  })
})

test('the history of the date counts what was held since it came, and not what an operator knew to be held', () => {
  const held = w.play(w.releasing(), [w.at(w.ADVANCE), w.clock({ kind: 'hold', notice: w.notice('advance-1'), because: 'ses-trouble' })])
  const decision = decide(held, w.clock({ kind: 'arrive' }), w.at(w.DISCLOSURE))
  if (decision.outcome === 'refused') throw new Error(decision.code)
  // The reminder and the day-ahead were planned and never went.
  expect(decision.entry.facts).toMatchObject({ held: 2 })
})

describe('the reminder of a notice that went out late', () => {
  /** Its advance notice was due a day before the reminder is, and went out so many minutes later. */
  const reminded = (minutesLate: number) => {
    const lead = 'P2D'
    const approved = w.play(w.draft(), [w.at(w.CREATED, w.ONE, lead), (campaign) => w.propose(w.bob, w.approval(campaign))])
    const advanceAt = w.hours(w.DAY_BEFORE, -24).plus({ minutes: minutesLate })
    return stateOf(w.play(approved, [w.at(advanceAt, w.ONE, lead), release], [w.at(w.DAY_BEFORE, w.ONE, lead), release]), 'reminder-1')
  }

  test('goes out after ten minutes at the most, since a tick comes a little after what is due', () => {
    expect([0, 1, 10].map((minutes) => reminded(minutes).state)).toEqual(['releasing', 'releasing', 'releasing'])
  })
  test('is cancelled after more, since less than a day has gone by', () => {
    expect(reminded(11)).toEqual({ state: 'cancelled', because: 'close-to-advance' })
  })
})
