import { describe, expect, test } from 'vitest'
import type { Campaign, CampaignState } from '../../../core/campaign/campaign.ts'
import type { By, Change, OperatorCommand } from '../../../core/campaign/command.ts'
import { decide } from '../../../core/campaign/decide.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { DeliveryId } from '../../../core/shared/ids.ts'
import { STARTS, type StartName } from './cells.ts'
import * as w from './world.ts'

const DELIVERY = DeliveryId.parse(`advance-1_2_${'ab'.repeat(16)}`)
const EDIT: OperatorCommand = { kind: 'edit', content: w.digest('edited'), disclosureAt: w.DISCLOSURE }
const RESEND: OperatorCommand = { kind: 'resend', notice: w.notice('advance-1'), delivery: DELIVERY, why: 'not there' }
const UNHOLD: OperatorCommand = { kind: 'unhold', notice: w.notice('advance-1'), why: 'mended' }
const REVISE: Change & { kind: 'revise' } = {
  kind: 'revise',
  content: w.digest('revised'),
  reporters: 1,
  isForReporters: false,
  why: 'a better patch',
}
const INCLUDE: Change = { kind: 'include', audience: w.digest('more'), members: 31, why: 'one was missing' }
const COLLAPSE: Change = { kind: 'collapse', content: w.digest('over'), why: 'it leaked' }
const moveTo = (kind: 'reschedule' | 'shorten', disclosureAt: Instant): Change => ({
  kind,
  content: w.digest('moved'),
  disclosureAt,
  why: 'because',
})

const soon = w.hours(w.CREATED, 1)
const told = w.hours(w.ADVANCE, 2)
const over = w.hours(w.DISCLOSURE, 1)
const byAlice = (command: OperatorCommand): By => w.operator(w.alice, command)

/** What an operator reads: the code, why it was refused, and what to do instead. */
function said(campaign: Campaign | undefined, by: By, at: Instant): string {
  const decision = decide(campaign, by, w.at(at, w.TWO))
  return decision.outcome === 'refused' ? `${decision.code}: ${decision.why} ${decision.hint}` : decision.outcome
}

