/** Lets work through, or holds it back at the door. */
export interface PauseGate {
  /** Runs `work` once the gate is open. */
  pass<T>(work: () => Promise<T>): Promise<T>
  /** Shuts the gate, and returns when nothing runs behind it any more. */
  shut(): Promise<void>
  open(): void
}

export function makePauseGate(): PauseGate {
  const gate: { opened?: PromiseWithResolvers<void> | undefined; idle?: PromiseWithResolvers<void> | undefined; running: number } = {
    running: 0,
  }
  return {
    async pass(work) {
      while (gate.opened !== undefined) await gate.opened.promise
      gate.running++
      try {
        return await work()
      } finally {
        gate.running--
        if (gate.running === 0) gate.idle?.resolve()
      }
    },
    async shut() {
      gate.opened ??= Promise.withResolvers()
      if (gate.running === 0) return
      gate.idle ??= Promise.withResolvers()
      await gate.idle.promise
      gate.idle = undefined
    },
    open() {
      gate.opened?.resolve()
      gate.opened = undefined
    },
  }
}
