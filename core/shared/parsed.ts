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
  const result = schema.safeParse(input)
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, problems: result.error.issues.map((issue) => ({ field: issue.path.map(String).join('.') || '(root)', message: issue.message })) }
}
