import type * as z from 'zod'

/** What is wrong with an input: the field and the remedy, never the value, which may be secret. */
export interface Problem {
  /** Dotted path, such as `operators.0.roles`; `(root)` for the whole. */
  readonly field: string
  readonly message: string
  /** 1-based line of the source, where there is one. */
  readonly line?: number
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Parses at a boundary. Problems come in the order in which zod found them. */
export function parseWith<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input, { error: inPlainWords })
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, problems: result.error.issues.flatMap(problemsOf) }
}

/**
 * The fields of problems, for a log. Whoever wrote the input is told which key is not known; a log is read by others, and in
 * what a stranger wrote a key can be anything, so there it is not named.
 */
export function fieldsOf(problems: readonly Problem[]): string {
  const fields = problems.map(({ field, message }) => (message === UNKNOWN_KEY ? field.replace(/[^.]*$/, '?') : field))
  return [...new Set(fields)].join(', ')
}

const UNKNOWN_KEY = 'is not known here: correct its name, or remove it'

/** One problem for each key that is not known, at its own path. A key that is no plain name may be a value in the wrong place. */
function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map(String)
  const problem = (parts: readonly string[], message: string): Problem => ({ field: parts.join('.') || '(root)', message })
  if (issue.code !== 'unrecognized_keys') return [problem(path, issue.message)]
  return issue.keys.map((key) =>
    /^\w{1,40}$/.test(key) ? problem([...path, key], UNKNOWN_KEY) : problem(path, 'has a key that is not known here'),
  )
}

/** What a value of each of zod's types is to somebody who writes YAML. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of named fields',
}

/** For what a schema has no words of its own for. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  const isAbsent = issue.input === undefined || issue.input === null
  if (isAbsent && ['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code ?? ''))
    return issue.input === null ? 'is empty' : 'is missing'
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof issue.input === 'number')
    return 'must be text: put it in quotes'
  if (issue.code === 'invalid_type') return `must be ${KINDS[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_big') return bounded('most', issue.maximum, issue.origin)
  if (issue.code === 'too_small') return bounded('least', issue.minimum, issue.origin)
  if (issue.code === 'invalid_value') return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_union' && Array.isArray(issue['options'])) return `must be one of ${issue['options'].map(String).join(', ')}`
  return undefined
}

function bounded(end: 'least' | 'most', limit: number | bigint, origin: string): string {
  if (end === 'least' && Number(limit) === 1 && (origin === 'string' || origin === 'array')) return 'must not be empty'
  if (origin === 'string') return `must have at ${end} ${limit} characters`
  if (origin === 'array') return `must have at ${end} ${limit} entries`
  return `must be at ${end} ${limit}`
}
