import type { Process } from './scheduler.ts'

/** One call of a use case on a port. */
export interface Call {
  readonly process: Process
  /** `<port>.<method>`, such as `ledger.create`. */
  readonly name: string
  readonly args: readonly unknown[]
  /** Makes the call for real. */
  readonly go: () => Promise<unknown>
  /** Kills the process that calls. */
  readonly die: () => Promise<never>
  /** Time passes while the caller waits. */
  readonly wait: (seconds: number) => void
}

/** A way in which a call goes wrong. One entry in a table each. */
export interface FaultKind {
  readonly fits: (name: string) => boolean
  /** Stands in for the call. */
  readonly run: (call: Call) => Promise<unknown>
}
