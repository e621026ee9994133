// Each by itself: the package whole brings parts that nothing here uses.
import compare from 'semver/functions/compare.js'
import satisfies from 'semver/functions/satisfies.js'
import sort from 'semver/functions/sort.js'
import valid from 'semver/functions/valid.js'
import intersects from 'semver/ranges/intersects.js'
import minVersion from 'semver/ranges/min-version.js'
import validRange from 'semver/ranges/valid.js'
import * as z from 'zod'

const isRange = (range: string): boolean => range.trim() !== '' && validRange(range) !== null

/** A semver range, such as `<1.2.2`, `<1.2` or `>=1.1.0 <1.1.9`; `*` is every version. */
export const VersionRange = z.string().max(200).refine(isRange, 'must be a version range, such as <1.2.2 or >=1.1.0 <1.1.9')

/** A whole semver version, such as `1.2.2`. */
export const FixedVersion = z
  .string()
  .max(100)
  .refine((version) => valid(version) !== null, 'must be a whole version, such as 1.2.2')

/** False for what does not parse: that has a problem of its own. */
export function isInside(version: string, range: string): boolean {
  return isRange(range) && satisfies(version, range)
}

/** `1.2` stands for every 1.2.x, and `3` for every 3.x.y. */
const rangeOf = (branch: string): string => `${branch}.x`

/** Prereleases count: a fix may come as `1.2.3-rc.1`. */
export function isOnBranch(version: string, branch: string): boolean {
  return satisfies(version, rangeOf(branch), { includePrerelease: true })
}

/** Whether some version of the branch is in the range. */
export function touchesBranch(range: string, branch: string): boolean {
  return intersects(range, rangeOf(branch))
}

/** Whether the range holds versions outside of all of these branches, none of which lies within another. */
export function reachesBeyond(range: string, branches: readonly string[]): boolean {
  return gapsBetween(branches.map(endsOf).toSorted((a, b) => compare(a.from, b.from))).some((gap) => intersects(range, gap))
}

/**
 * The ranges outside of the branches, which come in order; where one ends and the next begins at once, there is none.
 * `semver.subset` would not see that a range over two branches lies within both together.
 */
function gapsBetween(branches: readonly { readonly from: string; readonly to: string }[]): readonly string[] {
  const starts = branches.map(({ from }) => `<${from}`)
  const ends = branches.map(({ to }) => `>=${to}`)
  const between = starts.slice(1).map((start, index) => `${ends[index] ?? ''} ${start}`)
  return [...starts.slice(0, 1), ...between, ...ends.slice(-1)].filter((gap) => minVersion(gap) !== null)
}

/** First version of the branch, and the first one after it. */
function endsOf(branch: string): { readonly from: string; readonly to: string } {
  const [major = 0, minor] = branch.split('.').map(Number)
  return minor === undefined
    ? { from: `${major}.0.0`, to: `${major + 1}.0.0` }
    : { from: `${major}.${minor}.0`, to: `${major}.${minor + 1}.0` }
}

/** Oldest first, each once. */
export function inOrder(versions: readonly string[]): readonly string[] {
  return sort([...new Set(versions)])
}
