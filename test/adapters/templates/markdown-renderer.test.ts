import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markdownRenderer } from '../../../adapters/templates/markdown-renderer.ts'

const markdown = markdownRenderer()
const html = (source: string) => markdown.html(source).safeHtml

describe('Markdown as HTML', () => {
  it('shows raw HTML as text', () => {
    expect(html('<script>alert(1)</script> <b onclick="x()">b</b>')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html('a <img src=x> b')).not.toContain('<img')
  })

  it('shows an image as the text it was written as', () => {
    expect(html('![a graph](https://pictures.example/1.png)')).toBe('<p dir="auto">![a graph](https://pictures.example/1.png)</p>\n')
    expect(html('![a graph][ref]\n\n[ref]: https://pictures.example/1.png')).toBe('<p dir="auto">![a graph][ref]</p>\n')
  })

  it.each(['http://a.example', 'javascript:alert(1)', 'mailto:a@b.example', 'data:text/html,x', '//a.example', 'https:a.example'])(
    'links no %s',
    (url) => {
      expect(html(`[here](${url}) <${url}>`)).not.toContain('<a ')
    },
  )

  it('links https', () => {
    expect(html('[here](https://a.example/x)')).toContain('<a href="https://a.example/x">here</a>')
  })

  it('puts headings below those of the mail, and lets each block find its direction', () => {
    expect(html('# One\n\n##### Five\n\nשלום')).toBe('<h3 dir="auto">One</h3>\n<h6 dir="auto">Five</h6>\n<p dir="auto">שלום</p>\n')
    expect(html('- שלום')).toBe('<ul dir="auto">\n<li>שלום</li>\n</ul>\n')
  })

  it('law: no tag comes out that Markdown does not make', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '!',
      '[',
      ']',
      '(',
      ')',
      '`',
      '*',
      '\n',
      'img src=x onerror=y',
      'https://a.example',
      'a',
      ' ',
    )
    const known =
      /<\/?(p|h[3-6]|em|strong|code|pre|ul|ol|li|blockquote|br|hr|a|table|thead|tbody|tr|th|td|s)( (dir|href|title|start|class|style)="[^"<>]*")*>/g
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        expect(html(parts.join('')).replaceAll(known, '')).not.toMatch(/[<>]/)
      }),
    )
  })

  it('gives each of many texts its own result', () => {
    const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`)
    expect([...texts, ...texts].map(html)).toEqual([...texts, ...texts].map((text) => `<p dir="auto">${text}</p>\n`))
  })
})

describe('Markdown as plain text', () => {
  it('drops the marks and keeps the words', () => {
    expect(markdown.text('# Head\n\nSome *words*, **strong**, `code` & "more".')).toBe('Head\n\nSome words, strong, code & "more".')
  })

  it('puts the address behind a link, once', () => {
    expect(markdown.text('[the docs](https://a.example/x) and <https://a.example>')).toBe(
      'the docs <https://a.example/x> and https://a.example',
    )
  })

  it('keeps lists close and their marks in line', () => {
    expect(markdown.text('- one\n- two\n  lines\n    1. deep\n    2. deeper\n- three\n\nEnd')).toBe(
      '- one\n- two\n  lines\n  1. deep\n  2. deeper\n- three\n\nEnd',
    )
    expect(markdown.text('- - one\n\n1. first\n2. second')).toBe('- - one\n\n1. first\n2. second')
  })

  it('indents code and marks quotes', () => {
    expect(markdown.text('Run\n\n```sh\na  b\n\nc\n```\n\n> said\n> so')).toBe('Run\n\n    a  b\n\n    c\n\n> said\n> so')
  })

  it('writes a table in rows', () => {
    expect(markdown.text('| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd')).toBe('a | b\n1 | 2\n\nEnd')
  })
})
