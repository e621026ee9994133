import Handlebars from 'handlebars'
import * as z from 'zod'
import { type Field, elementOf, fieldAt, isPrintable } from './view-model.ts'

/** The helpers that templates may use; all of them come with Handlebars. */
export const HELPERS = ['if', 'unless', 'each', 'with'] as const
type Helper = (typeof HELPERS)[number]

interface Scope {
  readonly model: z.ZodType
  readonly parent?: Scope
  /** Optional fields that an enclosing `if` has seen to be there. */
  readonly sure: ReadonlySet<string>
  readonly inEach: boolean
}

/**
 * What is wrong with a template's expressions, set against its view model: names that it has not, also inside `if` and
 * `each` where Handlebars' strict mode does not look; optional values printed unasked; anything unescaped; helpers that do not exist.
 */
export function lintExpressions(source: string, model: z.ZodType, part: 'html' | 'text'): string[] {
  const problems: string[] = []

  const look = (path: hbs.AST.Expression, scope: Scope): Field | undefined => {
    if (path.type !== 'PathExpression') return void problems.push(`${path.type} stands where a name is wanted`)
    const { original, parts, depth, data } = path as hbs.AST.PathExpression
    if (data) {
      const known = scope.inEach && ['@first', '@last', '@index'].includes(original)
      if (!known) problems.push(`${original} is not there`)
      return undefined
    }
    let from: Scope | undefined = scope
    for (let up = 0; up < depth; up += 1) from = from?.parent
    const field = from && fieldAt(from.model, parts.map(String))
    if (field === undefined) problems.push(`${original} is not in the view model`)
    return field
  }

  const print = (statement: hbs.AST.MustacheStatement, scope: Scope): void => {
    const name = nameOf(statement.path)
    if (!statement.escaped) problems.push(`${name} is unescaped: use two braces`)
    if (statement.params.length > 0 || statement.hash !== undefined) return void problems.push(`${name} is not a helper`)
    const field = look(statement.path, scope)
    if (field === undefined) return
    if (!isPrintable(field.model, part)) problems.push(`${name} is not something to print in ${part}`)
    requireSure(field, scope, name)
  }

  const requireSure = (field: Field, scope: Scope, name: string): void => {
    const unsure = field.optional.find((prefix) => !scope.sure.has(prefix))
    if (unsure !== undefined) problems.push(`${name} may be absent: ask for it with {{#if ${unsure}}}`)
  }

  const block = (statement: hbs.AST.BlockStatement, scope: Scope): void => {
    const helper = nameOf(statement.path)
    const [subject, ...more] = statement.params
    if (!isHelper(helper)) return void problems.push(`${helper} is not a helper`)
    if (subject === undefined || more.length > 0 || statement.hash !== undefined) return void problems.push(`${helper} takes one name`)
    if (statement.program.blockParams?.length) problems.push(`${helper} takes no block parameters`)
    const field = look(subject, scope)
    const name = nameOf(subject)
    if (field !== undefined && (helper === 'each' || helper === 'with')) requireSure(field, scope, name)
    walk(statement.program, innerScope(helper, { field, name, scope }))
    if (statement.inverse) walk(statement.inverse, helper === 'unless' ? assured(scope, name) : scope)
  }

  const innerScope = (helper: Helper, { field, name, scope }: { field: Field | undefined; name: string; scope: Scope }): Scope => {
    if (helper === 'if') return assured(scope, name)
    if (helper === 'unless') return scope
    const model = helper === 'with' ? field?.model : field && elementOf(field.model)
    if (field !== undefined && model === undefined) problems.push(`${name} is not a list`)
    return { model: model ?? z.never(), parent: scope, sure: new Set(), inEach: helper === 'each' || scope.inEach }
  }

  const walk = (program: hbs.AST.Program, scope: Scope): void => {
    for (const statement of program.body) {
      if (statement.type === 'MustacheStatement') print(statement as hbs.AST.MustacheStatement, scope)
      else if (statement.type === 'BlockStatement') block(statement as hbs.AST.BlockStatement, scope)
      else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement')
        problems.push(`${statement.type} is not used here`)
    }
  }

  const program = parse(source)
  if (typeof program === 'string') return [program]
  walk(program, { model, sure: new Set(), inEach: false })
  return [...new Set(problems)]
}

/** @returns what is wrong with its syntax, as text */
function parse(source: string): hbs.AST.Program | string {
  try {
    return Handlebars.parse(source)
  } catch (cause) {
    return `does not parse: ${cause instanceof Error ? cause.message.split('\n', 1).join('') : 'unknown'}`
  }
}

const assured = (scope: Scope, name: string): Scope => ({ ...scope, sure: new Set([...scope.sure, name]) })
const isHelper = (name: string): name is Helper => (HELPERS as readonly string[]).includes(name)
const nameOf = (expression: hbs.AST.Expression | hbs.AST.Literal): string =>
  'original' in expression && typeof expression.original === 'string' ? expression.original : expression.type
