import { describe, expect, it } from 'vitest'
import type { Vulnerability } from '../../../core/advisory/advisory.ts'
import { branchesOf } from '../../../core/notice/branch-view.ts'
import { letterOf } from '../../../core/notice/letter.ts'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import { patchNames, patchesOf } from '../../../core/notice/patch-view.ts'
import { isSafeHtml, trustedHtml } from '../../../core/notice/safe-html.ts'
import { subjectOf } from '../../../core/notice/subject.ts'
import { addresseeIdOf } from '../../../core/notice/thread.ts'
import { VIEWS, viewOf } from '../../../core/notice/views.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { content, disclosureAt, fakeMarkdown, inputFor, patchBytes, policy, recipient, reporter, team, updateFor } from './sample.ts'

const [vulnerability] = content.advisory.vulnerabilities
const [patch] = content.advisory.patches
if (vulnerability === undefined || patch === undefined) throw new Error('the sample has both')
const withAdvisory = (changes: Partial<typeof content.advisory>) => ({ ...content, advisory: { ...content.advisory, ...changes } })
const advance = (input: NoticeInput) => VIEWS.advance.parse(viewOf(input, fakeMarkdown))

describe('a vulnerability', () => {
  const shown = (changes: Partial<Vulnerability>) => {
    const { cve: _, cwe: _cwe, cvss: _cvss, ...bare } = vulnerability
    const vulnerabilities = [vulnerability, { ...bare, ...changes }]
    return advance(inputFor('advance', { content: withAdvisory({ vulnerabilities }) })).vulnerabilities
  }

  it('without an id is called by its place', () => {
    expect(shown({}).map(({ name }) => name)).toEqual(['CVE-2022-27177', 'Vulnerability 2'])
    expect(shown({ cve: 'CVE-2026-1111' })[1]?.name).toBe('CVE-2026-1111')
  })

  it('shows its weakness and its score where it has them', () => {
    const [full, bare] = shown({})
    expect(full).toMatchObject({ cwe: 'CWE-134', severity: 'critical', summary: vulnerability.summary, affected: ['<1.2.2'] })
    expect(Object.keys(bare ?? {})).toEqual(['name', 'severity', 'summary', 'affected', 'fixed'])
  })

  it('with a vector of CVSS 4.0 shows the vector alone', () => {
    const cvss = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
    expect(shown({ cvss })[1]?.cvss).toBe(cvss)
  })
})

describe('a branch', () => {
  const branches = (changes: Partial<typeof content.advisory>, supported = ['1.2', '1.1']) =>
    branchesOf({ content: withAdvisory(changes), policy: { ...policy, supportedVersions: { branches: supported } } })

  it('says how many patches are for it, and every release that mends it', () => {
    const fixed = ['1.2.2', '1.2.3', '1.1.9']
    const lines = branches({ patches: [patch, patch], vulnerabilities: [{ ...vulnerability, fixed }] })
    expect(lines[0]).toEqual({ branch: '1.2', says: 'affected; 2 patches are attached; fixed in 1.2.2, 1.2.3' })
  })

  it('that is not supported is named once when patches are for it', () => {
    const other = { ...patch, branch: '0.9' }
    expect(branches({ patches: [patch, other, other] }).filter(({ branch }) => branch === '0.9')).toEqual([
      { branch: '0.9', says: 'a patch is attached, though the branch is not supported' },
    ])
  })

  it('beside those that are supported is not spoken of when it is not affected', () => {
    const lines = branches({ patches: [patch], vulnerabilities: [{ ...vulnerability, affected: ['>=1.2.0 <1.2.2'], fixed: ['1.2.2'] }] })
    expect(lines.map(({ branch }) => branch)).toEqual(['1.2', '1.1'])
    expect(lines[1]?.says).toBe('not affected')
  })
})

