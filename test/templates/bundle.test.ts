import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import type { NoticeInput } from '../../core/notice/notice-input.ts'
import { TemplateName } from '../../core/notice/notice-kind.ts'
import type { Renderer } from '../../core/notice/ports.ts'
import { viewOf } from '../../core/notice/views.ts'
import { buildBundle } from '../../templates/build/bundle.ts'
import { type Source, readSources } from '../../templates/build/sources.ts'
import { content, inputFor, nobody, policy, recipient, reporter, team, teamItself, updateFor } from '../core/notice/sample.ts'

const folder = join(import.meta.dirname, '../../templates')
let sources: ReadonlyMap<TemplateName, Source>
let bundle: Uint8Array
let renderer: Renderer

beforeAll(async () => {
  sources = await readSources(folder)
  bundle = await buildBundle(sources)
  renderer = templateEngine().load(bundle)
})

const SPACED = '0123 4567 89AB CDEF 0123 4567'
const markdown = markdownRenderer()
const render = (input: NoticeInput) => renderer.render(input.template, viewOf(input, markdown))
const everyInput = (): NoticeInput[] => [
  ...TemplateName.options.flatMap((name) => [inputFor(name), updateFor(name), inputFor(name, { rehearsal: true })]),
  ...(['disclosed', 'collapse', 'withdrawn'] as const).flatMap((name) => [
    inputFor(name, { addressee: reporter }),
    inputFor('reporter-task', { addressee: team, ending: name }),
    inputFor('reporter-task', { addressee: nobody('unreachable'), ending: name }),
  ]),
  inputFor('collapse', { addressee: teamItself }),
  updateFor('reporter-task', { addressee: nobody('anonymous') }),
]

describe('the bundle', () => {
  it('is the same bytes for the same sources', async () => {
    expect(Buffer.from(await buildBundle(await readSources(folder))).equals(bundle)).toBe(true)
  })

  it('is refused with a defect in any template, which is named', async () => {
    const advance = sources.get('advance')
    if (advance === undefined) throw new Error('there is an advance template')
    const broken = new Map([...sources, ['advance', { ...advance, text: `${advance.text}{{credits}}` }] as const])
    await expect(buildBundle(broken)).rejects.toThrow('advance.txt.hbs: credits is not in the view model')
    const invalid = new Map([...sources, ['advance', { ...advance, mjml: '<mjml><mj-body><mj-tabel /></mj-body></mjml>' }] as const])
    await expect(buildBundle(invalid)).rejects.toThrow(/advance\.mjml: .*mj-tabel/s)
    const lost = new Map([
      ...sources,
      ['advance', { ...advance, mjml: advance.mjml.replace('<mj-raw>{{#if references}}</mj-raw>', '{{#if references}}') }] as const,
    ])
    await expect(buildBundle(lost)).rejects.toThrow('advance.mjml: {{#if references}} is lost in the HTML')
  })
})

