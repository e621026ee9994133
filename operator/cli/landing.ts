import { changedLines, patchedFiles } from '../../core/advisory/patch-text.ts'
import type { CommitRange, Repository } from './git.ts'

/**
 * `landed`: commits with the patch's own change, byte for byte. `whitespace`: but for white space, which git's stable patch id overlooks.
 * `different`: a commit changes some of the same lines in another way. `reverted`: it landed, and was taken back.
 */
export type LandingState = 'landed' | 'whitespace' | 'different' | 'reverted' | 'missing'

export interface Landing {
  readonly state: LandingState
  /** Whole ids of the commits that the state is about, in the patch's order; none when it is missing. */
  readonly commits: readonly string[]
}

/** Where to look: all of a branch, or what is new in a range. */
export type SearchedCommits = CommitRange | { readonly to: string }

/**
 * Whether `patch` is among the commits. A patch of several mails has landed when each of them has.
 *
 * @returns undefined when git finds no change in the patch
 */
export async function landingOf(repository: Repository, patch: Uint8Array, searched: SearchedCommits): Promise<Landing | undefined> {
  const text = Buffer.from(patch).toString('utf8')
  const [wanted, exactly] = await Promise.all([idsOf(repository, patch, '--stable'), idsOf(repository, patch, '--verbatim')])
  if (wanted.length === 0) return undefined
  const log = await logOf(repository, patchedFiles(text), searched)
  const [stable, verbatim] = await Promise.all([idsOf(repository, log, '--stable'), idsOf(repository, log, '--verbatim')])
  const commits = wanted.flatMap(({ id }) => stable.find((landed) => landed.id === id)?.commit ?? [])
  if (commits.length < wanted.length) return { ...similarIn(log, text) }
  if (!exactly.every(({ id }) => verbatim.some((landed) => landed.id === id))) return { state: 'whitespace', commits }
  for (const commit of commits) {
    const reverts = await repository.git(['log', '--format=%H', '-F', `--grep=This reverts commit ${commit}`, `${commit}..${searched.to}`])
    if (reverts.trim() !== '') return { state: 'reverted', commits: reverts.trim().split('\n') }
  }
  return { state: 'landed', commits }
}

interface PatchId {
  readonly id: string
  readonly commit: string
}

/** @see https://git-scm.com/docs/git-patch-id */
async function idsOf(repository: Repository, diffs: string | Uint8Array, how: '--stable' | '--verbatim'): Promise<readonly PatchId[]> {
  const lines = (await repository.git(['patch-id', how], diffs)).split('\n').filter((line) => line !== '')
  return lines.map((line) => ({ id: line.split(' ')[0] ?? '', commit: line.split(' ')[1] ?? '' }))
}

/** Whole diffs of the commits that touch any of the files, newest first, and nothing of their messages, in which a diff may be quoted. */
function logOf(repository: Repository, files: readonly string[], searched: SearchedCommits): Promise<string> {
  const commits = 'from' in searched ? `${searched.from}..${searched.to}` : searched.to
  const how = ['-p', '--no-merges', '--full-diff', '--full-index', '--binary', '--no-ext-diff', '--no-textconv', '--no-color']
  return repository.git(['log', ...how, '--format=commit %H', commits, '--', ...files.map((file) => `:(top,literal)${file}`)])
}

function similarIn(log: string, patch: string): Landing {
  const wanted = changedLines(patch)
  for (const commit of log.split(/^commit (?=[0-9a-f]{40,64}$)/m).slice(1))
    if ([...changedLines(commit)].some((line) => wanted.has(line))) return { state: 'different', commits: [commit.split('\n')[0] ?? ''] }
  return { state: 'missing', commits: [] }
}
