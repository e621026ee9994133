import Handlebars from 'handlebars'
import { describe, expect, it } from 'vitest'
import { templateEngine } from '../../../adapters/templates/template-engine.ts'
import { TemplateName } from '../../../core/notice/notice-kind.ts'
import { trustedHtml } from '../../../core/notice/safe-html.ts'

/** Typed as an object, and in truth the source of one. */
const compiled = (source: string, noEscape = false): string =>
  Handlebars.precompile(source, { strict: true, knownHelpersOnly: true, noEscape }) as unknown as string

/** A bundle whose templates are all the same. */
const bundleOf = (source: string): Uint8Array => bundle({ html: compiled(source), text: compiled(source, true) })
const bundle = (parts: object): Uint8Array =>
  Buffer.from(JSON.stringify({ schema: 'bundle/1', templates: Object.fromEntries(TemplateName.options.map((name) => [name, parts])) }))
const render = (source: string, view: object) => templateEngine().load(bundleOf(source)).render('advance', view)

/** What was thrown, with all that a log could show of it. */
function faultOf(work: () => unknown): { code?: unknown; shown: string } {
  try {
    work()
  } catch (fault) {
    return {
      code: (fault as { code?: unknown }).code,
      shown: `${String(fault)} ${JSON.stringify(fault)} ${String((fault as Error).cause)}`,
    }
  }
  throw new Error('nothing was thrown')
}

describe('the template engine', () => {
  it('escapes in the HTML and not in the text', () => {
    expect(render('{{name}}', { name: `<b> "&' =` })).toEqual({ html: '&lt;b&gt; &quot;&amp;&#x27; &#x3D;', text: `<b> "&' =` })
  })

  it('leaves what the Markdown renderer made as it is, however deep', () => {
    expect(render('{{#each rows}}{{prose}}{{/each}}', { rows: [{ prose: trustedHtml('<b>') }] }).html).toBe('<b>')
  })

  it('throws on a name that the view has not, and shows nothing of the view', () => {
    const { code, shown } = faultOf(() => render('{{nmae}}', { name: 'secret-value' }))
    expect(code).toBe('RENDER_FAILED')
    expect(shown).not.toContain('secret-value')
  })

  it.each([
    ['what is no JSON', Buffer.from('{')],
    ['another schema', Buffer.from('{"schema":"bundle/2","templates":{}}')],
    ['a bundle that lacks templates', Buffer.from('{"schema":"bundle/1","templates":{}}')],
    ['a template that is no code', bundle({ html: '}', text: '}' })],
    ['a template that is no Handlebars', bundle({ html: '1', text: '1' })],
  ])('refuses %s', (_, bytes) => {
    expect(faultOf(() => templateEngine().load(bytes)).code).toBe('RENDER_FAILED')
  })

  it('gives a template no way to make code of text, or to the process', () => {
    const loads = (first: string) => templateEngine().load(bundle({ html: `(${first}, ${compiled('x')})`, text: compiled('x') }))
    expect(loads('1').render('advance', {}).html).toBe('x')
    for (const first of [
      'new Function("return 1")',
      'eval("1")',
      'this.constructor.constructor("return process")()',
      'process.version',
      'require("fs")',
    ]) {
      expect(faultOf(() => loads(first)).code).toBe('RENDER_FAILED')
    }
  })
})
