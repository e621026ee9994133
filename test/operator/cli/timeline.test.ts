import { describe, expect, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import type { Moment } from '../../../operator/cli/moment.ts'
import type { Status } from '../../../operator/cli/status.ts'
import { timelineText } from '../../../operator/cli/timeline-text.ts'
import { timelineOf } from '../../../operator/cli/timeline.ts'
import * as w from '../../core/campaign/world.ts'
import { MOVED, type Played, SHORTENED, SHORTENED_NOW, SHORTENED_STATUS, played, statusOf } from './timeline-sample.ts'

const plain = { zone: 'America/Los_Angeles', paint: (_format: unknown, text: string) => text }

const momentsOf = (status: Status, { history }: Pick<Played, 'history'>, now = SHORTENED_NOW): readonly Moment[] =>
  timelineOf(status, history, now).points.flatMap(({ moments }) => moments)

/** What a campaign without a history of its own says about one thing. */
const saying = (campaign: Campaign, words: string, { now = w.ADVANCE, ...others }: Partial<Status> & { now?: Instant } = {}) =>
  momentsOf(statusOf(campaign, {}, others), { history: [] }, now).find(({ says }) => says.includes(words))

describe('the timeline in the terminal', () => {
  const lines = timelineText(timelineOf(SHORTENED_STATUS, SHORTENED.history, SHORTENED_NOW), plain).split('\n')

  test('shows what happened, where it stands and what comes, in order of time', () => {
    expect(lines).toEqual([
      '├─ Friday, 20 November 2026, 16:00 UTC, 18 d 5 h ago',
      '│  Friday, 20 November 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
      '│  ● drafted',
      '│    by alice',
      '│',
      '├─ Saturday, 21 November 2026, 12:00 UTC, 17 d 9 h ago',
      '│  Saturday, 21 November 2026, 04:00 (America/Los_Angeles, UTC-08:00)',
      '│  ● approval proposed: 1 of 2 approvals',
      '│    by bob',
      '│',
      '├─ Saturday, 21 November 2026, 15:00 UTC, 17 d 6 h ago',
      '│  Saturday, 21 November 2026, 07:00 (America/Los_Angeles, UTC-08:00)',
      '│  ● approved: 2 of 2 approvals',
      '│    by carol',
      '│  … 9 d 18 h',
      '├─ Tuesday, 1 December 2026, 09:30 UTC, 7 d 11 h ago',
      '│  Tuesday, 1 December 2026, 01:30 (America/Los_Angeles, UTC-08:00)',
      '│  ● everything resumed',
      '│    by alice: drilled',
      '│  … 7 d 6 h',
      '├─ Tuesday, 8 December 2026, 16:00 UTC, 5 h 7 min ago',
      '│  Tuesday, 8 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
      '│  ● advance-1 went out to 30 recipients',
      '│    told 28 of 30 (complained 1), blocked 1, bounced 1',
      '│  ● reporter-date-1 went out to 1 reporter: told 1 of 1',
      '│',
      '├─ Tuesday, 8 December 2026, 21:00 UTC, 7 min ago',
      '│  Tuesday, 8 December 2026, 13:00 (America/Los_Angeles, UTC-08:00)',
      '│  ● shortened',
      '│    from Tuesday, 15 December 2026, 16:00 UTC',
      '│         Tuesday, 15 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
      '│    to   Thursday, 10 December 2026, 16:00 UTC',
      '│         Thursday, 10 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
      '│    by alice: exploited in the wild, says a honeypot of the team',
      '│  ● wider audience proposed: 0 of 2 approvals',
      '│    by bob: joined',
      '│',
      '├─ Tuesday, 8 December 2026, 21:01 UTC, 6 min ago',
      '│  Tuesday, 8 December 2026, 13:01 (America/Los_Angeles, UTC-08:00)',
      '│  ● advance-2 goes out to 30 recipients: told 4 of 30, planned 16, accepted 10',
      '│  ● reporter-date-2 goes out to 1 reporter: told 0 of 1, accepted 1',
      '│',
      '╞═ Tuesday, 8 December 2026, 21:07 UTC, NOW',
      '┊  Tuesday, 8 December 2026, 13:07 (America/Los_Angeles, UTC-08:00)',
      '┊',
      '├─ Wednesday, 9 December 2026, 16:00 UTC, in 18 h 53 min',
      '┊  Wednesday, 9 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
      '┊  × reminder-1 does not go out: it would follow the advance notice within a day',
      '┊  ○ day-ahead-1 to the team',
      '┊  … 1 d',
      '├─ Thursday, 10 December 2026, 16:00 UTC, in 1 d 18 h',
      '┊  Thursday, 10 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
      '┊  ○ disclosure-day-1 to the team',
      '┊  ○ disclosure date',
    ])
  })

  test('fits 80 columns', () => {
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('says by colours nothing that it does not say by signs', () => {
    const paint = (_format: unknown, text: string) => `<${text}>`
    const painted = timelineText(timelineOf(SHORTENED_STATUS, SHORTENED.history, SHORTENED_NOW), { ...plain, paint })
    expect(painted).not.toBe(lines.join('\n'))
    expect(painted.replaceAll(/[<>]/g, '').split('\n')).toEqual(lines)
  })

  test('what somebody wrote cannot move the cursor', () => {
    const halts = [{ scope: 'ALL' as const, since: w.stored(w.ADVANCE), by: 'bob', reason: 'a\u001b[2Jdoubt' }]
    const text = timelineText(timelineOf(statusOf(w.scheduled(), {}, { halts }), [], w.ADVANCE), plain)
    expect(text).toContain('by bob: a [2Jdoubt')
  })
})

describe('a notice', () => {
  const halts = [{ scope: 'ALL' as const, since: w.stored(w.CREATED), by: 'bob', reason: 'a doubt' }]

  test('comes by the plan', () => {
    expect(saying(w.scheduled(), 'advance-1', { now: w.CREATED })).toEqual({
      at: w.ADVANCE,
      mark: 'coming',
      says: 'advance-1 to 30 recipients',
    })
  })

  test('that is due goes out with the next tick, or waits while a halt stands', () => {
    expect(saying(w.scheduled(), 'advance-1')).toMatchObject({ mark: 'coming', says: expect.stringMatching(/due, and goes out/) as string })
    expect(saying(w.scheduled(), 'advance-1', { halts })).toMatchObject({
      mark: 'trouble',
      says: 'advance-1 to 30 recipients is due, and waits while a halt stands',
    })
  })

  test('that is held needs an operator', () => {
    expect(saying(w.untold(), 'advance-1', { now: w.DISCLOSURE })).toMatchObject({
      mark: 'trouble',
      says: 'advance-1 to 30 recipients is held: it was due too late to go out any more',
    })
    const held = w.play(w.releasing(), [
      w.at(w.ADVANCE),
      w.clock({ kind: 'hold', notice: w.notice('advance-1'), because: 'ses-MessageRejected' }),
    ])
    expect(saying(held, 'advance-1')).toMatchObject({
      mark: 'trouble',
      says: 'advance-1 went out to 30 recipients, and is held: SES refused it (MessageRejected)',
    })
  })

  test('that went out late says how late', () => {
    const late = w.play(w.scheduled(), [w.at(w.hours(w.ADVANCE, 3)), w.clock({ kind: 'release' })])
    expect(saying(late, 'advance-1', { now: w.DISCLOSURE })?.says).toBe('advance-1 goes out to 30 recipients, 3 h late')
    const minutes = w.play(w.scheduled(), [w.at(w.ADVANCE.plus({ minutes: 10 })), w.clock({ kind: 'release' })])
    expect(saying(minutes, 'advance-1', { now: w.DISCLOSURE })?.says).toBe('advance-1 goes out to 30 recipients')
  })

  test('that a newer one overtook on its way stopped', () => {
    const { campaign } = played(
      [w.at(w.CREATED), w.creation()],
      [w.at(w.CREATED), (draft) => w.propose(w.bob, w.approval(draft))],
      [w.at(w.ADVANCE), w.clock({ kind: 'release' })],
      [w.at(w.ADVANCE), () => w.propose(w.bob, { kind: 'shorten', content: w.digest('x'), disclosureAt: MOVED, why: 'exploited' })],
    )
    expect(saying(campaign, 'advance-1')?.says).toBe('advance-1 went out to 30 recipients, and stopped: a newer one takes its place')
  })
})

describe('the disclosure date', () => {
  const withdrawn = w.play(w.embargoed(), [
    w.at(w.hours(w.ADVANCE, 2)),
    w.operator(w.alice, { kind: 'withdraw', content: w.digest('x'), why: 'none' }),
  ])

  test.each<[string, Campaign, Instant, Pick<Moment, 'mark' | 'says'>]>([
    ['of a draft is not sure', w.draft(), w.ADVANCE, { mark: 'coming', says: 'disclosure date, if it is approved' }],
    ['comes', w.embargoed(), w.ADVANCE, { mark: 'coming', says: 'disclosure date' }],
    ['came', w.due(), w.DISCLOSURE, { mark: 'done', says: 'the disclosure date came' }],
    ['came upon a draft', w.draft(), w.DISCLOSURE, { mark: 'trouble', says: 'the disclosure date came, and nothing was approved' }],
    ['does not come any more', withdrawn, w.ADVANCE, { mark: 'dropped', says: 'disclosure date of what is withdrawn' }],
  ])('%s', (...[, campaign, now, expected]) => {
    expect(saying(campaign, 'disclosure date', { now })).toEqual({ at: w.DISCLOSURE, ...expected })
  })
})

describe('what people did', () => {
  const later = w.utc('2026-12-22T16:00:00Z')
  const reschedule = { kind: 'reschedule', content: w.digest('later'), disclosureAt: later, why: 'the backport' } as const
  const embargoed = [
    [w.at(w.CREATED, w.TWO), w.creation()],
    [w.at(w.CREATED, w.TWO), (campaign) => w.propose(w.bob, w.approval(campaign))],
    [w.at(w.CREATED, w.TWO), (campaign) => w.consent(w.carol, campaign)],
    [w.at(w.ADVANCE, w.TWO), w.clock({ kind: 'release' })],
  ] as const satisfies readonly w.Step[]

  test('a date that is proposed moves from the one in force, and so does each consent to it', () => {
    const { campaign, history } = played(
      ...embargoed,
      [w.at(w.hours(w.ADVANCE, 1), w.TWO), () => w.propose(w.alice, reschedule)],
      [w.at(w.hours(w.ADVANCE, 2), w.TWO), (waiting) => w.consent(w.bob, waiting)],
      [w.at(w.hours(w.ADVANCE, 3), w.TWO), (waiting) => w.consent(w.carol, waiting)],
    )
    const dates = [
      ['from', w.DISCLOSURE],
      ['to', later],
    ]
    expect(momentsOf(statusOf(campaign), { history }).filter(({ dates: moved }) => moved !== undefined)).toEqual([
      expect.objectContaining({ says: 'later date proposed', counts: '0 of 2 approvals', dates, by: 'alice: the backport' }),
      expect.objectContaining({ says: 'later date consented to', counts: '1 of 2 approvals', dates, by: 'bob' }),
      expect.objectContaining({ says: 'rescheduled', counts: '2 of 2 approvals', dates, by: 'carol' }),
    ])
  })

  const act = (seq: number, what: string, who: string) => ({ seq, at: w.stored(w.hours(w.ADVANCE, seq)), who, what, facts: {} })

  test('the same act in a row is one, with how often', () => {
    const history = [act(1, 'resend', 'bob'), act(2, 'resend', 'bob'), act(3, 'resend', 'bob'), act(4, 'resend', 'carol')]
    const did = momentsOf(statusOf(w.due()), { history }).filter(({ says }) => says.includes('sent again'))
    expect(did.map(({ says, by }) => `${by}: ${says}`)).toEqual(['bob: a delivery sent again, 3 times', 'carol: a delivery sent again'])
  })

  test('what this program does not know yet is shown as it is', () => {
    expect(momentsOf(statusOf(w.due()), { history: [act(1, 'propose merger', 'bob')] }).map(({ says }) => says)).toContain('propose merger')
  })

  test('what the clock did shows in its notices', () => {
    const moments = momentsOf(statusOf(w.releasing()), { history: [act(1, 'release', 'clock'), act(2, 'settle', 'clock')] })
    expect(moments.map(({ says }) => says)).not.toContain('release')
  })

  test('a resumption before the campaign is none of its own', () => {
    const lifts = [{ scope: 'ALL' as const, at: '2026-11-01T00:00:00Z', by: 'bob', reason: 'drilled' }]
    expect(saying(w.scheduled(), 'resumed', { lifts })).toBeUndefined()
  })
})
