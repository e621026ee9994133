import { describe, expect, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import type { Change } from '../../../core/campaign/command.ts'
import { decide } from '../../../core/campaign/decide.ts'
import * as w from './world.ts'

const now = w.at(w.hours(w.CREATED, 1), w.TWO)
const told = w.at(w.hours(w.ADVANCE, 2), w.TWO)
const revision: Change & { kind: 'revise' } = {
  kind: 'revise',
  content: w.digest('revised'),
  reporters: 1,
  isForReporters: false,
  why: 'a better patch',
}
const earlier: Change = { kind: 'shorten', content: w.digest('shorter'), disclosureAt: w.DISCLOSURE.minus({ days: 2 }), why: 'exploited' }
const later: Change = { kind: 'reschedule', content: w.digest('later'), disclosureAt: w.DISCLOSURE.plus({ days: 7 }), why: 'not ready' }
const end: Change = { kind: 'collapse', content: w.digest('over'), why: 'it leaked' }

const proposed = (): Campaign => w.play(w.draft(), [now, (campaign) => w.propose(w.bob, w.approval(campaign))])
const codeOf = (campaign: Campaign, by: Parameters<typeof decide>[1], at = now) => w.code(decide(campaign, by, at))

describe('an approval', () => {
  test('waits for its second person and changes nothing until then', () => {
    const waiting = proposed()
    expect(waiting).toMatchObject({ state: 'draft', notices: [], proposal: { kind: 'approve', approvals: [w.bob] } })
    expect(waiting.approved).toBeUndefined()
    const done = w.play(waiting, [now, (campaign) => w.consent(w.carol, campaign)])
    expect(done).toMatchObject({ state: 'scheduled', approved: { digest: w.some(waiting.proposal).digest, members: 30, reporters: 1 } })
    expect(done.proposal).toBeUndefined()
  })

  test('is nobody’s who edited', () => {
    const edited = w.play(w.draft(), [now, w.operator(w.dave, { kind: 'edit', content: w.digest('v2'), disclosureAt: w.DISCLOSURE })])
    expect(codeOf(edited, w.propose(w.alice, w.approval(edited)))).toBe('own-work')
    expect(codeOf(edited, w.propose(w.dave, w.approval(edited)))).toBe('own-work')
    const waiting = w.play(edited, [now, w.propose(w.bob, w.approval(edited))])
    for (const editor of [w.alice, w.dave]) expect(codeOf(waiting, w.consent(editor, waiting))).toBe('own-work')
  })

  test('counts a person once', () => {
    expect(codeOf(proposed(), w.consent(w.bob, proposed()))).toBe('already-consented')
  })

  test('is to what was shown, and to nothing else', () => {
    expect(codeOf(proposed(), w.operator(w.carol, { kind: 'consent', digest: w.digest('something else') }))).toBe('other-digest')
  })

  test('is gone after an edit', () => {
    const edit = w.operator(w.alice, { kind: 'edit', content: w.digest('v2'), disclosureAt: w.DISCLOSURE })
    expect(codeOf(w.play(proposed(), [now, edit]), w.consent(w.carol, proposed()))).toBe('no-proposal')
  })

  test.each([
    ['other content', { pin: w.pinOf(w.draft(), { content: w.digest('other') }) }, 'other-content'],
    ['another date', { pin: w.pinOf(w.draft(), { disclosureAt: '2026-12-16T16:00:00Z' }) }, 'other-date'],
    ['an empty audience', { members: 0 }, 'audience-empty'],
  ] as const)('of %s is refused', (_, parts, refusal) => {
    expect(codeOf(w.draft(), w.propose(w.bob, w.approval(w.draft(), parts)))).toBe(refusal)
  })

  test('inside the lead time needs a reason, also when time has passed since it was proposed', () => {
    const late = w.at(w.hours(w.ADVANCE, 1), w.TWO)
    expect(codeOf(w.draft(), w.propose(w.bob, w.approval(w.draft())), late)).toBe('lead-too-short')
    expect(codeOf(proposed(), w.consent(w.carol, proposed()), late)).toBe('lead-too-short')
    const why = w.propose(w.bob, w.approval(w.draft(), { why: 'exploited' }))
    const done = w.play(w.draft(), [late, why], [late, (campaign) => w.consent(w.carol, campaign)])
    expect(w.noticeOf(done, 'advance-1').dueAt).toBe(w.stored(late.at))
  })

  test('of a date that has passed is refused', () => {
    const late = w.at(w.DISCLOSURE, w.TWO)
    expect(codeOf(w.draft(), w.propose(w.bob, w.approval(w.draft(), { why: 'x' })), late)).toBe('date-past')
    expect(codeOf(proposed(), w.consent(w.carol, proposed()), late)).toBe('date-past')
  })
})

describe('a change after the approval', () => {
  test.each([revision, later, { kind: 'include', audience: w.digest('more'), members: 31, why: 'one was missing' } as const])(
    '$kind needs two persons besides the one who proposes it',
    (change) => {
      const waiting = w.play(w.embargoed(), [told, w.propose(w.alice, change)])
      expect(waiting.proposal).toMatchObject({ approvals: [], editors: [w.alice] })
      expect(codeOf(waiting, w.consent(w.alice, waiting), told)).toBe('own-work')
      const almost = w.play(waiting, [told, w.consent(w.bob, waiting)])
      expect(almost).toMatchObject({ notices: waiting.notices, proposal: { approvals: [w.bob] } })
      expect(w.play(almost, [told, w.consent(w.carol, almost)]).approved?.pin).toEqual(waiting.proposal?.pin)
    },
  )

  test.each([earlier, end])('$kind is the operator’s alone, unless the policy wants more', (change) => {
    expect(w.play(w.embargoed(), [told, w.propose(w.alice, change)]).proposal).toBeUndefined()
    const careful = w.at(told.at, { ...w.TWO, shorten: 2, collapse: 2 })
    const waiting = w.play(w.embargoed(), [careful, w.propose(w.alice, change)])
    expect(waiting).toMatchObject({ state: 'embargoed', proposal: { approvals: [w.alice] } })
    expect(codeOf(waiting, w.consent(w.alice, waiting), careful)).toBe('already-consented')
    expect(w.play(waiting, [careful, w.consent(w.bob, waiting)]).proposal).toBeUndefined()
  })

  test('is consented to by its kind too: the same bytes for another end are another matter', () => {
    const content = w.digest('one content')
    const careful = w.at(told.at, { ...w.TWO, collapse: 2 })
    const [revised, collapsed] = [{ ...revision, content } as const, { kind: 'collapse', content, why: 'it leaked' } as const].map(
      (change) => w.some(w.play(w.embargoed(), [careful, w.propose(w.alice, change)]).proposal),
    )
    expect(w.some(revised).pin).toEqual(w.some(collapsed).pin)
    expect(w.some(revised).digest).not.toBe(w.some(collapsed).digest)
  })

  test('is void when what it starts from has changed', () => {
    const waiting = w.play(w.embargoed(), [told, w.propose(w.alice, revision)])
    const date = w.at(w.DISCLOSURE, w.TWO)
    const arrived = w.play(waiting, [date, w.clock({ kind: 'arrive' })])
    expect(codeOf(arrived, w.consent(w.bob, arrived), date)).toBe('proposal-void')
  })

  test('stays good while notices go out and are accounted for', () => {
    const waiting = w.play(w.releasing(), [w.at(w.ADVANCE, w.TWO), w.propose(w.alice, revision)])
    const settled = w.play(waiting, [told, w.settle('advance-1')])
    expect(codeOf(settled, w.consent(w.bob, settled), told)).toBe('changed')
  })

  test('proposed again by another is still the work of who wrote it', () => {
    const again = w.play(w.embargoed(), [told, w.propose(w.alice, revision)], [told, w.propose(w.bob, revision)])
    for (const editor of [w.alice, w.bob]) expect(codeOf(again, w.consent(editor, again), told)).toBe('own-work')
    expect(codeOf(again, w.consent(w.carol, again), told)).toBe('changed')
  })

  test.each([earlier, later])('$kind makes its author an editor of what the campaign then says', (change) => {
    const moved = w.play(w.scheduled(), [now, w.propose(w.bob, change)], ...(change.kind === 'shorten' ? [] : both))
    const disclosureAt = w.DISCLOSURE.plus({ days: 30 })
    const edited = w.play(moved, [now, w.operator(w.alice, { kind: 'edit', content: moved.content, disclosureAt })])
    expect(codeOf(edited, w.propose(w.bob, w.approval(edited)))).toBe('own-work')
    expect(codeOf(edited, w.propose(w.carol, w.approval(edited)))).toBe('changed')
  })

  test('must move the date the way its name says, and not into the past', () => {
    const moved = (kind: 'reschedule' | 'shorten', disclosureAt = w.DISCLOSURE) =>
      codeOf(w.embargoed(), w.propose(w.alice, { kind, content: w.digest('x'), disclosureAt, why: 'x' }), told)
    expect([moved('reschedule'), moved('reschedule', w.DISCLOSURE.minus({ days: 1 }))]).toEqual(['not-later', 'not-later'])
    expect([moved('shorten'), moved('shorten', w.DISCLOSURE.plus({ days: 1 }))]).toEqual(['not-earlier', 'not-earlier'])
    expect([moved('reschedule', told.at), moved('shorten', told.at)]).toEqual(['date-past', 'date-past'])
  })

  test('that revises nothing is refused', () => {
    expect(codeOf(w.embargoed(), w.propose(w.alice, { ...revision, content: w.digest('content') }), told)).toBe('nothing-changed')
  })

  test('that includes nobody new is refused', () => {
    const include: Change = { kind: 'include', audience: w.digest('same'), members: 30, why: 'x' }
    expect(codeOf(w.embargoed(), w.propose(w.alice, include), told)).toBe('nobody-new')
  })
})

const both: readonly w.Step[] = [
  [now, (campaign) => w.consent(w.carol, campaign)],
  [now, (campaign) => w.consent(w.dave, campaign)],
]
