import { type Facts, type Fault, asFault, factsOfError } from '../shared/fault.ts'
import type { Log } from '../shared/log.ts'

/** What went wrong in a tick, which goes on all the same. */
export class TickFailures {
  readonly #log: Log
  #last: Fault | undefined

  constructor(log: Log) {
    this.#log = log
  }

  /** @param of - ids, for the log */
  async during<T>(of: Facts, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      this.#last = asFault(error, of)
      this.#log.error('tick.failed', { ...factsOfError(this.#last), ...of })
      return undefined
    }
  }

  throwLast(): void {
    if (this.#last) throw this.#last
  }
}
