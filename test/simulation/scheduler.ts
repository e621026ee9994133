/** What became of one invocation. */
export type Ended<T> =
  | { readonly ended: 'returned'; readonly value: T }
  | { readonly ended: 'threw'; readonly error: unknown }
  | { readonly ended: 'died' }

/** One running copy of a function, with a clock of its own: what is killed when it crashes. Works on one call at a time. */
export class Process {
  readonly name: string
  readonly timeoutMillis: number
  /** How far its clock is ahead of the true time. */
  skewMillis: number
  startedAt = 0
  isBusy = false
  isDead = false
  #dies = Promise.withResolvers<void>()

  constructor(of: { readonly name: string; readonly timeoutMillis: number; readonly skewMillis: number }) {
    this.name = of.name
    this.timeoutMillis = of.timeoutMillis
    this.skewMillis = of.skewMillis
  }

  /** Whatever it was doing stops where it stands, for ever. */
  die(): void {
    this.isDead = true
    this.#dies.resolve()
  }

  async run<T>(work: () => Promise<T>, at: number): Promise<Ended<T>> {
    this.isBusy = true
    this.startedAt = at
    const died = this.#dies.promise.then(() => ({ ended: 'died' as const }))
    try {
      return await Promise.race([died, work().then((value) => ({ ended: 'returned' as const, value }))])
    } catch (error) {
      return { ended: 'threw', error }
    } finally {
      this.isBusy = false
    }
  }
}

/** Where a process waits until the schedule lets it go on. */
export interface Gate {
  readonly process: Process
  readonly open: () => void
}

/** Lets processes run side by side, one step of one of them at a time, or straight through. */
export class Scheduler {
  isInterleaving = false
  #gates: Gate[] = []

  get gates(): readonly Gate[] {
    return this.#gates
  }

  /** Returns when the process may go on; never, if it has died. */
  async pass(process: Process): Promise<void> {
    if (this.isInterleaving && !process.isDead) await new Promise<void>((open) => this.#gates.push({ process, open }))
    if (process.isDead) await never()
  }

  open(index: number): void {
    const [gate] = this.#gates.splice(index, 1)
    gate?.open()
  }

  kill(process: Process): void {
    process.die()
    this.#gates = this.#gates.filter((gate) => gate.process !== process)
  }

  /** From here on everybody runs straight through. */
  letGo(): void {
    this.isInterleaving = false
    for (const { open } of this.#gates.splice(0)) open()
  }
}

/** A promise of its own each time: reactions to a shared one would pile up. */
export const never = (): Promise<never> => new Promise<never>(() => undefined)

/** When every promise that can go on has gone as far as it can: ticks of the process run after its microtasks. */
export const drained = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))
