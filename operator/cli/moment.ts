import type { Instant } from '../../core/shared/clock.ts'

/** `dropped` will not happen; `trouble` will not go on by itself. */
export type Mark = 'done' | 'now' | 'coming' | 'dropped' | 'trouble'

/** Something at an instant. `says`, `counts` and `dates` are neutral: ids, kinds, counts and dates. */
export interface Moment {
  readonly at: Instant
  readonly mark: Mark
  readonly says: string
  readonly counts?: string
  readonly dates?: readonly (readonly [name: string, at: Instant])[]
  /** Who, and why in their words: for operators alone, so it is not in a picture that goes from hand to hand. */
  readonly by?: string
}