describe('every notice', () => {
  it('is below 100 KB, so that Gmail does not clip it, also with 4 vulnerabilities and 5 patches in 30 KB', () => {
    const [vulnerability] = content.advisory.vulnerabilities
    const [patch] = content.advisory.patches
    if (vulnerability === undefined || patch === undefined) throw new Error('the sample has both')
    const advisory = {
      ...content.advisory,
      description: 'A paragraph of **words** that say `something`, more or less. '.repeat(480),
      vulnerabilities: Array.from({ length: 4 }, () => vulnerability),
      patches: Array.from({ length: 5 }, () => patch),
    }
    const large = { content: { ...content, advisory } }
    for (const input of [...everyInput(), inputFor('advance', large), inputFor('collapse', large)]) {
      expect(Buffer.byteLength(render(input).html)).toBeLessThan(100_000)
    }
  })

  it('fetches nothing, and leads to https and to the contact alone', () => {
    for (const input of everyInput()) {
      const { html } = render(input)
      expect(html).not.toMatch(/<(img|link|script|iframe)|\bsrc=|url\(|@import/i)
      const targets = [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, target]) => target)
      expect(targets.filter((target) => !/^(https:\/\/|mailto:security@consoleme\.example$)/.test(target ?? ''))).toEqual([])
    }
  })

  it('is accessible: it has a language, a title, one h1, and tables that are laid out or headed', () => {
    for (const input of everyInput()) {
      const { html } = render(input)
      expect(html).toMatch(/<html lang="en" dir="ltr"/)
      expect(html).toContain('<title>ConsoleMe ADV-2026-0003</title>')
      expect(html.match(/<h1\b/g)).toHaveLength(1)
      const shown = html.replaceAll(/<!--\[if[\s\S]*?<!\[endif\]-->/g, '')
      const tables = [...shown.matchAll(/<table\b[^>]*>/g)].map(([tag]) => tag)
      expect(tables.filter((tag) => !tag.includes('role="presentation"') && !tag.includes('class="facts'))).toEqual([])
    }
  })

  it('is ready for dark mode', () => {
    const { html } = render(inputFor('advance'))
    expect(html).toContain('<meta name="color-scheme" content="light dark"')
    expect(html).toContain('@media (prefers-color-scheme: dark)')
  })

  it('says the date, the marking and whom to ask in both parts', () => {
    for (const input of everyInput()) {
      const { html, text } = render(input)
      for (const part of [html, text]) {
        const isGone = input.ending === 'collapse' || input.ending === 'withdrawn'
        expect(part).toContain(isGone && input.before ? 'Friday, 18 December 2026, 16:00 UTC' : 'Tuesday, 15 December 2026, 16:00 UTC')
        expect(part).toContain(`(${input.addressee.zone}, UTC`)
        const isOver = input.ending === 'disclosed' || input.ending === 'collapse'
        expect(part).toContain(isOver ? 'EMBARGO OVER' : 'TLP:AMBER+STRICT')
        expect(part).not.toContain(isOver ? 'EMBARGOED' : 'EMBARGO OVER')
        expect(part).toContain('security@consoleme.example')
      }
    }
  })

  it('leaves no blank runs or unfilled places in the text', () => {
    for (const input of everyInput()) {
      const { html, text } = render(input)
      expect(text).not.toMatch(/\{\{|\}\}|undefined|\[object|\n{4}|&[a-z#0-9]+;/)
      expect(html).not.toMatch(/\{\{|\}\}|undefined|\[object/)
    }
  })

  it('says what the team signs with, in both parts, and nothing of it while the team has no key', () => {
    const signedWith = [
      { kind: 'openpgp', fingerprint: '0123456789ABCDEF0123456789ABCDEF01234567' },
      { kind: 's-mime', fingerprint: 'FEDCBA9876543210'.repeat(4) },
    ] as const
    for (const input of everyInput()) {
      const { html, text } = render({ ...input, signedWith })
      expect(text).toContain(`\nSealed notices of this team are signed with\n  OpenPGP 0123 4567 89AB CDEF ${SPACED}\n  S/MIME FEDC BA98`)
      expect(html).toMatch(/signed with<br ?\/?><strong>OpenPGP<\/strong> <bdi class="mono" dir="ltr">0123 4567 89AB /)
      expect(html).toContain('<strong>S/MIME</strong> <bdi class="mono" dir="ltr">FEDC BA98 7654 3210 FEDC')
      const unsigned = render(input)
      expect(`${unsigned.html}${unsigned.text}`).not.toContain('signed with')
      expect(text.replace(/Sealed notices.*\n {2}.*\n {2}.*\n/, '')).toBe(unsigned.text)
    }
  })

  it('says that a rehearsal is one, and only then', () => {
    for (const input of everyInput()) {
      const { html, text } = render(input)
      expect([/rehearsal/i.test(html), /rehearsal/i.test(text)]).toEqual([input.rehearsal, input.rehearsal])
    }
  })
})

describe('an advance notice', () => {
  it('holds description, affected versions, remediation, patches with their hashes, and releases in both parts', () => {
    const { html, text } = render(inputFor('advance'))
    const facts = [
      'Some of these objects lead to',
      'CVE-2022-27177',
      'CWE-134',
      'CVSS:3.1/AV:N',
      'critical',
      '1.1.9',
      'Rotate the credentials',
      'ADV-2026-0003-1.2.patch',
      content.advisory.patches[0]?.sha256 ?? 'none',
    ]
    for (const fact of facts) {
      expect(html).toContain(fact)
      expect(text).toContain(fact)
    }
    expect(html).toContain('&lt;1.2.2')
    expect(text).toContain('affected: <1.2.2')
    expect(html).toContain('<em>template substitution</em>')
  })

  it('has what changed above everything else', () => {
    const { html, text } = render(updateFor('advance'))
    expect(html).toMatch(/What changed[\s\S]*>Disclosure date<\/p>[\s\S]*>Description</)
    expect(text).toMatch(/What changed[\s\S]*DISCLOSURE DATE[\s\S]*DESCRIPTION/)
    const { before: _, ...first } = updateFor('advance')
    expect(render(first).html).not.toContain('What changed')
  })
})

describe('names and texts', () => {
  const nasty = [`O'Neil & "Sons" <script>alert(1)</script>`, 'חברת אבטחה', '株式会社セキュリティ', '{{project}}', '{{{project}}}']

  it.each(nasty)('%s show as they are', (name) => {
    if (recipient.kind !== 'recipient' || reporter.kind !== 'reporter' || team.kind !== 'team') throw new Error('the samples are these')
    const inputs = [
      inputFor('advance', { addressee: { ...recipient, member: { ...recipient.member, organisation: name } } }),
      inputFor('reporter-date', { addressee: { ...reporter, reporter: { ...reporter.reporter, name, credit: name } } }),
      inputFor('advance', { content: { ...content, advisory: { ...content.advisory, title: name } } }),
      inputFor('reminder', { policy: { ...policy, project: { ...policy.project, name } } }),
    ]
    const escaped = name
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#x27;')
    for (const input of inputs) {
      const { html, text } = render(input)
      expect(text).toContain(name)
      expect(html).toContain(escaped)
      expect(html).not.toContain('<script>')
    }
  })
})
