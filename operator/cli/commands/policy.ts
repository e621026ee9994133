import type { Command } from 'commander'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import { instantAt } from '../../../core/embargo/instant.ts'
import { saysOf } from '../../../core/keys/key-fault.ts'
import { MOST_KEY_FILE_BYTES } from '../../../core/keys/mail-key.ts'
import { type PublishedKey, publicPolicy } from '../../../core/policy/public-policy.ts'
import { recentReleases } from '../../../core/policy/recent-releases.ts'
import { securityMd } from '../../../core/policy/security-md.ts'
import { expiryProblem, securityTxt, usualExpiry } from '../../../core/policy/security-txt.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { WHOLE_FILE, readBytes } from '../../files/file-bytes.ts'
import { readPolicyFile } from '../../files/policy-file.ts'
import { type Cli, examples } from '../cli.ts'
import { openRepository } from '../git.ts'
import { repeated } from '../own-word-files.ts'
import { printable } from '../printable.ts'
import { type CheckedFile, type PublicTexts, checkFile, writeTexts } from '../published-policy.ts'
import { Stop, accepted, badInput } from '../stop.ts'

interface RenderOptions {
  readonly policy: string
  readonly repo: string
  readonly check: readonly string[]
  readonly write: readonly string[]
  readonly expires?: string
  readonly now?: string
  readonly teamKey?: string
}

const HELP = `${examples(
  './forewarn policy render',
  './forewarn policy render --repo ../project --write ../project/SECURITY.md --write ../project/.well-known/security.txt',
  './forewarn policy render --team-key team.asc --write ../project/.well-known/security.txt',
  './forewarn policy render --repo ../project --check ../project/SECURITY.md --check ../project/.well-known/security.txt',
)}

Of a file in Markdown only the section between the comments forewarn:policy begin and end is written or compared; a security.txt as a
whole, but for Expires, which must be 30 days to a year away. --check exits 1 when a file says something else than the policy.`

export function registerPolicy(program: Command, cli: Cli): void {
  program
    .command('policy')
    .description('tell in public what the policy promises')
    .addHelpText('after', examples('./forewarn policy render'))
    .command('render')
    .description('write the disclosure section of a SECURITY.md and a security.txt (RFC 9116) from the policy')
    .option('--policy <file>', 'the policy; how to report stands in its field reporting', 'forewarn.yaml')
    .option('--repo <dir>', 'the repository whose tags are the releases, where the policy has supportedVersions.releases', '.')
    .option('--write <file>', 'put the text into this SECURITY.md or security.txt; may be given again', repeated, [])
    .option('--check <file>', 'say where this file differs instead; may be given again', repeated, [])
    .option('--expires <instant>', 'when the security.txt expires; without it, in a year less a day')
    .option('--team-key <file>', 'the team’s OpenPGP key, as `keys team export` writes it: its fingerprint is told too')
    .option('--now <instant>', 'judge Expires as of then; without it, as of this moment')
    .addHelpText('after', HELP)
    .action(async (options: RenderOptions) => {
      refuseContradiction(options)
      const now = options.now === undefined ? instantAt(Date.now()) : accepted(parseInstant(options.now, '(root)'), '--now')
      const texts = await textsOf(cli, options, now)
      if (options.check.length > 0) await check(cli, options.check, { texts, now })
      else if (options.write.length > 0) await write(cli, options.write, texts)
      else cli.terminal.result(texts, shown(texts))
    })
}

/** @throws Stop (2) when two options do not go together */
function refuseContradiction({ check, write, expires }: RenderOptions): void {
  if (check.length === 0) return
  if (write.length > 0) throw new Stop(2, { code: 'usage', message: 'give either --write or --check', hint: 'Add --help to see examples.' })
  if (expires === undefined) return
  throw new Stop(2, { code: 'usage', message: '--expires is not for --check, which judges what the file says', hint: 'Leave it out.' })
}

