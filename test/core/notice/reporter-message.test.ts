import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { KnownReporter } from '../../../core/advisory/advisory.ts'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import { messageTo } from '../../../core/notice/reporter-message.ts'
import { content, inputFor, instant, nobody, team, updateFor } from './sample.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/notice')
if (team.kind !== 'team' || team.reporter === undefined) throw new Error('the sample has a reporter on a platform')
const mika: KnownReporter = { ...team.reporter, name: 'Mika Sato', credit: 'forthegreatergood' }
const planned = instant('2026-12-18T16:00:00Z')

const message = (changes: Partial<NoticeInput> = {}, reporter = mika) => messageTo(reporter, inputFor('reporter-task', changes))
const withReason = (why: string) => ({ ...content, change: { why } })
const published = { ...content, published: ['https://consoleme.example/advisories/3', 'https://cve.example/CVE-2022-27177'] }

/** What they were told first: another date, and another credit. */
function told(changes: { readonly credit: string; readonly whys: readonly { readonly text: string; readonly isMove: boolean }[] }) {
  const reporters = [{ ...mika, credit: changes.credit }]
  return { content: { ...content, advisory: { ...content.advisory, reporters } }, disclosureAt: planned, whys: changes.whys }
}

describe('the words to paste for a reporter', () => {
  test.each([
    ['message-date.txt', () => message()],
    ['message-date-hastened.txt', () => message({ content: withReason('It is being exploited.\n\nSo we hurry.') })],
    [
      'message-date-moved.txt',
      () =>
        messageTo(
          mika,
          updateFor('reporter-task', { before: told({ credit: 'M. Sato', whys: [{ text: 'It is being exploited.', isMove: true }] }) }),
        ),
    ],
    ['message-disclosed.txt', () => message({ ending: 'disclosed', content: published })],
    ['message-collapse.txt', () => message({ ending: 'collapse', content: withReason('It is talked about in public.') })],
    ['message-withdrawn.txt', () => message({ ending: 'withdrawn', content: withReason('It was no vulnerability.') })],
  ])('are as a whole as in the fixture: %s', async (name, write) => {
    await expect(write()).toMatchFileSnapshot(join(FIXTURES, name))
  })

  test.each([
    ['by name, whom a platform reaches', mika, 'Hello Mika Sato,'],
    ['by name, who could not be reached', reporterOf(nobody('unreachable')), 'Hello Kim,'],
    ['without a name, who is anonymous', reporterOf(nobody('anonymous')), 'Hello,'],
  ])('greet a reporter %s', (_, reporter, greeting) => {
    expect(message({}, reporter).split('\n')[0]).toBe(greeting)
  })

  test('show the date once to a reporter who lives by UTC', () => {
    const lines = message({}, { ...mika, zone: 'UTC' }).split('\n')
    const date = lines.indexOf('Tuesday, 15 December 2026, 16:00 UTC')
    expect(lines[date + 1]).toBe('')
  })

  test('credit by name who asked for nothing else', () => {
    const { credit: _, ...uncredited } = mika
    expect(message({}, uncredited)).toContain('In it we credit you as: Mika Sato\n')
  })

  test.each(['collapse', 'withdrawn'] as const)('of a %s leave no gap where no reason can be said', (ending) => {
    const lines = message({ ending }).split('\n')
    const date = lines.indexOf('which is Wednesday, 16 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)')
    expect(lines.slice(date + 1, date + 3)).toEqual(['', expect.stringMatching(/^(We publish the fix|Please keep the issue)/)])
  })

  test.each(['collapse', 'withdrawn'] as const)(
    'of a %s name the date that the reporter knows, not one that they were never told',
    (ending) => {
      const said = message({ ending, before: told({ credit: 'forthegreatergood', whys: [] }) })
      expect(said).toContain('Friday, 18 December 2026, 16:00 UTC\nwhich is Saturday, 19 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)\n')
      expect(said).not.toContain('15 December')
    },
  )

  test('say nothing of a change of the advisory that is none to its reporter', () => {
    const before = {
      ...told({ credit: 'forthegreatergood', whys: [{ text: 'A second flaw.', isMove: false }] }),
      disclosureAt: inputFor('advance').disclosureAt,
    }
    expect(messageTo(mika, updateFor('reporter-task', { before }))).toBe(message())
  })
})

function reporterOf(addressee: NoticeInput['addressee']): KnownReporter {
  if (addressee.kind === 'recipient' || addressee.reporter === undefined) throw new Error('no reporter')
  return addressee.reporter
}
