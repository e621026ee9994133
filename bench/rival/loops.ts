import { join } from 'node:path'
import Handlebars from 'handlebars'
import mjml2html from 'mjml'
import { isSafeHtml } from '../../core/notice/safe-html.ts'
import { readSources } from '../../templates/build/sources.ts'
import { root } from '../sample.ts'

/** Makes both parts of a mail out of a view. */
export type Fill = (view: object) => Promise<{ readonly html: string; readonly text: string }>

const OPTIONS = { validationLevel: 'strict', fonts: {}, ignoreIncludes: true, keepComments: false } as const

/** The two plain ways to make MJML personal: compile it for every recipient, or compile it once and fill the HTML. */
export async function loops(): Promise<{ readonly mjmlEach: Fill; readonly mjmlOnce: Fill }> {
  const source = (await readSources(join(root, 'templates'))).get('advance')
  if (source === undefined) throw new Error('there is no template for the advance notice')
  const text = Handlebars.compile(source.text, { noEscape: true })
  const mjml = Handlebars.compile(source.mjml)
  const html = Handlebars.compile((await mjml2html(source.mjml, OPTIONS)).html)
  return {
    mjmlEach: async (view) => {
      const values = withSafeStrings(view)
      return { html: (await mjml2html(mjml(values), OPTIONS)).html, text: text(values) }
    },
    mjmlOnce: async (view) => {
      const values = withSafeStrings(view)
      return { html: html(values), text: text(values) }
    },
  }
}

/** A copy in which the HTML that came out of Markdown is not escaped. */
function withSafeStrings(value: unknown): unknown {
  if (isSafeHtml(value)) return new Handlebars.SafeString(value.safeHtml)
  if (Array.isArray(value)) return value.map(withSafeStrings)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withSafeStrings(member)]))
}
