import type { Trace } from './trace.ts'
import type { Witness } from './witness.ts'

/** What came of one schedule. */
export interface Tried {
  readonly broken: { readonly invariant: string; readonly where: readonly string[] } | undefined
  readonly witness: Witness
  readonly trace: Trace
}
