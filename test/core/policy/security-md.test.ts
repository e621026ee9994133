import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MARKINGS } from '../../../core/notice/frame-view.ts'
import { AdvisoryView } from '../../../core/notice/advisory-view.ts'
import { parsePolicy } from '../../../core/policy/policy.ts'
import { publicPolicy } from '../../../core/policy/public-policy.ts'
import { securityMd } from '../../../core/policy/security-md.ts'
import { securityTxt } from '../../../core/policy/security-txt.ts'
import { instant } from '../notice/sample.ts'
import { type Written, policyOf, written } from './sample.ts'

const releases = ['1.2.4', '1.2.3', '1.1.9']
type Changed = Partial<Record<keyof Written, unknown>>
const md = (changed: Changed = {}) => securityMd({ policy: policyOf(changed), releases })
const both = (changed: Changed = {}) => `${md(changed)}\n${securityTxt(policyOf(changed), instant('2027-06-30T00:00:00Z'))}`

const { project, embargo, supportedVersions, dates, reporting } = written

/** A field of the policy; what the text says of it as it is; another value, and what the text says then. */
const PROMISES: readonly (readonly [field: string, says: string, change: Changed, saysThen: string])[] = [
  ['project.name', 'team of ConsoleMe', { project: { ...project, name: 'Other_Name' } }, String.raw`team of Other\_Name`],
  ['project.contact', '<contact@consoleme.example>', { project: { ...project, contact: 'x@other.example' } }, '<x@other.example>'],
  [
    'project.url',
    '<https://consoleme.example/security>',
    { project: { ...project, url: 'https://other.example/' } },
    '<https://other.example/>',
  ],
  ['embargo.lead', '7 days before the disclosure date', { embargo: { ...embargo, lead: 'P2W' } }, '2 weeks before the disclosure date'],
  ['embargo.zone', 'calendar of America/Los_Angeles', { embargo: { ...embargo, zone: 'Europe/Berlin' } }, 'calendar of Europe/Berlin'],
  ['embargo.maximum', 'at most 90 days away', { embargo: { ...embargo, maximum: 'P30D' } }, 'at most 30 days away'],
  ['override.approvals', 'one member of the team may decide it alone', { override: { approvals: 3 } }, 'it takes 3 members of the team'],
  ['approvals', '2 members of the team, none of whom', { approvals: 1 }, 'a member of the team, who has not written it, has approved'],
  ['supportedVersions.branches', 'every 1.1.x', { supportedVersions: { ...supportedVersions, branches: ['2'] } }, 'every 2.x'],
  [
    'supportedVersions.releases',
    'the 3 most recent releases: 1.2.4, 1.2.3 and 1.1.9',
    { supportedVersions: { ...supportedVersions, releases: 5 } },
    'the 5 most recent releases',
  ],
  ['triageTime', 'within 3 days', { triageTime: 'PT36H' }, 'within 36 hours'],
  ['marking', MARKINGS['TLP:AMBER+STRICT'].means.slice(1), { marking: 'TLP:RED' }, `TLP:RED of the`],
  ['dates.countries', 'public holidays of US and DE', { dates: { ...dates, countries: ['GB'] } }, 'public holidays of GB and'],
  ['dates.day.from', 'outside of 08:00 to', { dates: { ...dates, day: { from: '09:30', to: '17:00' } } }, 'outside of 09:30 to'],
  ['dates.day.to', 'to 17:00 (America', { dates: { ...dates, day: { from: '08:00', to: '16:15' } } }, 'to 16:15 (America'],
  ['dates.poor', 'As far as we can we avoid', { dates: { ...dates, poor: 'refuse' } }, 'We approve no date on'],
  ['sealing.tls', 'so does what is encrypted', { sealing: { tls: 'optional' } }, 'what is encrypted goes to others as well'],
  [
    'reporting.url',
    'at <https://consoleme.example/report>',
    { reporting: { ...reporting, url: 'https://x.example/r' } },
    'at <https://x.example/r>',
  ],
  ['reporting.address', '<report@consoleme.example>', { reporting: { ...reporting, address: 'r@x.example' } }, '<r@x.example>'],
  ['reporting.asks', '- the version\n', { reporting: { ...reporting, asks: ['the *commit*'] } }, '- the *commit*\n'],
  [
    'reporting.encryption',
    'to the key at <https://consoleme.example/key.asc>',
    { reporting: { ...reporting, encryption: 'https://x.example/k' } },
    'to the key at <https://x.example/k>',
  ],
  [
    'reporting.acknowledgments',
    'at <https://consoleme.example/thanks>',
    { reporting: { ...reporting, acknowledgments: 'https://x.example/t' } },
    'at <https://x.example/t>',
  ],
  ['reporting.languages', 'languages: en and de.', { reporting: { ...reporting, languages: ['fr'] } }, 'languages: fr.'],
  [
    'reporting.policy',
    'Policy: https://consoleme.example/policy',
    { reporting: { ...reporting, policy: 'https://x.example/p' } },
    'Policy: https://x.example/p',
  ],
  [
    'reporting.canonical',
    'Canonical: https://consoleme.example/.well-known/security.txt',
    { reporting: { ...reporting, canonical: 'https://x.example/security.txt' } },
    'Canonical: https://x.example/security.txt',
  ],
]

