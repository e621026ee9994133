import { type Command, Option } from 'commander'
import { KIND_NAMES, KeyKind } from '../../../core/keys/mail-key.ts'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { pictureFile } from '../picture-file.ts'
import { openSession } from '../session.ts'
import { Stop } from '../stop.ts'
import { shownOf } from '../team-key-view.ts'

export const kindOption = () => new Option('--kind <kind>', 'for which way of sealing').choices(KeyKind.options).default('openpgp')

interface ExportOptions {
  readonly kind: KeyKind
  readonly out?: string
  readonly force: boolean
}

export function registerKeysTeamExport(team: Command, cli: Cli): void {
  team
    .command('export')
    .description('the public half, to be handed on: an armoured OpenPGP key, or the certificates as PEM')
    .addOption(kindOption())
    .option('--out <file>', 'into this file; without it, to stdout')
    .option('--force', 'also when the file is there already', false)
    .addHelpText(
      'after',
      examples(
        './forewarn keys team export --out team.asc --as alice',
        './forewarn keys team export --kind s-mime --out team.pem --as alice',
      ),
    )
    .action(async ({ kind, out, force }: ExportOptions, command: Command) => {
      const file = out === undefined ? undefined : await pictureFile(out, { replaces: force, mode: 0o644 })
      const { current } = await bodyOf(campaignsOf(await openSession(command, cli)).keys.team.$get())
      const key = current.find((candidate) => candidate.kind === kind)
      if (!key) throw nothingToExport(kind)
      const published = key.published.trimEnd()
      await file?.write(`${published}\n`)
      if (file) cli.terminal.result({ key: shownOf(key), out }, `${out} holds the team’s ${KIND_NAMES[kind]} key, the public half.`)
      else cli.terminal.result({ key: shownOf(key), published }, published)
    })
}

const nothingToExport = (kind: KeyKind): Stop =>
  new Stop(1, {
    code: 'no-team-key',
    message: `the team has no ${KIND_NAMES[kind]} key`,
    hint: 'Make one with `./forewarn keys team create`, or choose the other --kind.',
  })
