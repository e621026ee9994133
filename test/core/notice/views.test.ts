import { describe, expect, it } from 'vitest'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import { TemplateName } from '../../../core/notice/notice-kind.ts'
import { sampleAddressee } from '../../../core/notice/sample-addressee.ts'
import { VIEWS, viewOf } from '../../../core/notice/views.ts'
import { content, fakeMarkdown, inputFor, instant, policy, recipient, reporter, team, updateFor } from './sample.ts'

const view = (input: NoticeInput) => viewOf(input, fakeMarkdown)
const advance = (input: NoticeInput) => VIEWS.advance.parse(view(input))
/** Everything a view says, the names of its fields aside. */
const said = (input: NoticeInput) => JSON.stringify(view(input))

describe('every view', () => {
  it.each(TemplateName.options)('of %s has the fields of its model and no others', (name) => {
    expect(VIEWS[name].safeParse(view(inputFor(name))).error).toBeUndefined()
    expect(VIEWS[name].safeParse(view(updateFor(name))).error).toBeUndefined()
  })

  it.each(TemplateName.options)('of %s shows the date in UTC and in the zone of the addressee, each with its weekday', (name) => {
    const { disclosure } = VIEWS[name].parse(view(inputFor(name)))
    const zone = inputFor(name).addressee.zone
    expect(disclosure.utc).toBe('Tuesday, 15 December 2026, 16:00 UTC')
    expect(disclosure.local).toMatch(new RegExp(`^[A-Z][a-z]+day, 1[56] December 2026, \\d\\d:00 \\(${zone}, UTC[+-]\\d\\d:00\\)$`))
  })

  it('shows UTC once to who lives by it', () => {
    expect(advance(inputFor('advance', { addressee: { ...recipient, zone: 'UTC' } })).disclosure).toEqual({
      utc: 'Tuesday, 15 December 2026, 16:00 UTC',
    })
  })

  it('is refused for another kind of addressee', () => {
    expect(() => view(inputFor('advance', { addressee: reporter }))).toThrow('not for this kind of addressee')
    expect(() => view(inputFor('reminder', { addressee: team }))).toThrow('not for this kind of addressee')
    expect(() => view(inputFor('reporter-date', { addressee: recipient }))).toThrow('not for this kind of addressee')
    expect(() => view(inputFor('day-ahead', { addressee: recipient }))).toThrow('not for this kind of addressee')
    expect(() => view(inputFor('reporter-task', { addressee: { kind: 'team', address: team.address, zone: 'UTC' } }))).toThrow(
      'a reporter on a platform',
    )
  })
})

describe('an advance notice', () => {
  it('says for which branches a patch comes', () => {
    const supported = { ...policy, supportedVersions: { branches: ['1.3', '1.2', '1.1'] } }
    const vulnerabilities = content.advisory.vulnerabilities.map((vulnerability) => ({ ...vulnerability, fixed: ['1.2.2'] }))
    const advisory = { ...content.advisory, vulnerabilities, patches: content.advisory.patches.slice(0, 1) }
    expect(advance(inputFor('advance', { policy: supported, content: { ...content, advisory } })).branches).toEqual([
      { branch: '1.3', says: 'not affected' },
      { branch: '1.2', says: 'affected; a patch is attached; fixed in 1.2.2' },
      { branch: '1.1', says: 'affected; no patch' },
      { branch: 'Others', says: 'affected in part; they are not supported, so move to a branch that is' },
    ])
  })

  it('names neither reporters nor credits', () => {
    const advisory = { ...content.advisory, reporters: reporter.kind === 'reporter' ? [reporter.reporter] : [] }
    const told = said(inputFor('advance', { content: { ...content, advisory } }))
    expect(told).not.toMatch(/Mika Sato|finder@|forthegreatergood/)
  })

  it('has a CVSS score beside its vector where there is one', () => {
    expect(advance(inputFor('advance')).vulnerabilities[0]?.cvss).toBe('9.9 (CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H)')
  })
})

