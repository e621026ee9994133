import { spawn } from 'node:child_process'
import { Stop } from './stop.ts'

/** Set for a hook by the git that runs it; they would lead another call to that repository. */
const OF_A_HOOK = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY']

/** Whatever a person's own settings are, a diff looks as `git format-patch` makes it. */
const PLAIN = [
  'core.quotePath=false',
  'core.fsmonitor=false',
  'diff.algorithm=myers',
  'diff.context=3',
  'diff.interHunkContext=0',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'diff.suppressBlankEmpty=false',
  'diff.submodule=short',
  'diff.renames=true',
  'log.showSignature=false',
].flatMap((setting) => ['-c', setting])

export interface Repository {
  /** What git writes. @throws Stop (2) when git refuses */
  readonly git: (args: readonly string[], stdin?: string | Uint8Array) => Promise<string>
  /** The commit that a name stands for; undefined when there is none. */
  readonly commitOf: (name: string) => Promise<string | undefined>
}

/** @throws Stop (3) where git is missing, (2) where no repository is */
export async function openRepository(folder: string, env: NodeJS.ProcessEnv): Promise<Repository> {
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !OF_A_HOOK.includes(name)))
  const run = (args: readonly string[], stdin?: string | Uint8Array) =>
    runGit(['-C', folder, '--no-pager', ...PLAIN, ...args], { ...clean, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' }, stdin)
  const { exit } = await run(['rev-parse', '--git-dir'])
  if (exit !== 0) {
    throw new Stop(2, {
      code: 'no-repository',
      message: `${folder} is no git repository that can be read`,
      hint: 'Name it with --repo DIR.',
    })
  }
  return {
    git: async (args, stdin) => {
      const { exit, stdout } = await run(args, stdin)
      if (exit === 0) return stdout
      throw new Stop(2, {
        code: 'git-refused',
        message: `git ${args[0] ?? ''} ended with ${exit}`,
        hint: 'Look at the repository with `git fsck`; git 2.39 or later is needed.',
      })
    },
    commitOf: async (name) => {
      const { exit, stdout } = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
      return exit === 0 ? stdout.trim() : undefined
    },
  }
}

export interface CommitRange {
  readonly from: string
  readonly to: string
}

/** @throws Stop (2) when it is not `A..B`, or one of the two is no commit */
export async function rangeOf(repository: Repository, text: string): Promise<CommitRange> {
  const [, first = '', second = ''] = /^([^-.\s][^\s]*?)\.\.([^-.\s][^\s]*)$/.exec(text) ?? []
  const [from, to] = first === '' ? [] : [await repository.commitOf(first), await repository.commitOf(second)]
  if (from !== undefined && to !== undefined) return { from, to }
  throw new Stop(2, {
    code: 'bad-range',
    message: 'the range is not two commits of this repository',
    hint: 'Write it as A..B, such as v1.2.1..1.2.',
  })
}

function runGit(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdin?: string | Uint8Array,
): Promise<{ exit: number | null; stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    // git may have seen enough, and closed its end.
    child.stdin.on('error', () => undefined)
    child.once('error', () => {
      reject(new Stop(3, { code: 'git-missing', message: 'git is not there to be asked', hint: 'Install git, or put it on PATH.' }))
    })
    child.once('close', (exit) => resolve({ exit, stdout: Buffer.concat(chunks).toString('utf8') }))
    child.stdin.end(stdin)
  })
}