describe('an operator is told why, and what to do instead', () => {
  const proposed = () => w.play(w.draft(), [w.at(soon, w.TWO), (campaign) => w.propose(w.bob, w.approval(campaign))])
  const revised = () => w.play(w.embargoed(), [w.at(told, w.TWO), w.propose(w.alice, REVISE)])
  const superseded = () => w.play(w.releasing(), [w.at(told), w.propose(w.alice, moveTo('shorten', w.DISCLOSURE.minus({ days: 2 })))])
  const dateHasCome = 'date-past: The disclosure date has passed. Choose a date in the future.'
  const notReleased = 'not-released: This notice has not gone out. See `campaign status`.'

  test.each<[string, () => string, string]>([
    ['creates what exists', () => said(w.draft(), w.creation(), soon), 'exists: This campaign exists already. Create another one.'],
    ['creates with a date that has come', () => said(undefined, w.creation(w.CREATED), w.CREATED), dateHasCome],
    [
      'edits what is not there',
      () => said(undefined, byAlice(EDIT), soon),
      'unknown-campaign: There is no such campaign. See `campaign list`.',
    ],
    ['edits to a date that has come', () => said(w.draft(), byAlice({ ...EDIT, disclosureAt: soon }), soon), dateHasCome],
    [
      'edits nothing',
      () => said(w.draft(), byAlice({ ...EDIT, content: w.digest('content') }), soon),
      'nothing-changed: This is what the campaign says already. Change the advisory, the audience or the date.',
    ],
    [
      'consents where nothing is proposed',
      () => said(w.draft(), w.consent(w.bob, w.draft()), soon),
      'no-proposal: There is nothing to consent to. See `campaign status`, and propose first.',
    ],
    [
      'consents to something else',
      () => said(proposed(), w.operator(w.carol, { kind: 'consent', digest: w.digest('something else') }), soon),
      'other-digest: What is proposed now is not what you were shown. Look at it again, and consent to the digest that is shown then.',
    ],
    [
      'consents to what starts from something else',
      () => said({ ...proposed(), content: w.digest('other') }, w.consent(w.carol, proposed()), soon),
      'proposal-void: The campaign has changed since this was proposed. Propose it again.',
    ],
    [
      'consents to their own work',
      () => said(revised(), w.consent(w.alice, revised()), told),
      'own-work: Who edited this cannot consent to it. Ask somebody with the approver role who has not edited it.',
    ],
    [
      'consents twice',
      () => said(proposed(), w.consent(w.bob, proposed()), soon),
      'already-consented: You have consented already. Another person has to.',
    ],
    [
      'approves another date',
      () =>
        said(
          w.draft(),
          w.propose(w.bob, w.approval(w.draft(), { pin: w.pinOf(w.draft(), { disclosureAt: '2026-12-16T16:00:00Z' }) })),
          soon,
        ),
      'other-date: This is not the date of the campaign. Run the preflight again.',
    ],
    [
      'approves other content',
      () => said(w.draft(), w.propose(w.bob, w.approval(w.draft(), { pin: w.pinOf(w.draft(), { content: w.digest('other') }) })), soon),
      'other-content: This is not the content of the campaign. Run the preflight again.',
    ],
    [
      'approves for nobody',
      () => said(w.draft(), w.propose(w.bob, w.approval(w.draft(), { members: 0 })), soon),
      'audience-empty: There is nobody in the audience. Add recipients, or change the audience with `campaign edit`.',
    ],
    [
      'approves inside the lead time without a reason',
      () => said(w.draft(), w.propose(w.bob, w.approval(w.draft())), w.hours(w.ADVANCE, 1)),
      'lead-too-short: The date is nearer than the lead time of the policy. Give a reason for the shortened timeline with --reason, or choose a later date.',
    ],
    ['approves at the date', () => said(w.draft(), w.propose(w.bob, w.approval(w.draft(), { why: 'x' })), w.DISCLOSURE), dateHasCome],
    ['moves to a time that has come', () => said(w.embargoed(), w.propose(w.alice, moveTo('reschedule', told)), told), dateHasCome],
    ['shortens to a time that has come', () => said(w.embargoed(), w.propose(w.alice, moveTo('shorten', told)), told), dateHasCome],
    [
      'reschedules to the same date',
      () => said(w.embargoed(), w.propose(w.alice, moveTo('reschedule', w.DISCLOSURE)), told),
      'not-later: The new date is not later than the one before. An earlier date is made with `campaign shorten`.',
    ],
    [
      'shortens to the same date',
      () => said(w.embargoed(), w.propose(w.alice, moveTo('shorten', w.DISCLOSURE)), told),
      'not-earlier: The new date is not earlier than the one before. A later date is a matter of consent: reschedule.',
    ],
    [
      'includes nobody new',
      () => said(w.embargoed(), w.propose(w.alice, { ...INCLUDE, members: 30 }), told),
      'nobody-new: Everybody who is named is in the audience already. See `campaign status`.',
    ],
    [
      'revises nothing',
      () => said(w.embargoed(), w.propose(w.alice, { ...REVISE, content: w.digest('content') }), told),
      'nothing-changed: This is what the campaign says already. Change the advisory.',
    ],
    [
      'collapses what nobody was told',
      () => said(w.untold(), w.propose(w.alice, COLLAPSE), over),
      'nobody-knows: Nobody outside the team knows yet. Before the advance notice nobody knows: shorten to now instead.',
    ],
    [
      'lets on what is not held',
      () => said(w.embargoed(), byAlice(UNHOLD), told),
      'not-held: This notice is not held. See `campaign status`.',
    ],
    [
      'lets on what tells of a date that has come',
      () => said(w.untold(), byAlice(UNHOLD), over),
      'past-not-after: This notice tells of a date that has come. Reschedule, disclose or withdraw the campaign.',
    ],
    ['resends what has not gone out', () => said(w.scheduled(), byAlice(RESEND), soon), notReleased],
    ['resends of a notice that is not there', () => said(w.draft(), byAlice(RESEND), soon), notReleased],
    [
      'resends what a newer notice says',
      () => said(superseded(), byAlice(RESEND), told),
      'superseded: This notice is cancelled: a newer one says all that it said. Look for the same addressee in the newest notice.',
    ],
    [
      'resends what tells of a date that has come',
      () => said(w.due(), byAlice(RESEND), over),
      'past-not-after: This notice tells of a date that has come. Tell the addressee by other means.',
    ],
    [
      'resends what the campaign no longer says',
      () => said(STARTS.collapsed.campaign(), byAlice(RESEND), told),
      'not-in-force: The campaign says something else by now. Look for the same addressee in the newest notice.',
    ],
  ])('who %s', (...[, decision, expected]) => {
    expect(decision()).toBe(expected)
  })
})

