import semver from 'semver'

/**
 * The newest stable releases among tags such as `v1.2.3` or `1.2.3`, newest first and without the `v`. Newest is the highest version, not
 * the last tag: a patch release of an old branch, made today, is no newer than what it was made beside. Fewer when there are fewer.
 */
export function recentReleases(tags: readonly string[], count: number): readonly string[] {
  const versions = tags.flatMap((tag) => /^v?(\d+\.\d+\.\d+)$/.exec(tag)?.[1] ?? []).filter((version) => semver.valid(version) !== null)
  return semver.rsort([...new Set(versions)]).slice(0, count)
}
