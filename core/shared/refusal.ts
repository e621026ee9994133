/** A rule said no. Expected, so it is a value, not a throw: the command changed nothing. */
export interface Refusal {
  readonly outcome: 'refused'
  /** Stable, kebab-case: for `--json` and for tests. */
  readonly code: string
  /** One sentence; holds no confidential value. */
  readonly why: string
  /** What the operator can do about it. */
  readonly hint: string
}

export function refuse(code: string, why: string, hint: string): Refusal {
  return { outcome: 'refused', code, why, hint }
}
