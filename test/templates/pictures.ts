import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import type { NoticeInput } from '../../core/notice/notice-input.ts'
import { TemplateName } from '../../core/notice/notice-kind.ts'
import { viewOf } from '../../core/notice/views.ts'
import { buildBundle } from '../../templates/build/bundle.ts'
import { readSources } from '../../templates/build/sources.ts'
import { inputFor, updateFor } from '../core/notice/sample.ts'

/** Draws every notice as a mail program shows it, for people to look at: `npm run pictures -- --out DIR`. */
const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 760 },
  { name: 'dark', colorScheme: 'dark', width: 760 },
  { name: 'narrow', colorScheme: 'light', width: 360 },
  { name: 'narrow-dark', colorScheme: 'dark', width: 360 },
] as const

/** Debian's, unless the environment names another. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const { values } = parseArgs({ options: { out: { type: 'string' } } })
if (values.out === undefined) throw new Error('say where to: --out DIR')

const renderer = templateEngine().load(await buildBundle(await readSources(join(import.meta.dirname, '../../templates'))))
const markdown = markdownRenderer()
const notices: readonly (readonly [string, NoticeInput])[] = [
  ...TemplateName.options.map((name) => [name, inputFor(name)] as const),
  ['advance-2', updateFor('advance')],
  ['reporter-date-2', updateFor('reporter-date')],
  ['reminder-2', updateFor('reminder')],
  ['advance-rehearsal', inputFor('advance', { rehearsal: true })],
]

await mkdir(values.out, { recursive: true })
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
try {
  for (const [name, input] of notices) await draw(browser, { name, input, out: values.out })
} finally {
  await browser.close()
}

async function draw(browser: Browser, { name, input, out }: { name: string; input: NoticeInput; out: string }): Promise<void> {
  const { html, text } = renderer.render(input.template, viewOf(input, markdown))
  await writeFile(join(out, `${name}.html`), html)
  await writeFile(join(out, `${name}.txt`), text)
  for (const look of LOOKS) {
    const page = await browser.newPage({ colorScheme: look.colorScheme, viewport: { width: look.width, height: 800 } })
    await page.setContent(html)
    await page.screenshot({ path: join(out, `${name}-${look.name}.png`), fullPage: true })
    await page.close()
  }
}