describe('a state that a command does not start from is named, with the way on', () => {
  const hints: Readonly<Record<string, { readonly by: (campaign: Campaign) => By; readonly hint: string; readonly not: StartName }>> = {
    edit: {
      by: () => byAlice(EDIT),
      hint: 'After the advance notice: revise, reschedule, shorten or include.',
      not: 'embargoed, all told',
    },
    rehearse: {
      by: (campaign) => byAlice({ kind: 'rehearse', pin: w.pinOf(campaign) }),
      hint: 'A rehearsal is for what has not gone out yet; `campaign preview` shows the mails at any time.',
      not: 'embargoed, all told',
    },
    disclose: {
      by: () => byAlice({ kind: 'disclose', content: w.digest('public') }),
      hint: 'Before the date, shorten first.',
      not: 'embargoed, all told',
    },
    withdraw: {
      by: () => byAlice({ kind: 'withdraw', content: w.digest('x'), why: 'x' }),
      hint: 'It has ended already.',
      not: 'disclosed',
    },
    approve: {
      by: (campaign) => w.propose(w.bob, w.approval(campaign)),
      hint: 'Only a draft is approved. Edit the campaign to make it a draft again.',
      not: 'scheduled',
    },
    revise: {
      by: () => w.propose(w.alice, REVISE),
      hint: 'Before the advance notice, edit the campaign and approve it again.',
      not: 'scheduled',
    },
    reschedule: {
      by: () => w.propose(w.alice, moveTo('reschedule', w.DISCLOSURE.plus({ days: 7 }))),
      hint: 'A draft gets another date with `campaign edit --disclose-at`.',
      not: 'draft',
    },
    shorten: {
      by: () => w.propose(w.alice, moveTo('shorten', w.DISCLOSURE.minus({ days: 1 }))),
      hint: 'A draft gets another date with `campaign edit --disclose-at`; at the date, disclose.',
      not: 'draft',
    },
    include: { by: () => w.propose(w.alice, INCLUDE), hint: 'A draft takes its audience when it is approved.', not: 'draft' },
    collapse: {
      by: () => w.propose(w.alice, COLLAPSE),
      hint: 'Before the advance notice nobody knows: shorten to now instead.',
      not: 'scheduled',
    },
  }

  test.each(Object.entries(hints))('%s', (command, { by, hint, not }) => {
    const { campaign, at } = STARTS[not]
    const state: CampaignState = campaign().state
    expect(said(campaign(), by(campaign()), at)).toBe(`wrong-state: A campaign that is ${state} cannot be changed by ${command}. ${hint}`)
  })
})

describe('the clock is told why, too', () => {
  test.each<[string, () => string, string]>([
    [
      'lets out notices of a campaign that is gone',
      () => said(undefined, w.clock({ kind: 'release' }), soon),
      'unknown-campaign: There is no such campaign. See `campaign list`.',
    ],
    [
      'lets out what is not due',
      () => said(w.scheduled(), w.clock({ kind: 'release' }), soon),
      'nothing-due: No notice is due. See `campaign status` for what is due next.',
    ],
    [
      'lets out notices when the date has come',
      () => said(w.scheduled(), w.clock({ kind: 'release' }), w.DISCLOSURE),
      'date-has-come: The disclosure date comes first. Let the clock go on.',
    ],
    [
      'is early for the date',
      () => said(w.embargoed(), w.clock({ kind: 'arrive' }), told),
      'not-yet: The disclosure date has not come. Let the clock go on.',
    ],
    [
      'settles what does not go out',
      () => said(w.embargoed(), w.settle('advance-1')(w.embargoed()), told),
      'not-releasing: This notice is not going out. See `campaign status`.',
    ],
    [
      'settles what has another audience by now',
      () => said(w.releasing(), w.clock({ kind: 'settle', notice: w.notice('advance-1'), digest: w.digest('before') }), told),
      'other-digest: This notice has another audience by now. Let the clock go on.',
    ],
    [
      'holds what does not go out',
      () => said(w.embargoed(), w.clock({ kind: 'hold', notice: w.notice('advance-1'), because: 'access-denied' }), told),
      'not-releasing: This notice is not going out. See `campaign status`.',
    ],
  ])('when it %s', (...[, decision, expected]) => {
    expect(decision()).toBe(expected)
  })
})
