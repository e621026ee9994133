/** What happened, step by step: kept only when somebody will read it, since a schedule is run again from its seed. */
export class Trace {
  readonly #lines: string[] = []
  readonly isKept: boolean

  constructor(isKept: boolean) {
    this.isKept = isKept
  }

  /** @param at - the true time, in milliseconds */
  note(at: number, who: string, what: string): void {
    if (!this.isKept) return
    const number = String(this.#lines.length + 1).padStart(4)
    this.#lines.push(`${number}  ${new Date(at).toISOString().slice(0, 19)}Z  ${who.padEnd(12)}  ${what}`)
  }

  toString(): string {
    return this.#lines.join('\n')
  }
}
