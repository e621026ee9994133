import Handlebars from 'handlebars'
import mjml2html from 'mjml'
import { TemplateName } from '../../core/notice/notice-kind.ts'
import { VIEWS } from '../../core/notice/views.ts'
import { HELPERS, lintExpressions } from './lint-expressions.ts'
import { lintHtml, lintMjml } from './lint-markup.ts'
import type { Source } from './sources.ts'

/** Templates that must not be sent. Each line names the template, the part and what is wrong. */
export class TemplateDefects extends Error {
  override readonly name = 'TemplateDefects'
  readonly defects: readonly string[]

  constructor(defects: readonly string[]) {
    super(defects.join('\n'))
    this.defects = defects
  }
}

/**
 * Compiles every template into one bundle, UTF-8 JSON: the same sources make the same bytes, since operators approve their digest.
 *
 * @throws TemplateDefects
 */
export async function buildBundle(sources: ReadonlyMap<TemplateName, Source>): Promise<Uint8Array> {
  const templates: Record<string, { html: string; text: string }> = {}
  const defects: string[] = []
  for (const name of TemplateName.options) {
    const source = sources.get(name)
    if (source === undefined) throw new TemplateDefects([`${name}: is missing`])
    const html = await compileMjml(name, source.mjml)
    const found = [
      ...[...lintMjml(source.mjml), ...lintHtml(source.mjml, html), ...lintExpressions(html, VIEWS[name], 'html')].map(
        (what) => `${name}.mjml: ${what}`,
      ),
      ...lintExpressions(source.text, VIEWS[name], 'text').map((what) => `${name}.txt.hbs: ${what}`),
    ]
    defects.push(...found)
    if (found.length === 0) templates[name] = { html: precompile(html, 'html'), text: precompile(source.text, 'text') }
  }
  if (defects.length > 0) throw new TemplateDefects(defects)
  return new TextEncoder().encode(JSON.stringify({ schema: 'bundle/1', templates }))
}

async function compileMjml(name: TemplateName, mjml: string): Promise<string> {
  try {
    const { html } = await mjml2html(mjml, { validationLevel: 'strict', fonts: {}, ignoreIncludes: true, keepComments: false })
    // Indentation is a third of the bytes, and Gmail clips at 100 KB. What is shown as written comes in by expressions later.
    return html
      .replaceAll(/^[ \t]+|[ \t]+$/gm, '')
      .replaceAll(/\n{2,}/g, '\n')
      .trimStart()
  } catch (cause) {
    throw new TemplateDefects([`${name}.mjml: ${cause instanceof Error ? cause.message : 'does not compile'}`])
  }
}

function precompile(source: string, part: 'html' | 'text'): string {
  const knownHelpers = Object.fromEntries(HELPERS.map((helper) => [helper, true]))
  const code: unknown = Handlebars.precompile(source, { strict: true, knownHelpersOnly: true, knownHelpers, noEscape: part === 'text' })
  return String(code)
}
