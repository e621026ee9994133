import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import type { NoticeInput } from '../../core/notice/notice-input.ts'
import type { Content } from '../../core/campaign/content.ts'
import type { Addressee } from '../../core/notice/addressee.ts'
import { type Ending, TemplateName } from '../../core/notice/notice-kind.ts'
import { viewOf } from '../../core/notice/views.ts'
import { buildBundle } from '../../templates/build/bundle.ts'
import { readSources } from '../../templates/build/sources.ts'
import { EVERY_LOOK, photograph, withBrowser } from './photograph.ts'
import { content, inputFor, nobody, reporter, team, teamItself, updateFor } from '../core/notice/sample.ts'

/** Draws every notice as a mail program shows it, for people to look at: `npm run pictures -- --out DIR`. */
const { values } = parseArgs({ options: { out: { type: 'string' } } })
if (values.out === undefined) throw new Error('say where to: --out DIR')

const renderer = templateEngine().load(await buildBundle(await readSources(join(import.meta.dirname, '../../templates'))))
const markdown = markdownRenderer()
const LINKS = [
  'https://consoleme.example/advisories/ADV-2026-0003',
  'https://github.example/consoleme/security/advisories/GHSA-xxxx-yyyy-zzzz',
]
const published = { content: { ...content, published: LINKS } }
const long = { content: longContent(content) }
const signedWith = [
  { kind: 'openpgp', fingerprint: '0123456789ABCDEF0123456789ABCDEF01234567' },
  { kind: 's-mime', fingerprint: 'FEDCBA9876543210'.repeat(4) },
] as const
const bare = { content: { ...content, advisory: { ...content.advisory, patches: [], references: [] } } }

const notices: readonly (readonly [string, NoticeInput])[] = [
  ...TemplateName.options.map((name) => [name, inputFor(name)] as const),
  ...TemplateName.options.map((name) => [`${name}-2`, updateFor(name)] as const),
  ['advance-rehearsal', inputFor('advance', { rehearsal: true })],
  ['advance-early', inputFor('advance', { content: { ...content, change: { why: 'It is being exploited.' } } })],
  ['reporter-date-2-missed', inputFor('reporter-date', { version: 2 })],
  ...(['advance', 'reminder', 'day-ahead', 'disclosure-day', 'collapse'] as const).flatMap((name) => [
    [`${name}-long`, inputFor(name, long)] as const,
    [`${name}-bare`, inputFor(name, bare)] as const,
  ]),
  ['advance-2-long', updateFor('advance', long)],
  ['disclosed-published', inputFor('disclosed', published)],
  ['collapse-team', inputFor('collapse', { addressee: teamItself })],
  ...(['disclosed', 'collapse', 'withdrawn'] as const).flatMap((name) => [
    [`${name}-reporter`, inputFor(name, { addressee: reporter })] as const,
    [`task-${name}`, taskFor(name, team)] as const,
    [`task-${name}-nobody`, taskFor(name, nobody('unreachable'))] as const,
  ]),
  ['advance-signed', inputFor('advance', { signedWith })],
  ['reporter-date-signed', inputFor('reporter-date', { signedWith })],
  ['task-nobody', inputFor('reporter-task', { addressee: nobody('anonymous') })],
  ['task-nobody-2', updateFor('reporter-task', { addressee: nobody('unreachable') })],
]

function taskFor(ending: Ending, addressee: Addressee): NoticeInput {
  const { content: told } = inputFor(ending)
  return inputFor('reporter-task', { addressee, ending, content: ending === 'disclosed' ? published.content : told })
}

/** Names and lines of the length that breaks a layout. */
function longContent(from: Content): Content {
  const { advisory } = from
  const [first] = advisory.vulnerabilities
  if (first === undefined) throw new Error('the sample has a vulnerability')
  const title = `${advisory.title}, and of their groups, in each of its four steps, also where templates of an earlier version are kept`
  const many = Array.from({ length: 6 }, (_, index) => ({
    ...first,
    cve: `CVE-2026-${10_000 + index}`,
    affected: ['>=1.0.0 <1.1.9', '>=1.2.0 <1.2.2'],
  }))
  const branch = 'release/a-branch-with-quite-a-long-name-and-no-place-to-break-it'
  const patches = advisory.patches.flatMap((patch) => [patch, { ...patch, branch }])
  const references = ['https://consoleme.example/a/very/long/path/that/goes/on/and/on/without/a/place/to/break/until/it/ends']
  return { ...from, advisory: { ...advisory, title, vulnerabilities: many, patches, references } }
}

const { out } = values
await mkdir(out, { recursive: true })
await withBrowser(async (browser) => {
  for (const [name, input] of notices) await draw(browser, { name, input, out })
})

async function draw(browser: Browser, { name, input, out }: { name: string; input: NoticeInput; out: string }): Promise<void> {
  const { html, text } = renderer.render(input.template, viewOf(input, markdown))
  await writeFile(join(out, `${name}.html`), html)
  await writeFile(join(out, `${name}.txt`), text)
  await photograph(browser, html, { path: join(out, name), looks: EVERY_LOOK })
}
