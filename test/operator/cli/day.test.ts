import { expect, describe, test } from 'vitest'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import { collapseOf, dayOf } from '../../../core/notice/day-plan.ts'
import { dayText } from '../../../operator/cli/day-text.ts'
import { dayOfCampaign } from '../../../operator/cli/day.ts'
import type { NoticeStatus } from '../../../operator/cli/status.ts'
import * as w from '../../core/campaign/world.ts'
import { content, patchBytes, policy } from '../../core/notice/sample.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { statusOf } from './timeline-sample.ts'

const planned = { content, policy, campaign: w.draft().id }
const ID = planned.campaign
const ALL_TOLD = {
  'advance-1': { delivered: 30 },
  'reporter-date-1': { delivered: 1 },
  'reminder-1': { delivered: 29, complained: 1 },
}
const day = (campaign: Campaign, deliveries: Readonly<Record<string, NoticeStatus['deliveries']>>, now = w.DISCLOSURE) =>
  dayOfCampaign(statusOf(campaign, deliveries), dayOf(planned), now)
const statesOf = (...of: Parameters<typeof day>) => day(...of).steps.map(({ state }) => state)

describe('the checklist of the day', () => {
  test('says how far each step has come, where that is known', () => {
    expect(statesOf(w.due(), ALL_TOLD)).toEqual(['done', 'done', 'unknown', 'unknown', 'unknown', 'unknown', 'to-do'])
    expect(statesOf(w.embargoed(), ALL_TOLD, w.ADVANCE)[0]).toBe('to-do')
    const disclosed = w.play(w.due(), [w.at(w.DISCLOSURE), w.operator(w.alice, { kind: 'disclose', content: w.digest('public') })])
    expect(statesOf(disclosed, ALL_TOLD).at(-1)).toBe('done')
  })

  test('has one step that confirms', () => {
    const confirming = dayOf(planned).steps.filter(({ commands }) => commands.some((command) => command.includes('campaign disclose')))
    expect(confirming).toHaveLength(1)
    expect(confirming[0]?.commands[0]).toMatch(/^\.\/forewarn campaign disclose c-/)
  })

  test('counts whom each notice has not told', () => {
    const { told, steps } = day(w.due(), { ...ALL_TOLD, 'advance-1': { delivered: 26, complained: 1, blocked: 2, accepted: 1 } })
    expect(told).toEqual([
      { notice: 'advance-1', told: 27, notTold: 3 },
      { notice: 'reporter-date-1', told: 1, notTold: 0 },
      { notice: 'reminder-1', told: 30, notTold: 0 },
    ])
    expect(steps[1]).toEqual({
      does: 'Not everybody is told: advance-1 told 27 of 30, reporter-date-1 told 1 of 1, reminder-1 told 30 of 30.',
      commands: [`./forewarn deliveries ${ID} --not-told`],
      state: 'to-do',
    })
  })

  test('says when nobody is told', () => {
    expect(day(w.scheduled(), {}, w.CREATED).steps.slice(0, 2)).toEqual([
      { does: 'The date comes in 25 d. Push, build and publish nothing before.', commands: [], state: 'to-do' },
      { does: 'Nobody is told yet.', commands: [`./forewarn campaign status ${ID}`], state: 'to-do' },
    ])
  })

  test('of an embargo that is broken does not wait for a date', () => {
    const collapsed = w.play(w.embargoed(), [
      w.at(w.hours(w.ADVANCE, 2)),
      w.propose(w.alice, { kind: 'collapse', content: w.digest('over'), why: 'posted' }),
    ])
    const { steps } = dayOfCampaign(statusOf(collapsed, ALL_TOLD), collapseOf(planned), w.hours(w.ADVANCE, 3))
    expect(steps[0]).toMatchObject({ does: 'The embargo is over: it was broken.', state: 'done' })
    expect(JSON.stringify(steps)).not.toContain('campaign disclose')
  })
})

test('on the terminal, with what to paste', () => {
  expect(dayText(day(w.due(), { ...ALL_TOLD, 'reporter-date-1': { bounced: 1 } })).split('\n')).toEqual([
    '[x] The date has come.',
    '[ ] Not everybody is told: advance-1 told 30 of 30, reporter-date-1 told 0 of 1,',
    '    reminder-1 told 30 of 30.',
    `      $ ./forewarn deliveries ${ID} --not-told`,
    '[?] Apply each patch to its public branch with the message below, and push.',
    '[?] Prove that what landed is what was mailed.',
    `      $ ./forewarn patches verify ${ID} --repo DIR`,
    '[?] Issue the releases: 1.2.2, 1.1.9.',
    '[?] Publish the advisory, and the CVE records if you issue them.',
    '[ ] Confirm it, with every address where it is public. Recipients and reporters',
    '    are told by this, and until then you are reminded.',
    `      $ ./forewarn campaign disclose ${ID} --public-at LINK`,
    '',
    '[x] done   [ ] not yet   [?] Forewarn does not see it',
    '',
    '1.2  ADV-2026-0003-1.2.patch, 126 bytes',
    `      SHA-256 ${digestOfBytes(patchBytes['1.2'])}`,
    '1.1  ADV-2026-0003-1.1.patch, 116 bytes',
    `      SHA-256 ${digestOfBytes(patchBytes['1.1'])}`,
    '',
    'Commit message for 1.2, 1.1',
    '',
    '    Security fix (ADV-2026-0003)',
    '',
    '    This is a security fix. What it mends will be disclosed',
    '    shortly, with the releases that hold it, at',
    '    https://consoleme.example/security',
    '    Please update as soon as they are out.',
  ])
})

test('branches whose messages differ get each their own', () => {
  const { told, steps, patches } = day(w.due(), ALL_TOLD)
  const differing = patches.map((patch, index) => (index === 0 ? { ...patch, commitMessage: 'Another one' } : patch))
  expect(dayText({ told, steps, patches: differing })).toMatch(/Commit message for 1\.2\n\n {4}Another one\n\nCommit message for 1\.1\n/)
})