describe('what the policy promises is in the text, and changes with it', () => {
  test.each(PROMISES)('%s', (...[, says, change, saysThen]) => {
    expect(both()).toContain(says)
    expect(both()).not.toContain(saysThen)
    expect(both(change)).toContain(saysThen)
    expect(both(change)).not.toContain(says)
  })

  test('every field of the policy is there, but for who acts, from where it is sent, whose certificates count, and when an alarm is raised', () => {
    const told = PROMISES.map(([field]) => field)
    const kept = ['sender.name', 'sender.address', 'sender.replyTo', 'operators', 'sealing.roots', 'uncertainAfter', 'unconfirmedAfter']
    expect(fieldsOf(policyOf()).toSorted()).toEqual([...told, ...kept].toSorted())
  })

  test('any two policies that promise something else have another text', () => {
    const spans = fc.integer({ min: 1, max: 400 }).map((days) => `P${days}D`)
    const promises = fc.record({
      triageTime: spans,
      embargo: fc.record({ lead: spans, zone: fc.constantFrom('UTC', 'Asia/Tokyo'), maximum: fc.constantFrom('P500D', 'P600D') }),
      override: fc.record({ approvals: fc.integer({ min: 1, max: 4 }) }),
      approvals: fc.integer({ min: 1, max: 4 }),
      marking: fc.constantFrom(...Object.keys(MARKINGS)),
      supportedVersions: fc.record({
        branches: fc.subarray(['3', '2.1', '2.0'], { minLength: 1 }),
        releases: fc.integer({ min: 1, max: 4 }),
      }),
    })
    fc.assert(
      fc.property(promises, promises, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other)
        expect(md(one) === md(other)).toBe(isSame)
      }),
    )
  })
})

function fieldsOf(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? fieldsOf(inner, `${before}${key}.`) : [`${before}${key}`],
  )
}

describe('the text', () => {
  test('never sends anybody to the public tracker', () => {
    expect(md()).toContain('in private')
    expect(md()).toContain('Never report it in the public issue tracker')
  })

  test('has a line for every field of an advisory as it is mailed, and for date, marking and contact', () => {
    const section = /^## What an advance notice holds$([^]*?)^## /m.exec(md())?.[1] ?? ''
    expect(section.match(/^- /gm)).toHaveLength(Object.keys(AdvisoryView.shape).length + 3)
    for (const part of [/full description/, /affected versions/, /steps .* remedy/, /the patches, if there are any/, /the date on which/])
      expect(section).toMatch(part)
  })

  test('says what is encrypted, and that nobody who requires it gets a notice in plain', () => {
    expect(md()).toContain('Whoever requires encryption never gets a notice in plain')
    expect(md()).toContain('What is not encrypted goes only to mail servers that take it over TLS')
    expect(md()).not.toContain('signed with the OpenPGP key')
  })

  test('says the fingerprint of the team’s key, and asks for reports to it only where somebody can read them', () => {
    const fingerprint = '0123456789ABCDEF0123456789ABCDEF01234567'
    const withKey = (canEncrypt: boolean) => securityMd({ policy: policyOf(), releases, teamKey: { fingerprint, canEncrypt } })
    const shown = '`0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567`'
    expect(withKey(false)).toContain(`signed with the OpenPGP key ${shown}; every notice`)
    expect(withKey(false)).not.toContain(`report to the OpenPGP key`)
    expect(withKey(true)).toContain(`encrypt your report to the OpenPGP key ${shown}.`)
  })

  test('says the day’s steps in their order', () => {
    const steps = [
      'patches land on the public branches',
      'say that it is a security fix, describe nothing',
      'releases are issued',
      'advisory is published',
    ]
    const places = steps.map((step) => md().indexOf(step))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  test('says that reporters learn the date at the same moment, and that the list is shown to nobody', () => {
    expect(md()).toContain('At the same moment whoever reported the vulnerability is told the date')
    expect(md()).toContain('The list is confidential')
  })

  test('promises of a moved date what is kept: news to those who know it, and limits for the first one alone', () => {
    expect(md()).toContain('Whoever was told the date before is then told the new one at once; an advance notice whose time has passed')
    expect(md()).toContain('A date later than the approved one takes the same approval, and a reason; it may lie outside of these limits.')
  })

  test('leaves out what the policy does not have', () => {
    const bare = policyOf({
      reporting: { address: 'r@x.example' },
      supportedVersions: { branches: ['1.2'] },
      dates: { ...dates, countries: [] },
    })
    const text = securityMd({ policy: bare, releases: [] })
    expect(text).not.toMatch(/most recent|key at|languages|- at <|is named at|public holidays|undefined/)
    expect(text).toContain('- how you would like to be credited')
  })

  test('one release and one approval are said as one', () => {
    const policy = policyOf({ supportedVersions: { branches: ['1.2'], releases: 1 } })
    expect(securityMd({ policy, releases: ['1.2.4'] })).toContain('- the most recent release: 1.2.4\n')
  })

  test('shows a name as it is, whatever Markdown makes of its characters', () => {
    const text = md({ project: { ...project, name: '<!-- *A* &amp; [B](x) `c` -->' } })
    expect(text).toContain(String.raw`team of \<!-- \*A\* \&amp; \[B\](x) \`c\` --\> in`)
    expect(text.match(/(?<!\\)<!--/g)).toHaveLength(3)
  })

  test('a link cannot end early', () => {
    expect(md({ reporting: { ...reporting, url: 'https://x.example/a>b' } })).toContain('<https://x.example/a%3Eb>')
  })
})

test('without reporting there is no text, and the field is named', () => {
  const parsed = parsePolicy({ ...written, reporting: undefined })
  expect(parsed.ok && publicPolicy(parsed.value)).toMatchObject({
    outcome: 'refused',
    code: 'reporting-missing',
    why: expect.stringContaining('`reporting`') as string,
  })
})
