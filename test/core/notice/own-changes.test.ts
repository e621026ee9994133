import { describe, expect, test } from 'vitest'
import type { Advisory, KnownReporter } from '../../../core/advisory/advisory.ts'
import { changeForReporter, changeOf } from '../../../core/notice/change-view.ts'
import { frameOf } from '../../../core/notice/frame-view.ts'
import type { Before } from '../../../core/notice/notice-input.ts'
import { reminderView } from '../../../core/notice/reminder-view.ts'
import { reporterDateView } from '../../../core/notice/reporter-view.ts'
import { whenOf } from '../../../core/notice/when-view.ts'
import { RecipientId } from '../../../core/shared/ids.ts'
import { content, disclosureAt, inputFor, instant, reporter, updateFor } from './sample.ts'

const [vulnerability] = content.advisory.vulnerabilities
if (reporter.kind !== 'reporter' || vulnerability === undefined) throw new Error('the sample has both')
const mika = reporter.reporter
const kim: KnownReporter = { ...mika, id: RecipientId.parse('e'.repeat(32)), name: 'Kim', credit: 'K.' }

/** What was told before, on the date that still holds. */
const told = (changes: Partial<Advisory>): Before => ({
  content: { ...content, advisory: { ...content.advisory, ...changes } },
  disclosureAt,
  whys: [],
})

describe('what changed for a reporter', () => {
  const changed = (before: Before) => changeForReporter(inputFor('reporter-date', { before }), mika)?.rows

  test('is their own credit, never another’s', () => {
    expect(changed(told({ reporters: [kim, { ...mika, credit: 'M. Sato' }] }))).toEqual([
      { what: 'How you are credited', before: ['M. Sato'], now: ['forthegreatergood'] },
    ])
    expect(changed(told({ reporters: [kim] }))).toBeUndefined()
  })

  test('is nothing while their credit and the date stay', () => {
    expect(changed(told({ reporters: [mika], title: 'Another title' }))).toBeUndefined()
  })

  test('is a move too when their credit changes with the date', () => {
    const before = { ...told({ reporters: [{ ...mika, credit: 'M. Sato' }] }), disclosureAt: instant('2026-12-18T16:00:00Z') }
    const { isMoved, change } = reporterDateView(inputFor('reporter-date', { before }))
    expect([isMoved, change?.rows.map(({ what }) => what)]).toEqual([true, ['Disclosure date', 'How you are credited']])
  })
})

describe('what changed for a recipient', () => {
  test('stands in a reminder to who missed the newest advance notice, and in no other', () => {
    expect(reminderView(updateFor('reminder')).change).toEqual(changeOf(updateFor('reminder')))
    expect(reminderView(updateFor('reminder')).change?.rows.map(({ what }) => what)).toContain('Disclosure date')
    expect(reminderView(inputFor('reminder'))).not.toHaveProperty('change')
  })

  test('is a CVE id that was taken back, not another vulnerability', () => {
    const { cve: _, ...unnamed } = vulnerability
    const now = { ...content, advisory: { ...content.advisory, vulnerabilities: [unnamed] } }
    expect(changeOf(inputFor('advance', { content: now, before: told({}) }))?.rows).toEqual([
      { what: 'Vulnerability 1: CVE', before: ['CVE-2022-27177'], now: ['none'] },
    ])
  })
})

describe('every mail', () => {
  test('names the team’s keys, each by its kind and in groups of four, in their order', () => {
    const signedWith = [
      { kind: 's-mime', fingerprint: 'AB12'.repeat(16) },
      { kind: 'openpgp', fingerprint: '5F2DE5521C63A801AB59CCB603D49DE44B29100F' },
    ] as const
    expect(frameOf(inputFor('advance', { signedWith })).signedWith).toEqual([
      { kind: 'S/MIME', fingerprint: Array<string>(16).fill('AB12').join(' ') },
      { kind: 'OpenPGP', fingerprint: '5F2D E552 1C63 A801 AB59 CCB6 03D4 9DE4 4B29 100F' },
    ])
    expect(frameOf(inputFor('advance')).signedWith).toEqual([])
  })

  test('has no local time for who lives by UTC', () => {
    expect(whenOf(disclosureAt, 'UTC')).toStrictEqual({ utc: 'Tuesday, 15 December 2026, 16:00 UTC' })
  })
})
