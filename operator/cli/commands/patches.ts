import type { Command } from 'commander'
import { campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { type Repository, openRepository, rangeOf } from '../git.ts'
import { campaignIdOf } from '../ids.ts'
import { type LandingState, type SearchedCommits, landingOf } from '../landing.ts'
import { type MailedPatch, patchesOfAdvisory, patchesOfCampaign } from '../mailed-patches.ts'
import { repeated } from '../own-word-files.ts'
import { openSession } from '../session.ts'
import { Stop } from '../stop.ts'
import { tableOf } from '../table.ts'

interface VerifyOptions {
  readonly repo: string
  readonly advisory?: string
  readonly range?: string
  readonly branch: readonly string[]
}

const HELP = `${examples(
  './forewarn patches verify c-4k2m9x7q1d8z5t3w --repo ../project --as bob',
  './forewarn patches verify --advisory ADV-2026-0001.yaml --repo ../project --branch 1.2=release/1.2',
  './forewarn patches verify --advisory ADV-2026-0001.yaml --repo ../project --range v1.2.1..v1.2.2',
)}

Each patch is looked for by its patch id (git patch-id) on its branch: 1.2, 1.2.x, release/1.2, release-1.2 or v1.2, here or at origin.
With a campaign and --advisory, the files must also be those that the campaign pinned. Exits 0 when all have landed, 1 otherwise.`

export function registerPatches(program: Command, cli: Cli): void {
  program
    .command('patches')
    .description('see that what landed is what was mailed')
    .addHelpText('after', examples('./forewarn patches verify c-4k2m9x7q1d8z5t3w --repo ../project --as bob'))
    .command('verify')
    .description('compare each mailed patch with the commits of a repository on this machine')
    .argument('[id]', 'the campaign; needs the role author or approver')
    .requiredOption('--repo <dir>', 'the repository')
    .option('--advisory <file>', 'the patches beside this advisory')
    .option('--range <a..b>', 'look at the commits in B that are not in A, for every patch')
    .option('--branch <name>', 'look there for every patch; or 1.2=NAME, for those of 1.2', repeated, [])
    .addHelpText('after', HELP)
    .action(async (id: string | undefined, options: VerifyOptions, command: Command) => {
      const patches = await patchesToVerify(id, options, { command, cli })
      const repository = await openRepository(options.repo, cli.env)
      const rows: Row[] = []
      for (const patch of patches) rows.push(await verify(repository, patch, options))
      const isSound = rows.every(({ state }) => state === 'landed')
      cli.terminal.result({ isSound, patches: rows }, inWords(rows, isSound))
      // What is not there is the result, and at the same time a no.
      if (!isSound) process.exitCode = 1
    })
}

type Candidate = MailedPatch & { readonly isAltered: boolean }

async function patchesToVerify(
  id: string | undefined,
  { advisory }: VerifyOptions,
  at: { command: Command; cli: Cli },
): Promise<readonly Candidate[]> {
  if (id === undefined && advisory === undefined) {
    throw new Stop(2, { code: 'usage', message: 'nothing says which patches were mailed', hint: 'Give a campaign, or --advisory FILE.' })
  }
  const pinned =
    id === undefined ? undefined : await patchesOfCampaign(campaignsOf(await openSession(at.command, at.cli)), campaignIdOf(id))
  const beside = advisory === undefined ? undefined : await patchesOfAdvisory(advisory)
  const patches = pinned ?? beside ?? []
  if (patches.length === 0)
    throw new Stop(2, { code: 'no-patches', message: 'there is no patch to verify', hint: 'The advisory names none.' })
  const isBeside = ({ branch, sha256 }: MailedPatch) => beside?.some((patch) => patch.branch === branch && patch.sha256 === sha256) ?? true
  return patches.map((patch) => ({ ...patch, isAltered: !isBeside(patch) }))
}

interface Row {
  readonly patch: string
  readonly branch: string
  readonly sha256: string
  readonly state: LandingState | 'altered' | 'no-branch' | 'unreadable'
  readonly commits: readonly string[]
}

async function verify(repository: Repository, { name, branch, sha256, bytes, isAltered }: Candidate, options: VerifyOptions): Promise<Row> {
  const row = { patch: name, branch, sha256, commits: [] }
  if (isAltered) return { ...row, state: 'altered' }
  const searched = await searchedFor(repository, branch, options)
  if (searched === undefined) return { ...row, state: 'no-branch' }
  return { ...row, state: 'unreadable', ...(await landingOf(repository, bytes, searched)) }
}

async function searchedFor(
  repository: Repository,
  branch: string,
  { range, branch: given }: VerifyOptions,
): Promise<SearchedCommits | undefined> {
  if (range !== undefined) return rangeOf(repository, range)
  const named = given.map((name) =>
    name.includes('=') ? { of: name.split('=', 1)[0], name: name.slice(name.indexOf('=') + 1) } : { of: branch, name },
  )
  const own = named.find(({ of }) => of === branch)?.name
  const stem = branch.replace(/\.x$/, '')
  const usual = [branch, stem, `${stem}.x`, `release/${stem}`, `release-${stem}`, `v${stem}`]
  const names = own === undefined ? usual.flatMap((name) => [`refs/heads/${name}`, `refs/remotes/origin/${name}`]) : [own]
  for (const name of names) {
    const to = await repository.commitOf(name)
    if (to !== undefined) return { to }
  }
  return undefined
}

const MEANS: Readonly<Record<Row['state'], string>> = {
  landed: 'landed',
  whitespace: 'DIFFERENT: white space is not as mailed',
  different: 'DIFFERENT: a commit changes the same lines in another way',
  reverted: 'REVERTED: it landed, and was taken back',
  missing: 'MISSING: no commit is like it',
  altered: 'ALTERED: the file is not what the campaign pinned',
  'no-branch': 'MISSING: there is no such branch; name it with --branch',
  unreadable: 'UNREADABLE: git finds no change in it',
}

function inWords(rows: readonly Row[], isSound: boolean): string {
  const table = tableOf(rows, [
    { title: 'patch', cell: ({ patch }) => patch },
    { title: 'branch', cell: ({ branch }) => branch },
    { title: 'sha-256', cell: ({ sha256 }) => `${sha256.slice(0, 12)}…` },
    { title: 'state', cell: ({ state }) => MEANS[state] },
    { title: 'commit', cell: ({ commits }) => commits.map((commit) => commit.slice(0, 12)).join(' ') || '-' },
  ])
  return [table, isSound ? 'What landed is what was mailed.' : 'NOT all of what was mailed has landed as it was mailed.'].join('\n\n')
}
