import { text as textOf } from 'node:stream/consumers'
import type { Command } from 'commander'
import { type GiveAway, giveAwaysIn } from '../../../core/advisory/give-away.ts'
import { readText } from '../../files/file-bytes.ts'
import { type Cli, examples } from '../cli.ts'
import { openRepository } from '../git.ts'
import { type OwnWordFiles, readOwnWords, repeated } from '../own-word-files.ts'
import { printable } from '../printable.ts'
import { type PublicText, asCommitted, textsOfRange } from '../public-texts.ts'
import { Stop, accepted } from '../stop.ts'
import { registerHook, registerWords } from './commit-words.ts'

const MAX_MESSAGE_BYTES = 1024 * 1024

export function registerCommitMessage(program: Command, cli: Cli): void {
  const group = program
    .command('commit-message')
    .description('keep what is committed before the disclosure from telling what it is about')
    .addHelpText('after', examples('./forewarn commit-message check MESSAGE --words words.json'))
  registerCheck(group, cli)
  registerWords(group, cli)
  registerHook(group, cli)
}

interface CheckOptions extends OwnWordFiles {
  readonly range?: string
  readonly repo: string
}

function registerCheck(group: Command, cli: Cli): void {
  group
    .command('check')
    .description(
      'refuse a message that gives an advisory away; nothing leaves this machine, and no word is shown that is not in the message',
    )
    .argument('[file]', 'the message, or - for stdin')
    .option('--range <a..b>', 'instead: messages, added change log lines, branches and tags of the commits in B that are not in A')
    .option('--repo <dir>', 'the repository of --range', '.')
    .option('--words <file>', 'a word list of an advisory; may be given again', repeated, [])
    .option('--advisory <file>', 'an advisory itself, for who has it; may be given again', repeated, [])
    .option(
      '--policy <file>',
      'the policy beside --advisory: the project’s own name gives nothing away (default: forewarn.yaml, if it is there)',
    )
    .addHelpText('after', CHECK_HELP)
    .action(async (file: string | undefined, options: CheckOptions) => {
      if ((file === undefined) === (options.range === undefined)) {
        throw new Stop(2, { code: 'usage', message: 'give either a file (or -) or --range A..B', hint: 'Add --help to see examples.' })
      }
      const own = await readOwnWords(options, cli.terminal)
      if (own === undefined) cli.terminal.note(UNKNOWING)
      const texts = await textsToCheck(cli, file, options)
      const findings = texts.flatMap((text) => giveAwaysIn(text.text, own).map((finding) => placed(text, finding)))
      cli.terminal.result(
        { clean: findings.length === 0, checked: texts.length, knowsWords: own !== undefined, findings },
        inWords(findings, texts.length),
      )
      // The places are the result, and at the same time a no.
      if (findings.length > 0) process.exitCode = 1
    })
}

const UNKNOWING =
  'note: only ids and phrases that give any advisory away are looked for; an advisory’s own words need --words or --advisory'

const CHECK_HELP = `${examples(
  './forewarn commit-message check .git/COMMIT_EDITMSG --words words.json',
  'git log -1 --format=%B | ./forewarn commit-message check - --words words.json',
  './forewarn commit-message check --range origin/1.2..fix --repo ../project --advisory ADV-2026-0001.yaml',
)}

Fine is: "Security fix; details follow with the advisory (ADV-2026-0001)."
Exits 0 when nothing gives it away, 1 when something does. As a hook of git: see \`./forewarn commit-message hook --help\`.`

async function textsToCheck(cli: Cli, file: string | undefined, { range, repo }: CheckOptions): Promise<readonly PublicText[]> {
  if (range !== undefined) return textsOfRange(await openRepository(repo, cli.env), range)
  if (file === undefined || file === '-') return [{ where: 'message', text: await textOf(process.stdin) }]
  const text = accepted(await readText(file, MAX_MESSAGE_BYTES), file)
  return [{ where: 'message', text: asCommitted(text, file, cli.env['GIT_EDITOR']) }]
}

type Finding = GiveAway & { readonly where: string }

const placed = ({ where, lines }: PublicText, finding: GiveAway): Finding => ({
  where,
  ...finding,
  line: lines?.[finding.line - 1] ?? finding.line,
})

const MEANS: Readonly<Record<GiveAway['code'], string>> = {
  identifier: 'an id under which the flaw is known',
  score: 'how severe it is',
  weakness: 'what kind of flaw it is',
  flaw: 'that there is a flaw, and where',
  attack: 'how it is attacked',
  hardening: 'what is done against it',
  credit: 'who found it',
  'report-link': 'where it was reported',
  'advisory-word': 'a word of the advisory',
  'advisory-words': 'words of the advisory',
  'advisory-name': 'a name that the advisory is about',
  'advisory-link': 'a link of the advisory',
  reporter: 'who found it',
}

function inWords(findings: readonly Finding[], checked: number): string {
  if (findings.length === 0)
    return checked === 1 ? 'Nothing gives the advisory away.' : `Nothing gives the advisory away: ${checked} texts looked at.`
  const lines = findings.map(({ where, line, column, code, words }) =>
    printable(`${where}, line ${line}, column ${column}: ${MEANS[code]} (${code}): ${words}`),
  )
  return [...lines, '', 'This gives the advisory away. Say no more than: Security fix; details follow with the advisory (ADV-…).'].join(
    '\n',
  )
}
