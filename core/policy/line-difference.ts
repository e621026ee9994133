/** A place where two texts differ. */
export interface Difference {
  /** 1-based, in the first text: of the first line that should not be there, or before which some are missing. */
  readonly line: number
  /** What the first text has there, and what the second has instead. */
  readonly found: readonly string[]
  readonly wanted: readonly string[]
}

/** Where `found` differs from `wanted`, in order, with as few lines as can be. Empty when it does not. */
export function differences(found: readonly string[], wanted: readonly string[]): readonly Difference[] {
  const common = commonLengths(found, wanted)
  const places: { line: number; found: string[]; wanted: string[] }[] = []
  let open: (typeof places)[number] | undefined
  let [at, to] = [0, 0]
  while (at < found.length || to < wanted.length) {
    if (at < found.length && to < wanted.length && found[at] === wanted[to]) {
      open = undefined
      at += 1
      to += 1
      continue
    }
    if (open === undefined) places.push((open = { line: at + 1, found: [], wanted: [] }))
    const isLeftOver = to === wanted.length || (at < found.length && common(at + 1, to) >= common(at, to + 1))
    if (isLeftOver) open.found.push(found[at++] ?? '')
    else open.wanted.push(wanted[to++] ?? '')
  }
  return places
}

/** How many lines, in order, the two have in common from there on. */
function commonLengths(found: readonly string[], wanted: readonly string[]): (at: number, to: number) => number {
  const width = wanted.length + 1
  const lengths = new Uint16Array((found.length + 1) * width)
  const common = (at: number, to: number): number => lengths[at * width + to] ?? 0
  for (let at = found.length - 1; at >= 0; at -= 1)
    for (let to = wanted.length - 1; to >= 0; to -= 1)
      lengths[at * width + to] = found[at] === wanted[to] ? common(at + 1, to + 1) + 1 : Math.max(common(at + 1, to), common(at, to + 1))
  return common
}
