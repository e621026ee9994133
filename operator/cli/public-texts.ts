import { basename } from 'node:path'
import { type Repository, rangeOf } from './git.ts'

/** A text that strangers will read. */
export interface PublicText {
  /** Where it stands, such as `commit 1a2b3c4d5e6f`. */
  readonly where: string
  readonly text: string
  /** Of the text's first line, where it is a part of a file; 1 otherwise. */
  readonly lines?: readonly number[]
}

/**
 * Blanks what git itself takes out of a message that was written in an editor: lines that begin with `#`, and everything below the
 * scissors. Without an editor git keeps such lines, and says so to its hook by GIT_EDITOR, so they are kept here as well.
 *
 * @see https://git-scm.com/docs/githooks, at the top
 */
export function asCommitted(text: string, file: string, editor: string | undefined): string {
  if (editor === ':' || !/^(?:COMMIT_EDIT|MERGE_|SQUASH_|TAG_EDIT)MSG$/.test(basename(file))) return text
  const scissors = text.search(/^# -+ >8 -+$/m)
  const written = scissors === -1 ? text : text.slice(0, scissors)
  return written.replaceAll(/^#.*$/gm, '')
}

const CHANGELOG = [':(icase,glob)**/CHANGE*', ':(icase,glob)**/NEWS*', ':(icase,glob)**/HISTORY*', ':(icase,glob)**/RELEASE*']

/** Messages of the commits that are in `B` and not in `A`, what they add to change logs, and the branches and tags that hold them. */
export async function textsOfRange(repository: Repository, range: string): Promise<readonly PublicText[]> {
  const { from, to } = await rangeOf(repository, range)
  const commits = (await repository.git(['rev-list', '--reverse', `${from}..${to}`])).split('\n').filter((line) => line !== '')
  const texts: PublicText[] = []
  for (const commit of commits) {
    const where = `commit ${commit.slice(0, 12)}`
    texts.push({ where, text: (await repository.git(['log', '-1', '--format=%B', commit])).trimEnd() })
    texts.push(...(await addedToChangelogs(repository, commit, where)))
  }
  return [...texts, ...(commits.length === 0 ? [] : await namesThatHold(repository, commits))]
}

async function addedToChangelogs(repository: Repository, commit: string, where: string): Promise<readonly PublicText[]> {
  const diff = await repository.git([
    'diff-tree',
    '-p',
    '-m',
    '--first-parent',
    '--root',
    '--no-commit-id',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '-U0',
    commit,
    '--',
    ...CHANGELOG,
  ])
  return diff
    .split(/^diff --git /m)
    .slice(1)
    .flatMap((file): readonly PublicText[] => {
      const name = /^\+\+\+ b\/(.*)$/m.exec(file)?.[1]
      const added = addedLines(file)
      return name === undefined || added.length === 0
        ? []
        : [{ where: `${where} ${name}`, text: added.map(({ text }) => text).join('\n'), lines: added.map(({ line }) => line) }]
    })
}

function addedLines(diff: string): ReadonlyArray<{ readonly line: number; readonly text: string }> {
  let next = 0
  return diff.split('\n').flatMap((text) => {
    const hunk = /^@@ -\S+ \+(\d+)/.exec(text)?.[1]
    if (hunk !== undefined) next = Number(hunk)
    if (next === 0 || !text.startsWith('+')) return []
    next += 1
    return [{ line: next - 1, text: text.slice(1) }]
  })
}

/** So many commits fit one command line. */
const AT_ONCE = 500

async function namesThatHold(repository: Repository, commits: readonly string[]): Promise<readonly PublicText[]> {
  const names = new Set<string>()
  for (let first = 0; first < commits.length; first += AT_ONCE) {
    const holding = commits.slice(first, first + AT_ONCE).map((commit) => `--contains=${commit}`)
    const refs = await repository.git(['for-each-ref', '--format=%(refname)', ...holding, 'refs/heads', 'refs/remotes', 'refs/tags'])
    for (const ref of refs.split('\n')) if (ref !== '') names.add(ref)
  }
  return [...names].map((ref) => {
    const [, , ...name] = ref.split('/')
    return { where: ref.startsWith('refs/tags/') ? 'tag' : 'branch', text: name.join('/') }
  })
}