describe('what changed', () => {
  it('is told to those who may know, old and new side by side', () => {
    expect(advance(updateFor('advance')).change).toEqual({
      heading: 'What changed',
      why: ['The issue is being exploited in the wild.', 'The affected versions were also stated wrongly.'],
      rows: [
        {
          what: 'Disclosure date',
          before: ['Friday, 18 December 2026, 16:00 UTC', 'Friday, 18 December 2026, 17:00 (Europe/Berlin, UTC+01:00)'],
          now: ['Tuesday, 15 December 2026, 16:00 UTC', 'Tuesday, 15 December 2026, 17:00 (Europe/Berlin, UTC+01:00)'],
        },
        { what: 'CVE-2022-27177: affected versions', before: ['<1.2.1'], now: ['<1.2.2'] },
        {
          what: 'Patches',
          before: [expect.stringMatching(/^1\.2: ADV-2026-0003-1\.2\.patch \(SHA-256 [0-9a-f]{12}…\)$/)],
          now: [expect.stringContaining('1.2.patch'), expect.stringContaining('1.1: ADV-2026-0003-1.1.patch')],
        },
      ],
    })
  })

  it('is not told to who was never told the version before', () => {
    const { before: _, ...without } = updateFor('advance')
    expect(view(without)).not.toHaveProperty('change')
  })

  it('gives the reason of each version in between, oldest first', () => {
    const { before } = updateFor('advance')
    if (before === undefined) throw new Error('the sample has a version before')
    const input = updateFor('advance', { before: { ...before, whys: ['It is known.', 'It is exploited.\n\nSo we hurry.'] } })
    expect(advance(input).change?.why).toEqual(['It is known.', 'It is exploited.', 'So we hurry.'])
  })

  it('says to everybody why a first notice comes late', () => {
    const late = { ...content, change: { why: 'It is being exploited.' } }
    const expected = { heading: 'Why there is little time', why: ['It is being exploited.'], rows: [] }
    expect(advance(inputFor('advance', { content: late })).change).toEqual(expected)
    expect(VIEWS['reporter-date'].parse(view(inputFor('reporter-date', { content: late }))).change).toEqual(expected)
  })

  it('tells a reporter of the date alone', () => {
    const { change } = VIEWS['reporter-date'].parse(view(updateFor('reporter-date')))
    expect(change?.rows.map(({ what }) => what)).toEqual(['Disclosure date'])
    const sameDate = updateFor('reporter-date', { disclosureAt: instant('2026-12-18T16:00:00Z') })
    expect(view(sameDate)).not.toHaveProperty('change')
  })

  it('matches a vulnerability that got its CVE id late, and names what came and went', () => {
    const { before: told } = updateFor('advance')
    const [first] = content.advisory.vulnerabilities
    if (told === undefined || first === undefined) throw new Error('the sample has both')
    const { cve: _, ...unnamed } = first
    const other = { ...first, cve: 'CVE-2026-1111', summary: 'Another one.' }
    const before = { ...told, content: { ...content, advisory: { ...content.advisory, vulnerabilities: [unnamed, other] } } }
    const extra = { ...first, cve: 'CVE-2026-2222', summary: 'A new one.' }
    const input = updateFor('advance', { before, disclosureAt: before.disclosureAt })
    const now = { ...input.content, advisory: { ...content.advisory, vulnerabilities: [first, extra] } }
    expect(advance({ ...input, content: now }).change?.rows).toEqual([
      { what: 'CVE-2022-27177: CVE', before: ['none'], now: ['CVE-2022-27177'] },
      { what: 'CVE-2026-2222', before: ['not part of this advisory'], now: ['A new one.'] },
      { what: 'CVE-2026-1111', before: ['Another one.'], now: ['no longer part of this advisory'] },
    ])
  })
})

describe('a reporter', () => {
  it('learns the id, the date and the credit, and nothing of the advisory or the list', () => {
    for (const input of [inputFor('reporter-date'), updateFor('reporter-date'), inputFor('reporter-task'), updateFor('reporter-task')]) {
      const told = said(input)
      expect(told).toContain('ADV-2026-0003')
      expect(told).toContain('forthegreatergood')
      expect(told).not.toMatch(/CVE|CWE|CVSS|Format strings|critical|1\.2\.2|sha256|Harbour/)
    }
  })

  it('on a platform gets a text to paste, with the date in their own zone and its move', () => {
    const { message, reporter: who } = VIEWS['reporter-task'].parse(view(updateFor('reporter-task')))
    expect(who.link).toBe('https://bugcrowd.example/submissions/1')
    expect(message).toContain(
      'Planned before: Friday, 18 December 2026, 16:00 UTC, which is Saturday, 19 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)',
    )
    expect(message).toContain(
      '\nTuesday, 15 December 2026, 16:00 UTC\nwhich is Wednesday, 16 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)\n',
    )
  })
})

describe('the team, on the day', () => {
  it('gets a commit message that describes nothing', () => {
    const { commitMessage, command, releases } = VIEWS['disclosure-day'].parse(view(inputFor('disclosure-day')))
    expect(commitMessage).toBe('Security fix; details follow with the advisory (ADV-2026-0003).')
    expect(command).toBe('./forewarn campaign status c-4k2m9x7q1d8z5t3w')
    expect(releases).toEqual(['1.2.2', '1.1.9'])
  })
})

describe('a sample addressee', () => {
  it('is reached at the address of the team, whoever it stands for', () => {
    for (const kind of ['recipient', 'reporter', 'team'] as const)
      expect(sampleAddressee(policy, kind)).toMatchObject({ kind, address: policy.project.contact })
  })

  it('fits every template', () => {
    for (const name of TemplateName.options)
      expect(() => view(inputFor(name, { addressee: sampleAddressee(policy, inputFor(name).addressee.kind) }))).not.toThrow()
  })
})

describe('a withdrawn notice', () => {
  const withdrawn = (changes: Partial<NoticeInput> = {}) =>
    VIEWS.withdrawn.parse(view(inputFor('withdrawn', { content: { ...content, change: { why: 'It was no vulnerability.' } }, ...changes })))

  it('says why', () => {
    expect(withdrawn().why).toEqual(['It was no vulnerability.'])
  })

  it('asks the team to tell a reporter who is on a platform alone, and nobody else', () => {
    expect(withdrawn({ addressee: team }).task).toMatchObject({ platform: 'Bugcrowd' })
    expect(withdrawn().task).toBeUndefined()
    expect(withdrawn({ addressee: reporter }).task).toBeUndefined()
  })
})
