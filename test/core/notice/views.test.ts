import { describe, expect, it } from 'vitest'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import { TemplateName } from '../../../core/notice/notice-kind.ts'
import { sampleAddressee } from '../../../core/notice/sample-addressee.ts'
import { VIEWS, viewOf } from '../../../core/notice/views.ts'
import { content, fakeMarkdown, inputFor, instant, nobody, policy, recipient, reporter, team, teamItself, updateFor } from './sample.ts'

const view = (input: NoticeInput) => viewOf(input, fakeMarkdown)
const advance = (input: NoticeInput) => VIEWS.advance.parse(view(input))
const dated = (text: string) => ({ text, isMove: true })
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
      'a reporter who cannot be reached by mail',
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
    const input = updateFor('advance', { before: { ...before, whys: [dated('It is known.'), dated('It is exploited.\n\nSo we hurry.')] } })
    expect(advance(input).change?.why).toEqual(['It is known.', 'It is exploited.', 'So we hurry.'])
  })

  it('says to everybody why a first notice has another date than was planned', () => {
    const late = { ...content, change: { why: 'It is being exploited.' } }
    const expected = { heading: 'Why this date', why: ['It is being exploited.'], rows: [] }
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

  it('hears the reasons of other dates, and of nothing else that changed', () => {
    const { before, content: now } = updateFor('reporter-date')
    if (before === undefined || reporter.kind !== 'reporter') throw new Error('the sample has both')
    const whys = [{ text: 'A second flaw was found.', isMove: false }, dated('It is exploited.')]
    const moved = VIEWS['reporter-date'].parse(view(updateFor('reporter-date', { before: { ...before, whys } })))
    expect(moved).toMatchObject({ isMoved: true, change: { why: ['It is exploited.'] } })
    const told = { ...now, advisory: { ...now.advisory, reporters: [{ ...reporter.reporter, credit: 'M. Sato' }] } }
    const sameDate = { disclosureAt: before.disclosureAt, before: { ...before, content: told, whys: whys.slice(0, 1) } }
    const credited = VIEWS['reporter-date'].parse(view(updateFor('reporter-date', sameDate)))
    expect(credited.isMoved).toBe(false)
    expect(credited.change).toEqual({
      heading: 'What changed',
      why: [],
      rows: [{ what: 'How you are credited', before: ['M. Sato'], now: ['forthegreatergood'] }],
    })
  })

  it('who was told no date before is not told that it moved', () => {
    expect(view(inputFor('reporter-date', { version: 2 }))).toMatchObject({ isUpdate: false, isMoved: false })
  })

  it('on a platform gets a text to paste, with the date in their own zone and its move', () => {
    const { message, reporter: who, search } = VIEWS['reporter-task'].parse(view(updateFor('reporter-task')))
    expect(who.where?.link).toBe('https://bugcrowd.example/submissions/1')
    expect(search).toEqual([])
    expect(message).toContain(
      'Planned before: Friday, 18 December 2026, 16:00 UTC, which is Saturday, 19 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)',
    )
    expect(message).toContain(
      '\nTuesday, 15 December 2026, 16:00 UTC\nwhich is Wednesday, 16 December 2026, 01:00 (Asia/Tokyo, UTC+09:00)\n',
    )
  })
})

describe('a task for the team in place of a reporter', () => {
  const task = (changes: Partial<NoticeInput>) =>
    VIEWS['reporter-task'].parse(view(inputFor('reporter-task', { content: { ...content, change: { why: 'It leaked.' } }, ...changes })))
  const links = ['https://consoleme.example/advisories/1']

  it('says what there is to tell, with words for it', () => {
    const published = { ...content, published: links }
    expect(task({ ending: 'disclosed', content: published }).message).toContain(`is public:\n${links[0]}\n`)
    expect(task({ ending: 'collapse' }).message).toMatch(/this date no longer holds:\nTuesday, 15 December[\s\S]*\nIt leaked\.\n/)
    expect(task({ ending: 'withdrawn' }).message).toMatch(
      /we will not go ahead[\s\S]*Tuesday, 15 December[\s\S]*keep the issue confidential/,
    )
    const leads = ([undefined, 'disclosed', 'collapse', 'withdrawn'] as const).map((ending) => task(ending ? { ending } : {}).lead)
    expect(new Set([...leads, VIEWS['reporter-task'].parse(view(updateFor('reporter-task'))).lead]).size).toBe(5)
  })

  it('shows a date that no longer holds as such, and the one that they know', () => {
    const { before } = updateFor('reporter-task')
    if (before === undefined) throw new Error('the sample has a version before')
    expect(task({ ending: 'collapse' }).date).toMatchObject({ isGone: true, team: { utc: 'Tuesday, 15 December 2026, 16:00 UTC' } })
    expect(task({ ending: 'withdrawn', before }).date).toMatchObject({ isGone: true, team: { utc: 'Friday, 18 December 2026, 16:00 UTC' } })
    expect(task({ ending: 'disclosed' }).date.isGone).toBe(false)
  })

  it('says what to look for when there is no way to them, and how they will be credited', () => {
    const [anonymous, unreachable] = [task({ addressee: nobody('anonymous') }), task({ addressee: nobody('unreachable') })]
    for (const { reporter: who, search, heading } of [anonymous, unreachable]) {
      expect(who).toEqual({ name: 'Kim', credit: 'K.' })
      expect(heading).toBe('Look for the reporter')
      expect(search).toContain('If you find them, paste the words below. If not, there is nobody to tell and nothing else to do.')
    }
    expect(anonymous.search[0]).not.toBe(unreachable.search[0])
    const over = task({ addressee: nobody('anonymous'), ending: 'withdrawn' })
    expect([anonymous.search.length, over.search.length]).toEqual([3, 2])
    expect(anonymous.message).toMatch(/^Hello,\n/)
    expect(unreachable.message).toMatch(/^Hello Kim,\n[\s\S]*we credit you as: K\.\n/)
  })
})

