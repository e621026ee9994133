import MarkdownIt, { type StateInline, type Token } from 'markdown-it'
import type { MarkdownRenderer } from '../../core/notice/ports.ts'
import { trustedHtml } from '../../core/notice/safe-html.ts'
import { plainText } from './plain-text.ts'

/** Texts kept rendered: a campaign has two, and each is in every one of its advance notices. */
const KEPT_TEXTS = 16

/**
 * CommonMark and tables. Raw HTML, images and links that are not https come out as the text they were written as,
 * so that a mail fetches nothing and leads to no other scheme.
 */
export function markdownRenderer(): MarkdownRenderer {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
  markdown.validateLink = (url) => /^https:\/\/[^/]/i.test(url)
  // Without the rule, `![alt](https://…)` reads as a `!` and a link; as text it shows that a picture was meant.
  markdown.inline.ruler.at('image', keepImageAsText)
  markdown.core.ruler.push('fit-into-mail', ({ tokens }) => tokens.forEach(fit))
  return {
    html: kept((source) => trustedHtml(markdown.render(source))),
    text: kept((source) => plainText(markdown.parse(source, {}))),
  }
}

const IMAGE = /!\[[^\]\n]*\](\([^)\n]*\)|\[[^\]\n]*\])?/y

function keepImageAsText(state: StateInline, silent: boolean): boolean {
  IMAGE.lastIndex = state.pos
  const [written] = IMAGE.exec(state.src) ?? []
  if (written === undefined || state.pos + written.length > state.posMax) return false
  if (!silent) state.pending += written
  state.pos += written.length
  return true
}

const HEADING_LEVELS_ABOVE = 2

/** Headings go below those of the mail, and each block runs in the direction of its own first letter. */
function fit(token: Token): void {
  if (token.type === 'heading_open' || token.type === 'heading_close') {
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + HEADING_LEVELS_ABOVE)}`
  }
  if (/^(paragraph|heading|blockquote|bullet_list|ordered_list|table)_open$/.test(token.type)) token.attrSet('dir', 'auto')
}

/** Remembers the last few results: the same text is rendered for each addressee of a campaign. */
function kept<T>(render: (source: string) => T): (source: string) => T {
  const results = new Map<string, T>()
  return (source) => {
    const result = results.get(source) ?? render(source)
    results.delete(source)
    results.set(source, result)
    const [oldest] = results.keys()
    if (results.size > KEPT_TEXTS && oldest !== undefined) results.delete(oldest)
    return result
  }
}
