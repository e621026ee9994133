/**
 * What was parsed last, by its fingerprint; good while it comes of the same text, since a key that was given more time keeps its
 * fingerprint.
 */
export class Kept<T> {
  readonly #most: number
  readonly #kept = new Map<string, { readonly text: string; readonly parsed: T }>()

  /** @param most - of which the one that was wanted longest ago gives way */
  constructor(most: number) {
    this.#most = most
  }

  of(fingerprint: string, text: string, parse: () => T): T {
    const known = this.#kept.get(fingerprint)
    const entry = known?.text === text ? known : { text, parsed: parse() }
    this.#kept.delete(fingerprint)
    this.#kept.set(fingerprint, entry)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest)
    return entry.parsed
  }
}
