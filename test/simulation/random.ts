/** The same numbers for the same seed, on every machine. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (mulberry32) */
export class Random {
  #state: number

  constructor(seed: number) {
    // Seeds in a row must not begin alike.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
    this.next()
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number of at least 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  chance(likelihood: number): boolean {
    return this.next() < likelihood
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    let sum = 0
    for (const name in weights) sum += weights[name]
    let left = this.next() * sum
    for (const name in weights) if ((left -= weights[name]) < 0) return name
    throw new RangeError('no weights')
  }
}