async function textsOf(cli: Cli, options: RenderOptions, now: Instant): Promise<PublicTexts> {
  const policy = publicPolicy(accepted(await readPolicyFile(options.policy), options.policy))
  if ('outcome' in policy) throw new Stop(2, { code: policy.code, message: `${options.policy}: ${policy.why}`, hint: policy.hint })
  const { releases: count } = policy.supportedVersions
  const releases = count === undefined ? [] : await releasesIn(cli, options.repo, count)
  const teamKey = options.teamKey === undefined ? undefined : await publishedKey(cli, options.teamKey, now)
  return {
    securityMd: securityMd({ policy, releases, teamKey }),
    securityTxt: securityTxt(policy, expiryOf(options, now), teamKey),
  }
}

/** @throws Stop (2) when it is no key that others can verify a signature with */
async function publishedKey(cli: Cli, file: string, now: Instant): Promise<PublishedKey> {
  const bytes = accepted(await readBytes(file, MOST_KEY_FILE_BYTES), file)
  const { publishedOpenpgpKey } = await import('../../../adapters/openpgp/published-key.ts')
  const key = await publishedOpenpgpKey(bytes, now)
  if ('fault' in key) throw badInput(file, [{ field: WHOLE_FILE, message: saysOf(key.fault) }])
  if (key.canEncrypt) cli.terminal.warn(ENCRYPTS)
  return key
}

const ENCRYPTS =
  'reports will be encrypted to this key: see that the team can decrypt them. It can with a key that it imported; the private half of one that `keys team create` made leaves the stack for nobody.'

/** @throws Stop (2) when there is none: a policy that supports the newest releases must not name none */
async function releasesIn(cli: Cli, folder: string, count: number): Promise<readonly string[]> {
  const repository = await openRepository(folder, cli.env)
  const tags = (await repository.git(['for-each-ref', '--format=%(refname:strip=2)', 'refs/tags'])).split('\n')
  const releases = recentReleases(tags, count)
  if (releases.length > 0) return releases
  throw new Stop(2, {
    code: 'no-releases',
    message: `${folder} has no tag of a release, such as v1.2.3, and the policy has supportedVersions.releases`,
    hint: 'Name the project’s repository with --repo DIR; in a shallow clone, run `git fetch --tags` first.',
  })
}

function expiryOf({ expires }: RenderOptions, now: Instant): Instant {
  if (expires === undefined) return usualExpiry(now)
  const at = accepted(parseInstant(expires, '(root)'), '--expires')
  const wrong = expiryProblem(at, now)
  if (wrong !== undefined) throw badInput('--expires', [{ field: '(root)', message: wrong }])
  return at
}

const shown = ({ securityMd, securityTxt }: PublicTexts): string => `SECURITY.md\n\n${securityMd}\n\nsecurity.txt\n\n${securityTxt}`

async function write(cli: Cli, files: readonly string[], texts: PublicTexts): Promise<void> {
  const written = await writeTexts(files, texts)
  for (const { file, note } of written) if (note !== undefined) cli.terminal.warn(`${file}: ${note}`)
  cli.terminal.result({ ...texts, written }, written.map(({ file }) => `${file} says what the policy says.`).join('\n'))
}

async function check(cli: Cli, files: readonly string[], { texts, now }: { texts: PublicTexts; now: Instant }): Promise<void> {
  const checked: CheckedFile[] = []
  for (const file of files) checked.push(await checkFile(file, texts, now))
  const isSame = checked.every(isSound)
  cli.terminal.result({ isSame, files: checked }, checked.map(inWords).join('\n\n'))
  // Where they differ is the result, and at the same time a no.
  if (!isSame) process.exitCode = 1
}

const isSound = ({ problems, differences }: CheckedFile): boolean => problems.length === 0 && differences.length === 0

function inWords(checked: CheckedFile): string {
  const { file, problems, differences } = checked
  if (isSound(checked)) return `${file} says what the policy says.`
  const lines = differences.flatMap(({ line, found, wanted }) => [
    `line ${line}`,
    ...found.map((text) => `- ${text}`),
    ...wanted.map((text) => `+ ${text}`),
  ])
  return [
    `${file} is not what the policy says${differences.length > 0 ? ' (- in the file, + by the policy)' : ''}:`,
    ...[...problems, ...lines].map(printable),
  ].join('\n')
}