describe('the team, on the day', () => {
  it('gets a commit message for each patch, that describes nothing and names no date', () => {
    const { patches } = VIEWS['disclosure-day'].parse(view(inputFor('disclosure-day')))
    expect(patches.map(({ name, branch, sha256 }) => [name, branch, sha256])).toEqual([
      ['ADV-2026-0003-1.2.patch', '1.2', content.advisory.patches[0]?.sha256],
      ['ADV-2026-0003-1.1.patch', '1.1', content.advisory.patches[1]?.sha256],
    ])
    for (const { commitMessage } of patches) {
      expect(commitMessage).toMatch(/^Security fix \(ADV-2026-0003\)\n\n[\s\S]*security fix[\s\S]*will be disclosed\nshortly/)
      expect(commitMessage).not.toMatch(/CVE|CWE|format|string|workflow|critical|1\.2|December|render/i)
      expect(Math.max(...commitMessage.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60)
    }
  })

  it('gets the steps in their order, the releases, and the command that confirms', () => {
    const does = VIEWS['disclosure-day'].parse(view(inputFor('disclosure-day'))).steps
    expect(does.map(({ does: text }) => text.split(/[ :.]/, 2).join(' '))).toEqual([
      'Apply each',
      'Prove that',
      'Issue the',
      'Publish the',
      'Confirm it,',
    ])
    expect(does[2]?.does).toBe('Issue the releases: 1.2.2, 1.1.9.')
    expect(does.at(-1)?.commands).toEqual(['./forewarn campaign disclose c-4k2m9x7q1d8z5t3w --public-at LINK'])
    const ahead = JSON.stringify(VIEWS['day-ahead'].parse(view(inputFor('day-ahead'))).steps)
    expect(ahead).toContain('./forewarn campaign day c-4k2m9x7q1d8z5t3w')
    expect(ahead).not.toContain('campaign disclose')
  })

  it('is not told to apply patches that there are none of', () => {
    const bare = { ...content, advisory: { ...content.advisory, patches: [] } }
    const { steps } = VIEWS['disclosure-day'].parse(view(inputFor('disclosure-day', { content: bare })))
    expect(steps[0]?.does).toBe('Issue the releases: 1.2.2, 1.1.9.')
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

  it('shows the date that its addressee knows', () => {
    const { before } = updateFor('withdrawn')
    if (before === undefined) throw new Error('the sample has a version before')
    expect(withdrawn().planned.utc).toBe('Tuesday, 15 December 2026, 16:00 UTC')
    expect(withdrawn({ before }).planned.utc).toBe('Friday, 18 December 2026, 16:00 UTC')
  })
})

describe('the end of an embargo', () => {
  const links = ['https://consoleme.example/advisories/1', 'https://cve.example/1']
  const published = { ...content, published: links }
  const disclosed = (changes: Partial<NoticeInput> = {}) =>
    VIEWS.disclosed.parse(view(inputFor('disclosed', { content: published, ...changes })))
  const collapse = (changes: Partial<NoticeInput> = {}) => VIEWS.collapse.parse(view(inputFor('collapse', changes)))

  it('says where the advisory is public, to recipients with its title and releases, to reporters with their credit', () => {
    expect(disclosed()).toMatchObject({
      isOver: true,
      places: links,
      forRecipient: { title: content.advisory.title, releases: ['1.2.2', '1.1.9'] },
    })
    expect(disclosed()).not.toHaveProperty('forReporter')
    expect(disclosed({ addressee: reporter })).toMatchObject({ places: links, forReporter: { credit: 'forthegreatergood' } })
  })

  it('tells a recipient the whole advisory when it is broken, since they may hear of it for the first time', () => {
    const { forRecipient, why, places, planned } = collapse()
    expect(forRecipient).toMatchObject({ title: content.advisory.title, vulnerabilities: [{ name: 'CVE-2022-27177' }] })
    expect(forRecipient?.patches).toHaveLength(2)
    expect([why, places, planned.utc]).toEqual([
      ['It is talked about in public.'],
      ['https://consoleme.example/security'],
      'Tuesday, 15 December 2026, 16:00 UTC',
    ])
  })

  it('gives the team what is to be done at once', () => {
    const { forTeam } = collapse({ addressee: teamItself })
    expect(forTeam?.steps[0]?.does).toMatch(/^Apply each patch/)
    expect(forTeam?.steps.flatMap(({ commands }) => commands)).toContain('./forewarn campaign status c-4k2m9x7q1d8z5t3w')
    expect(JSON.stringify(forTeam)).not.toContain('campaign disclose')
    expect(forTeam?.patches).toHaveLength(2)
  })

  it('tells a reporter nothing of the advisory or the list', () => {
    for (const name of ['disclosed', 'collapse', 'withdrawn'] as const)
      for (const input of [inputFor(name, { addressee: reporter }), inputFor('reporter-task', { addressee: team, ending: name })])
        expect(said(input)).not.toMatch(/CVE|CWE|CVSS|Format strings|critical|1\.2\.2|sha256|Harbour/)
  })

  it('is over for a disclosure and a collapse, and the marking holds on after a withdrawal', () => {
    expect([disclosed().isOver, collapse().isOver, VIEWS.withdrawn.parse(view(inputFor('withdrawn'))).isOver]).toEqual([true, true, false])
    expect(VIEWS.advance.parse(view(inputFor('advance'))).isOver).toBe(false)
  })
})
