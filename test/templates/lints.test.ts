import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { SafeHtml } from '../../core/notice/safe-html.ts'
import { lintExpressions } from '../../templates/build/lint-expressions.ts'
import { lintHtml, lintMjml } from '../../templates/build/lint-markup.ts'
import { withPartials } from '../../templates/build/sources.ts'

const Model = z.strictObject({
  name: z.string(),
  count: z.int(),
  loud: z.boolean(),
  prose: z.strictObject({ html: SafeHtml, text: z.string() }),
  change: z.strictObject({ why: z.array(z.string()), note: z.string().optional() }).optional(),
  rows: z.array(z.strictObject({ what: z.string(), lines: z.array(z.string()) })),
})
const lint = (source: string, part: 'html' | 'text' = 'html') => lintExpressions(source, Model, part)

describe('the lint of expressions', () => {
  it.each([
    '{{name}} {{count}} {{prose.html}}',
    '{{#if loud}}{{name}}{{else}}{{count}}{{/if}}{{#unless change}}same{{/unless}}',
    '{{#each rows}}{{what}}{{#each lines}}{{this}}{{#unless @last}}, {{/unless}}{{../what}}{{../../name}}{{/each}}{{else}}none{{/each}}',
    '{{#if change}}{{#each change.why}}{{this}}{{/each}}{{#if change.note}}{{change.note}}{{/if}}{{/if}}',
    '{{#with prose}}{{text}}{{/with}}',
    '{{! a comment }}',
  ])('passes %s', (source) => {
    expect(lint(source)).toEqual([])
  })

  it.each([
    ['{{nmae}}', 'nmae is not in the view model'],
    ['{{#if lodu}}x{{/if}}', 'lodu is not in the view model'],
    ['{{#if loud}}{{else}}{{nmae}}{{/if}}', 'nmae is not in the view model'],
    ['{{#unless chagne}}x{{/unless}}', 'chagne is not in the view model'],
    ['{{#each rosw}}x{{/each}}', 'rosw is not in the view model'],
    ['{{#each rows}}{{name}}{{/each}}', 'name is not in the view model'],
    ['{{#each rows}}{{../../name}}{{/each}}', '../../name is not in the view model'],
    ['{{#each rows}}{{#each lines}}{{what}}{{/each}}{{/each}}', 'what is not in the view model'],
    ['{{name.length}}', 'name.length is not in the view model'],
    ['{{constructor}}', 'constructor is not in the view model'],
    ['{{#each name}}x{{/each}}', 'name is not a list'],
    ['{{@last}}', '@last is not there'],
    ['{{@root.name}}', '@root.name is not there'],
    ['{{{prose.html}}}', 'prose.html is unescaped: use two braces'],
    ['{{&name}}', 'name is unescaped: use two braces'],
    ['{{upper name}}', 'upper is not a helper'],
    ['{{#lookup rows}}x{{/lookup}}', 'lookup is not a helper'],
    ['{{#if (eq name count)}}x{{/if}}', 'SubExpression stands where a name is wanted'],
    ['{{#if name includeZero=true}}x{{/if}}', 'if takes one name'],
    ['{{#each rows as |row|}}{{row.what}}{{/each}}', 'each takes no block parameters'],
    ['{{#if loud}}x{{/each}}', "does not parse: if doesn't match each - 1:3"],
    ['{{> footer}}', 'PartialStatement is not used here'],
    ['{{rows}}', 'rows is not something to print in html'],
    ['{{loud}}', 'loud is not something to print in html'],
    ['{{change.note}}', 'change.note may be absent: ask for it with {{#if change}}'],
    ['{{#if change}}{{change.note}}{{/if}}', 'change.note may be absent: ask for it with {{#if change.note}}'],
    ['{{#each change.why}}x{{/each}}', 'change.why may be absent: ask for it with {{#if change}}'],
    ['{{#unless change}}{{#each change.why}}x{{/each}}{{/unless}}', 'change.why may be absent: ask for it with {{#if change}}'],
  ])('refuses %s', (source, problem) => {
    expect(lint(source)).toContain(problem)
  })

  it('refuses HTML in the text part', () => {
    expect(lint('{{prose.html}}', 'text')).toEqual(['prose.html is not something to print in text'])
  })
})

describe('the lint of markup', () => {
  it('finds an expression that MJML lost, also where another of the same kind stays', () => {
    expect(lintHtml('{{#if a}}<x/>{{/if}} {{#if b}}<y/>{{/if}}', '{{#if a}}<x>{{/if}} <y>')).toEqual([
      '{{/if}} is lost in the HTML: put it in mj-raw',
      '{{#if b}} is lost in the HTML: put it in mj-raw',
    ])
    expect(lintHtml('{{a}}', '{{a}} {{a}}')).toEqual([])
  })

  it.each([
    '<img alt="">',
    '<link rel="stylesheet">',
    '<td background="x">',
    '<p style="background:url(x)">',
    '<style>@import "x"</style>',
    '<source srcset=x>',
  ])('finds that %s fetches something', (html) => {
    expect(lintHtml('', html)).toHaveLength(1)
  })

  it('refuses mj-include', () => {
    expect(lintMjml('<mj-include path="x.mjml" />')).toEqual(['mj-include is off: use a partial'])
  })
})

describe('partials', () => {
  it('are put in with the line that names them, also in each other', () => {
    const partials = new Map([
      ['outer', 'A\n{{> inner}}\n'],
      ['inner', 'B\n'],
    ])
    expect(withPartials('1\n  {{> outer}}\n2\n', partials)).toBe('1\nA\nB\n2\n')
  })

  it('must exist', () => {
    expect(() => withPartials('{{> gone}}\n', new Map())).toThrow('there is no partial gone')
  })
})
