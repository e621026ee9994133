import { expect, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import type { By, Change, OperatorCommand } from '../../../core/campaign/command.ts'
import { decide } from '../../../core/campaign/decide.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { DeliveryId } from '../../../core/shared/ids.ts'
import * as w from './world.ts'

const DELIVERY = DeliveryId.parse(`advance-1_2_${'ab'.repeat(16)}`)
const soon = w.hours(w.CREATED, 1)
const told = w.hours(w.ADVANCE, 2)
const over = w.hours(w.DISCLOSURE, 1)
const byAlice = (command: OperatorCommand): By => w.operator(w.alice, command)
const revise: Change = { kind: 'revise', content: w.digest('revised'), reporters: 1, isForReporters: false, why: 'a better patch' }
const held = (): Campaign =>
  w.play(w.releasing(), [w.at(told), w.clock({ kind: 'hold', notice: w.notice('advance-1'), because: 'access-denied' })])

function entryOf(campaign: Campaign | undefined, by: By, at: Instant) {
  const decision = decide(campaign, by, w.at(at, w.TWO))
  if (decision.outcome === 'refused') throw new Error(decision.code)
  const { entry } = decision
  expect(entry).toMatchObject({ seq: decision.campaign.version, at: w.stored(at) })
  expect(decision.campaign.version).toBe((campaign?.version ?? 0) + 1)
  const { seq: _seq, at: _at, ...rest } = entry
  return rest
}

const digestOfDraft = () => w.some(w.play(w.draft(), [w.at(soon, w.TWO), w.propose(w.bob, w.approval(w.draft()))]).proposal).digest
const date = '2026-12-15T16:00:00Z'

test.each<[string, () => object, object]>([
  [
    'a creation',
    () => entryOf(undefined, w.creation(), w.CREATED),
    { who: 'alice', what: 'create', facts: { state: 'draft', content: w.digest('content'), disclosureAt: date } },
  ],
  [
    'an edit',
    () => entryOf(w.scheduled(), byAlice({ kind: 'edit', content: w.digest('edited'), disclosureAt: w.DISCLOSURE }), soon),
    { who: 'alice', what: 'edit', facts: { state: 'draft', content: w.digest('edited'), disclosureAt: date } },
  ],
  [
    'a rehearsal',
    () => entryOf(w.draft(), byAlice({ kind: 'rehearse', pin: w.pinOf(w.draft()) }), soon),
    { who: 'alice', what: 'rehearse', facts: { state: 'draft' } },
  ],
  [
    'a proposal',
    () => entryOf(w.draft(), w.propose(w.bob, w.approval(w.draft(), { why: 'exploited' })), soon),
    { who: 'bob', what: 'propose approve', why: 'exploited', facts: { state: 'draft', digest: digestOfDraft(), approvals: 1, needed: 2 } },
  ],
  [
    'a consent that is not the last',
    () => {
      const waiting = w.play(w.embargoed(), [w.at(told, w.TWO), w.propose(w.alice, revise)])
      return entryOf(waiting, w.consent(w.bob, waiting), told)
    },
    { who: 'bob', what: 'consent to revise', facts: { state: 'embargoed', digest: expect.any(String) as string, approvals: 1, needed: 2 } },
  ],
  [
    'a date that moves',
    () =>
      entryOf(
        w.embargoed(),
        w.propose(w.alice, { kind: 'shorten', content: w.digest('soon'), disclosureAt: w.DAY_BEFORE, why: 'exploited' }),
        told,
      ),
    {
      who: 'alice',
      what: 'propose shorten: in force',
      why: 'exploited',
      facts: {
        state: 'embargoed',
        digest: expect.any(String) as string,
        approvals: 1,
        needed: 1,
        disclosureAt: w.stored(w.DAY_BEFORE),
      },
    },
  ],
  [
    'the last consent',
    () => {
      const waiting = w.play(w.draft(), [w.at(soon, w.TWO), w.propose(w.bob, w.approval(w.draft()))])
      return entryOf(waiting, w.consent(w.carol, waiting), soon)
    },
    {
      who: 'carol',
      what: 'consent to approve: in force',
      facts: { state: 'scheduled', digest: digestOfDraft(), approvals: 2, needed: 2 },
    },
  ],
  [
    'a disclosure',
    () => entryOf(w.due(), byAlice({ kind: 'disclose', content: w.digest('public') }), over),
    { who: 'alice', what: 'disclose', facts: { state: 'disclosed' } },
  ],
  [
    'a withdrawal before anybody knew',
    () => entryOf(w.scheduled(), byAlice({ kind: 'withdraw', content: w.digest('x'), why: 'no vulnerability' }), soon),
    { who: 'alice', what: 'withdraw', why: 'no vulnerability', facts: { state: 'withdrawn' } },
  ],
  [
    'a withdrawal of what was told',
    () => entryOf(w.embargoed(), byAlice({ kind: 'withdraw', content: w.digest('x'), why: 'no vulnerability' }), told),
    { who: 'alice', what: 'withdraw', why: 'no vulnerability', facts: { state: 'withdrawn' } },
  ],
  [
    'a notice that is let on',
    () => entryOf(held(), byAlice({ kind: 'unhold', notice: w.notice('advance-1'), why: 'mended' }), told),
    { who: 'alice', what: 'unhold', why: 'mended', facts: { state: 'embargoed', notice: 'advance-1' } },
  ],
  [
    'a resend',
    () => entryOf(w.embargoed(), byAlice({ kind: 'resend', notice: w.notice('advance-1'), delivery: DELIVERY, why: 'not there' }), told),
    { who: 'alice', what: 'resend', why: 'not there', facts: { state: 'embargoed', delivery: DELIVERY } },
  ],
  [
    'a release',
    () => entryOf(w.scheduled(), w.clock({ kind: 'release' }), w.ADVANCE),
    { who: 'clock', what: 'release', facts: { state: 'embargoed', 'advance-1': 'releasing', 'reporter-date-1': 'releasing' } },
  ],
  [
    'the date',
    () => entryOf(w.scheduled(), w.clock({ kind: 'arrive' }), w.DISCLOSURE),
    { who: 'clock', what: 'arrive', facts: { state: 'due', held: 4 } },
  ],
  [
    'a notice that everybody got',
    () => entryOf(w.releasing(), w.settle('advance-1')(w.releasing()), told),
    { who: 'clock', what: 'settle', facts: { state: 'embargoed', notice: 'advance-1' } },
  ],
  [
    'a notice that is held',
    () => entryOf(w.releasing(), w.clock({ kind: 'hold', notice: w.notice('advance-1'), because: 'access-denied' }), told),
    { who: 'clock', what: 'hold', facts: { state: 'embargoed', notice: 'advance-1', because: 'access-denied' } },
  ],
])('the history tells who did what, why, and what came of it: %s', (...[, entry, expected]) => {
  expect(entry()).toStrictEqual(expected)
})