describe('a patch', () => {
  const named = (...branches: readonly string[]) =>
    patchNames({ id: 'ADV-2026-0003', patches: branches.map((branch) => ({ ...patch, branch })) }).map((name) =>
      name.replace('ADV-2026-0003-', ''),
    )

  it('is listed under its neutral name, with its hash and its size', () => {
    expect(patchesOf({ ...content.advisory, patches: [{ ...patch, size: 12_345 }] })).toEqual([
      { name: 'ADV-2026-0003-1.2.patch', branch: '1.2', sha256: patch.sha256, size: '12,345 bytes' },
    ])
  })

  it.each([
    ['1', '1.patch'],
    ['v12', 'v12.patch'],
    ['2026.11.24', '2026.11.24.patch'],
    ['1.22.333.4', '1.22.333.4.patch'],
    ['V3.X', 'v3.x.patch'],
    ['1.2.3.4.5', 'patch-1.patch'],
    ['1234567', 'patch-1.patch'],
    ['1.2-hotfix', 'patch-1.patch'],
    ['fix-1.2', 'patch-1.patch'],
    ['1.2.xx', 'patch-1.patch'],
    ['1..2', 'patch-1.patch'],
  ])('for %s is called %s', (branch, name) => {
    expect(named(branch)).toEqual([name])
  })

  it('that would be called as another is told apart by its place', () => {
    expect(named('1.2', '1.2', 'main')).toEqual(['1.2.patch', '1.2-2.patch', 'patch-3.patch'])
  })
})

describe('a letter', () => {
  const body = { html: '<p>hello</p>', text: 'hello' }
  const patches = new Map(Object.values(patchBytes).map((bytes) => [digestOfBytes(bytes), bytes]))
  const caught = (input: NoticeInput, given: typeof patches): unknown => {
    try {
      return letterOf({ input, body, patches: given })
    } catch (error) {
      return error
    }
  }

  it('has a date where it is known when, and none where it is not', () => {
    expect(letterOf({ input: inputFor('advance'), body, patches, at: disclosureAt }).date).toBe(disclosureAt)
    expect(letterOf({ input: inputFor('advance'), body, patches })).not.toHaveProperty('date')
  })

  it('is a fault that names a hash alone without its patches, and is not tried again', () => {
    const facts = { digest: patch.sha256 }
    expect(caught(inputFor('advance'), new Map())).toMatchObject({ code: 'ITEM_MISSING', retry: 'never', facts })
    const short = new Map([...patches.keys()].map((digest) => [digest, new Uint8Array(1)]))
    expect(caught(inputFor('advance'), short)).toMatchObject({ code: 'DIGEST_MISMATCH', retry: 'never', facts })
  })

  it('for another kind of addressee is a fault that names the template and the kind', () => {
    const wrong = inputFor('advance', { addressee: reporter })
    expect(() => viewOf(wrong, fakeMarkdown)).toThrow(
      expect.objectContaining({ code: 'RENDER_FAILED', retry: 'never', facts: { template: 'advance', kind: 'reporter' } }),
    )
    const { reporter: _, ...alone } = team.kind === 'team' ? team : { ...team, reporter: undefined }
    expect(() => viewOf(inputFor('reporter-task', { addressee: alone as typeof team }), fakeMarkdown)).toThrow(
      expect.objectContaining({ code: 'RENDER_FAILED', retry: 'never' }),
    )
  })

  it('is of one thread for all that goes to the team', () => {
    expect([recipient, reporter, team].map(addresseeIdOf)).toEqual(['a'.repeat(32), 'b'.repeat(32), 'team'])
  })

  it('has a subject without the blanks and line breaks that a project’s name may have', () => {
    const project = { ...policy.project, name: '  Console \r\n\t Me ' }
    expect(subjectOf(inputFor('advance', { policy: { ...policy, project } }))).toBe(
      '[EMBARGOED] Console Me security advance notice ADV-2026-0003',
    )
  })
})

