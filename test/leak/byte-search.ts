/** Bytes that are hashed at a time; no needle is shorter. */
export const SHORTEST = 8
const BASE = 0x01000193
const FLAGS = 1 << 16

export interface Found<Label> {
  readonly label: Label
  /** Of its first byte. */
  readonly at: number
}

/** Finds the first place of each of many needles in one pass (Rabin and Karp): megabytes against thousands of needles. */
export function byteSearch<Label>(needles: ReadonlyMap<string, Label>): (hay: Buffer) => readonly Found<Label>[] {
  const flags = new Uint8Array(FLAGS)
  const byHash = new Map<number, { readonly bytes: Buffer; readonly label: Label }[]>()
  for (const [needle, label] of needles) {
    const bytes = Buffer.from(needle, 'latin1')
    if (bytes.length < SHORTEST) throw new TypeError(`a needle has at least ${SHORTEST} bytes`)
    const hash = hashOf(bytes)
    flags[hash & (FLAGS - 1)] = 1
    byHash.set(hash, [...(byHash.get(hash) ?? []), { bytes, label }])
  }
  return (hay) => {
    const found = new Map<Label, number>()
    let hash = 0
    for (let end = 0; end < hay.length; end++) {
      hash = (Math.imul(hash, BASE) + (hay[end] ?? 0)) | 0
      if (end >= SHORTEST) hash = (hash - Math.imul(hay[end - SHORTEST] ?? 0, LEAVING)) | 0
      if (end < SHORTEST - 1 || flags[hash & (FLAGS - 1)] === 0) continue
      const at = end - SHORTEST + 1
      for (const { bytes, label } of byHash.get(hash) ?? []) {
        if (!found.has(label) && hay.subarray(at, at + bytes.length).equals(bytes)) found.set(label, at)
      }
    }
    return [...found].map(([label, at]) => ({ label, at }))
  }
}

const LEAVING = Array.from({ length: SHORTEST }).reduce<number>((power) => Math.imul(power, BASE), 1)

const hashOf = (bytes: Buffer): number => bytes.subarray(0, SHORTEST).reduce((hash, byte) => (Math.imul(hash, BASE) + byte) | 0, 0)
