import { describe, expect, test } from 'vitest'
import type { KnownReporter } from '../../../core/advisory/advisory.ts'
import type { Addressee } from '../../../core/notice/addressee.ts'
import type { Before, NoticeInput } from '../../../core/notice/notice-input.ts'
import { reporterTaskView } from '../../../core/notice/reporter-task-view.ts'
import { content, disclosureAt, inputFor, instant, nobody, policy, reporter, team, teamItself } from './sample.ts'

if (team.kind !== 'team' || team.reporter === undefined || reporter.kind !== 'reporter') throw new Error('the sample has both')
const [byMail, onPlatform] = [reporter.reporter, team.reporter]

const task = (changes: Partial<NoticeInput> = {}) => reporterTaskView(inputFor('reporter-task', changes))
const inPlaceOf = (one: KnownReporter): Addressee => ({ kind: 'team', address: teamItself.address, zone: teamItself.zone, reporter: one })

/** What the reporter was told last: `credit` and the date. */
function told(at: Before['disclosureAt'], credit = onPlatform.name): Before {
  const reporters = [{ ...onPlatform, credit }]
  return { content: { ...content, advisory: { ...content.advisory, reporters } }, disclosureAt: at, whys: [] }
}
const planned = instant('2026-12-18T16:00:00Z')

describe('the news that a task tells', () => {
  test.each<[string, Partial<NoticeInput>, string]>([
    ['a first date', {}, 'The recipients are being told the date at this moment, so the reporter is to hear of it now too.'],
    [
      'another date',
      { before: told(planned) },
      'The date has moved and the recipients are being told at this moment, so the reporter is to hear of it now too.',
    ],
    [
      'another date and credit',
      { before: told(planned, 'M. Sato') },
      'The date has moved and the recipients are being told at this moment, so the reporter is to hear of it now too.',
    ],
    ['another credit alone', { before: told(disclosureAt, 'M. Sato') }, 'How they are credited has changed, and they are to hear of it.'],
    [
      'the same date once more',
      { before: told(disclosureAt) },
      'The recipients are being told the date at this moment, so the reporter is to hear of it now too.',
    ],
    ['a disclosure', { ending: 'disclosed' }, 'The embargo is over, so they are to hear now that the advisory is public, and where.'],
    ['a collapse', { ending: 'collapse' }, 'The embargo is broken, so they are to hear now that the date no longer holds.'],
    ['a withdrawal', { ending: 'withdrawn' }, 'The advisory is withdrawn, so they are to hear now that the date no longer holds.'],
  ])('is %s', (_, changes, news) => {
    expect(task(changes).lead).toBe(`The reporter is reached on Bugcrowd alone. ${news}`)
  })
})

describe('the way to the reporter', () => {
  test.each<[string, Addressee, { heading: string; way: string; where?: object }]>([
    [
      'is a platform',
      team,
      {
        heading: 'Tell the reporter',
        way: 'The reporter is reached on Bugcrowd alone.',
        where: { platform: 'Bugcrowd', link: 'https://bugcrowd.example/submissions/1' },
      },
    ],
    [
      'is none, since they are anonymous',
      nobody('anonymous'),
      { heading: 'Look for the reporter', way: 'The reporter is anonymous, so nobody is told by this.' },
    ],
    [
      'was not found so far',
      nobody('unreachable'),
      { heading: 'Look for the reporter', way: 'The reporter could not be reached so far, so nobody is told by this.' },
    ],
  ])('%s', (_, addressee, { heading, way, where }) => {
    const view = task({ addressee })
    expect(view.heading).toBe(heading)
    expect(view.lead).toBe(`${way} The recipients are being told the date at this moment, so the reporter is to hear of it now too.`)
    expect(view.reporter.where).toEqual(where)
  })

  test('is to be looked for where the report came from, or by another address, and kept for what follows', () => {
    const ifFound = 'If you find them, paste the words below. If not, there is nobody to tell and nothing else to do.'
    const forNextTime = 'A way to them that lasts belongs in the advisory, so that what follows reaches them by itself.'
    expect(task({ addressee: nobody('anonymous') }).search).toEqual([
      'Look where the report came from: they may have written again, or left a way to answer.',
      ifFound,
      forNextTime,
    ])
    expect(task({ addressee: nobody('unreachable'), ending: 'collapse' }).search).toEqual([
      'Try once more: answer their report, and look for another address in it, on their site or on a platform.',
      ifFound,
    ])
  })

  test('by mail is no task: a reporter with an address gets the notice itself', () => {
    expect(() => task({ addressee: inPlaceOf(byMail) })).toThrow(expect.objectContaining({ code: 'RENDER_FAILED', retry: 'never' }))
  })
})

describe('where the advisory is public', () => {
  const published = { ...content, published: ['https://consoleme.example/advisories/3'] }

  test.each<[string, Partial<NoticeInput>, readonly string[]]>([
    ['is told after a disclosure', { ending: 'disclosed', content: published }, published.published],
    ['is told after a collapse, be it only the project’s page', { ending: 'collapse' }, [policy.project.url]],
    ['is not told after a withdrawal', { ending: 'withdrawn', content: published }, []],
    ['is not told while the embargo holds', { content: published }, []],
  ])('%s', (_, changes, places) => {
    expect(task(changes).places).toEqual(places)
  })
})

describe('the date of a task', () => {
  const utc = 'Tuesday, 15 December 2026, 16:00 UTC'
  const inLosAngeles = { utc, local: 'Tuesday, 15 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)' }
  const inTokyo = 'Wednesday, 16 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)'
  const wasInLosAngeles = {
    utc: 'Friday, 18 December 2026, 16:00 UTC',
    local: 'Friday, 18 December 2026, 08:00 (America/Los_Angeles, UTC-08:00)',
  }

  const theirs = { isGone: true, team: wasInLosAngeles, reporter: 'Saturday, 19 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)' }

  test.each<[string, Partial<NoticeInput>, object]>([
    ['stands in the zones of the team and the reporter', {}, { isGone: false, team: inLosAngeles, reporter: inTokyo }],
    [
      'stands once where both live by the same zone',
      { addressee: inPlaceOf({ ...onPlatform, zone: teamItself.zone }) },
      { isGone: false, team: inLosAngeles },
    ],
    [
      'stands in no zone beside UTC for a reporter who lives by that',
      { addressee: inPlaceOf({ ...onPlatform, zone: 'UTC' }) },
      { isGone: false, team: inLosAngeles },
    ],
    [
      'that has moved stands beside the one that they know',
      { before: told(planned) },
      { isGone: false, team: inLosAngeles, reporter: inTokyo, before: wasInLosAngeles },
    ],
    [
      'that stays stands alone when something else has changed',
      { before: told(disclosureAt, 'M. Sato') },
      { isGone: false, team: inLosAngeles, reporter: inTokyo },
    ],
    ['is gone after a collapse', { ending: 'collapse' }, { isGone: true, team: inLosAngeles, reporter: inTokyo }],
    ['that a collapse ends is the one that they know', { ending: 'collapse', before: told(planned) }, theirs],
    ['that is withdrawn is the one that they know', { ending: 'withdrawn', before: told(planned) }, theirs],
    ['that came holds after a disclosure', { ending: 'disclosed' }, { isGone: false, team: inLosAngeles, reporter: inTokyo }],
  ])('%s', (_, changes, date) => {
    expect(task(changes).date).toStrictEqual(date)
  })
})
