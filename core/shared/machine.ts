import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** What a function is given by the machine that it runs on. */
export interface Machine {
  readonly clock: Clock
  readonly log: Log
}
