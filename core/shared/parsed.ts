import type { z } from 'zod'

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

/** One problem for each key that is not known, at its own path. A key that is no plain name may be a value in the wrong place. */
function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map(String)
  const problem = (parts: readonly string[], message: string): Problem => ({ field: parts.join('.') || '(root)', message })
  if (issue.code !== 'unrecognized_keys') return [problem(path, issue.message)]
  return issue.keys.map((key) =>
    /^\w{1,40}$/.test(key)
      ? problem([...path, key], 'is not known here: correct its name, or remove it')
      : problem(path, 'has a key that is not known here'),
  )
}

/** For what a schema has no words of its own for. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && ['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code ?? '')) return 'is missing'
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof issue.input === 'number')
    return 'must be text: put it in quotes'
  if (issue.code === 'invalid_value') return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_union' && Array.isArray(issue['options'])) return `must be one of ${issue['options'].map(String).join(', ')}`
  return undefined
}