describe('the frame of a mail', () => {
  const frame = (input: NoticeInput) => viewOf(input, fakeMarkdown) as { addressee: string; isUpdate: boolean; version: number }

  it('says whom it is for, never by an address', () => {
    expect(frame(inputFor('advance')).addressee).toBe('Harbour Freight Systems')
    expect(frame(inputFor('reporter-date')).addressee).toBe('Mika Sato')
    expect(frame(inputFor('day-ahead')).addressee).toBe('the ConsoleMe security team')
  })

  it('says that it stands in for another to those alone who may know another', () => {
    const versions = [1, 2, 3].flatMap((version) => [inputFor('advance', { version }), updateFor('advance', { version })])
    expect(versions.map(frame).map(({ isUpdate, version }) => [version, isUpdate])).toEqual([
      [1, false],
      [1, false],
      [2, false],
      [2, true],
      [3, false],
      [3, true],
    ])
  })
})

describe('what changed', () => {
  const rows = (now: Partial<typeof content.advisory>, before: Partial<typeof content.advisory> = {}) => {
    const input = updateFor('advance', { content: withAdvisory(now) })
    const was = { content: withAdvisory(before), disclosureAt: input.disclosureAt, whys: [] }
    return advance({ ...input, before: was }).change?.rows
  }

  it('is nothing where nothing did', () => {
    expect(rows({})).toEqual([])
  })

  it.each([
    ['Title', { title: 'Another title' }],
    ['Description', { description: 'Another description.' }],
    ['Remediation', { remediation: 'Another remedy.' }],
    ['References', { references: ['https://consoleme.example/2'] }],
  ])('of a long text is only that it did: %s', (what, now) => {
    expect(rows(now)).toEqual([{ what, before: ['an earlier text'], now: ['rewritten'] }])
  })

  it('of patches shows also that one has other bytes, or that there are none', () => {
    const rewritten = rows({ patches: [{ ...patch, sha256: digestOfBytes('rewritten') }] }, { patches: [patch] })
    expect(rewritten?.map(({ what }) => what)).toEqual(['Patches'])
    const line = `1.2: ADV-2026-0003-1.2.patch (SHA-256 ${patch.sha256.slice(0, 12)}…)`
    expect(rows({ patches: [] }, { patches: [patch] })).toEqual([{ what: 'Patches', before: [line], now: ['none'] }])
  })

  it('of each vulnerability is set side by side, by its own name', () => {
    const { cve: _, ...unnamed } = vulnerability
    const [before, now] = [
      { ...unnamed, severity: 'high' as const, cwe: 'CWE-20' },
      { ...unnamed, severity: 'critical' as const, summary: 'Worse.', fixed: ['1.2.3'] },
    ]
    expect(rows({ vulnerabilities: [now] }, { vulnerabilities: [before] })).toEqual([
      { what: 'Vulnerability 1: fixed in', before: ['1.2.2', '1.1.9'], now: ['1.2.3'] },
      { what: 'Vulnerability 1: severity', before: ['high'], now: ['critical'] },
      { what: 'Vulnerability 1: CWE', before: ['CWE-20'], now: ['CWE-134'] },
      { what: 'Vulnerability 1: summary', before: [vulnerability.summary], now: ['Worse.'] },
    ])
  })

  describe('of several vulnerabilities', () => {
    const { cve: _, ...unnamed } = vulnerability
    const [first, second] = [
      { ...unnamed, summary: 'The first.' },
      { ...unnamed, summary: 'The second.' },
    ]
    const withCve = { ...first, cve: 'CVE-2026-1001' }

    it('finds the one that stays, whether or not the one that goes had an id', () => {
      const gone = { before: ['The first.'], now: ['no longer part of this advisory'] }
      expect(rows({ vulnerabilities: [second] }, { vulnerabilities: [first, second] })).toEqual([{ what: 'The first.', ...gone }])
      expect(rows({ vulnerabilities: [second] }, { vulnerabilities: [withCve, second] })).toEqual([{ what: 'CVE-2026-1001', ...gone }])
      const rewritten = { ...second, summary: 'The second, rewritten.' }
      expect(rows({ vulnerabilities: [rewritten] }, { vulnerabilities: [withCve, second] })).toEqual([
        { what: 'Vulnerability 1: summary', before: ['The second.'], now: ['The second, rewritten.'] },
        { what: 'CVE-2026-1001', ...gone },
      ])
    })

    it('finds the one that got its id, in whatever order they stand', () => {
      const got = [{ what: 'CVE-2026-1001: CVE', before: ['none'], now: ['CVE-2026-1001'] }]
      expect(rows({ vulnerabilities: [withCve, second] }, { vulnerabilities: [first, second] })).toEqual(got)
      expect(rows({ vulnerabilities: [second, withCve] }, { vulnerabilities: [first, second] })).toEqual(got)
      expect(rows({ vulnerabilities: [second, withCve] }, { vulnerabilities: [second, first] })).toEqual(got)
    })

    it('takes them in their order where nothing else tells which is which', () => {
      const now = [
        { ...withCve, summary: 'The first, rewritten.' },
        { ...second, summary: 'The second, rewritten.' },
      ]
      expect(rows({ vulnerabilities: now }, { vulnerabilities: [first, second] })).toEqual([
        { what: 'CVE-2026-1001: CVE', before: ['none'], now: ['CVE-2026-1001'] },
        { what: 'CVE-2026-1001: summary', before: ['The first.'], now: ['The first, rewritten.'] },
        { what: 'Vulnerability 2: summary', before: ['The second.'], now: ['The second, rewritten.'] },
      ])
    })

    it('with two ids are two: one came and one went', () => {
      const other = { ...first, cve: 'CVE-2026-1002' }
      expect(rows({ vulnerabilities: [other] }, { vulnerabilities: [withCve] })).toEqual([
        { what: 'CVE-2026-1002', before: ['not part of this advisory'], now: ['The first.'] },
        { what: 'CVE-2026-1001', before: ['The first.'], now: ['no longer part of this advisory'] },
      ])
    })

    it('shows an id that was taken back', () => {
      expect(rows({ vulnerabilities: [first] }, { vulnerabilities: [withCve] })).toEqual([
        { what: 'Vulnerability 1: CVE', before: ['CVE-2026-1001'], now: ['none'] },
      ])
    })
  })

  it('names what is gone by what it was, when it never had an id', () => {
    const { cve: _, ...unnamed } = { ...vulnerability, summary: 'A second flaw.' }
    expect(rows({ vulnerabilities: [vulnerability] }, { vulnerabilities: [vulnerability, unnamed] })).toEqual([
      { what: 'A second flaw.', before: ['A second flaw.'], now: ['no longer part of this advisory'] },
    ])
  })

  it('shows the date once to who lives by UTC, and keeps no blanks of what was written', () => {
    const input = updateFor('advance', { addressee: { ...recipient, zone: 'UTC' } })
    const before = input.before && { ...input.before, whys: [{ text: '  It is known. \n\n\t So we hurry.  ', isMove: true }] }
    const change = advance(before ? { ...input, before } : input).change
    expect(change?.rows[0]).toEqual({
      what: 'Disclosure date',
      before: ['Friday, 18 December 2026, 16:00 UTC'],
      now: ['Tuesday, 15 December 2026, 16:00 UTC'],
    })
    expect(change?.why).toEqual(['It is known.', 'So we hurry.'])
  })
})

it('trusts no HTML but what the renderer made: a look-alike is text', () => {
  expect(isSafeHtml(trustedHtml('<p>hello</p>'))).toBe(true)
  const others = [undefined, null, 'safeHtml', 1, {}, [], { safeHtml: 1 }, { html: '<p>' }, { safeHtml: '<p>', more: 1 }, ['<p>']]
  expect(others.filter(isSafeHtml)).toEqual([])
})
