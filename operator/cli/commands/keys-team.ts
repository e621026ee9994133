import type { Command } from 'commander'
import { KIND_NAMES, type KeyKind } from '../../../core/keys/mail-key.ts'
import { type Campaigns, bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { readOwnKey } from '../own-key-file.ts'
import { openSession } from '../session.ts'
import { Stop } from '../stop.ts'
import { keyText, keysText, shownKeys, shownOf } from '../team-key-view.ts'
import { termsOf } from '../terms.ts'
import { kindOption, registerKeysTeamExport } from './keys-team-export.ts'

interface PassphraseOptions {
  readonly passphraseFile?: string
}

/** What the team signs its sealed notices with: at most one key of a kind. */
export function registerKeysTeam(keys: Command, cli: Cli): void {
  const team = keys
    .command('team')
    .description('what the team signs its sealed notices with: one OpenPGP key, one S/MIME certificate')
    .addHelpText('after', examples('./forewarn keys team create --as bob', './forewarn keys team show --as alice'))
  registerCreate(team, cli)
  registerImport(team, cli)
  registerRotate(team, cli)
  registerShow(team, cli)
  registerKeysTeamExport(team, cli)
}

function registerCreate(team: Command, cli: Cli): void {
  team
    .command('create')
    .description('make the first key of a kind; its private half never leaves the stack, where the sender alone opens it')
    .addOption(kindOption())
    .addHelpText('after', examples('./forewarn keys team create --as bob', './forewarn keys team create --kind s-mime --as bob'))
    .action(async ({ kind }: { kind: KeyKind }, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      const { key } = await bodyOf(campaigns.keys.team.create.$post({ json: { kind } }))
      await told(cli, campaigns, key)
      cli.terminal.note(tell(key.kind, FIRST))
    })
}

function registerImport(team: Command, cli: Cli): void {
  team
    .command('import')
    .description('take a private key that the team has for the first of its kind, which its file says')
    .argument('<file>', 'what `gpg --export-secret-keys` writes, or a private key with its certificates as PEM')
    .option('--passphrase-file <file>', 'the passphrase on its first line; without it, it is asked for when there is one')
    .addHelpText(
      'after',
      examples('./forewarn keys team import larch-secret.asc --as bob', './forewarn keys team import mail.pem --as bob'),
    )
    .action(async (file: string, { passphraseFile }: PassphraseOptions, command: Command) => {
      const session = await openSession(command, cli)
      const json = await readOwnKey(file, passphraseFile, cli.terminal)
      const campaigns = campaignsOf(session)
      const { key } = await bodyOf(campaigns.keys.team.import.$post({ json }))
      await told(cli, campaigns, key)
      cli.terminal.warn(`${file} holds the private key: delete it, but for a copy that is kept offline`)
      cli.terminal.note(tell(key.kind, FIRST))
    })
}

interface RotateOptions extends PassphraseOptions {
  readonly kind: KeyKind
  readonly key?: string
  readonly yes: boolean
}

function registerRotate(team: Command, cli: Cli): void {
  team
    .command('rotate')
    .description('put another key in the place of the current one, which is remembered')
    .addOption(kindOption())
    .option('--key <file>', 'a private key of the team’s own, also the same with more time; without it a new one is made')
    .option('--passphrase-file <file>', 'as for import')
    .option('--yes', 'do not ask', false)
    .addHelpText('after', examples('./forewarn keys team rotate --as bob', './forewarn keys team rotate --key larch-2027.asc --as bob'))
    .action(async (options: RotateOptions, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      const own = options.key === undefined ? undefined : await readOwnKey(options.key, options.passphraseFile, cli.terminal)
      const kind = own?.kind ?? options.kind
      const { current } = await bodyOf(campaigns.keys.team.$get())
      const replaced = current.find((key) => key.kind === kind)
      if (!replaced) throw nothingToRotate(kind)
      cli.terminal.note(`${keyText(shownOf(replaced), await zoneOf(campaigns))}\n\n${CONSEQUENCES}`)
      await cli.terminal.confirm(`Replace the team’s ${KIND_NAMES[kind]} key?`, options.yes)
      const json = { kind, replaces: replaced.fingerprint, ...(own !== undefined && { privateKey: own.privateKey }) }
      const { key } = await bodyOf(campaigns.keys.team.rotate.$post({ json }))
      await told(cli, campaigns, key)
      if (options.key !== undefined)
        cli.terminal.warn(`${options.key} holds the private key: delete it, but for a copy that is kept offline`)
      cli.terminal.note(tell(kind, key.fingerprint === replaced.fingerprint ? SAME : ANOTHER))
    })
}

function registerShow(team: Command, cli: Cli): void {
  team
    .command('show')
    .description('fingerprints, since when and by whom; former ones too, the newest first')
    .addHelpText('after', examples('./forewarn keys team show --as alice', './forewarn keys team show --json --as alice'))
    .action(async (_options: object, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      const shown = shownKeys(await bodyOf(campaigns.keys.team.$get()))
      cli.terminal.result(shown, keysText(shown, await zoneOf(campaigns)))
    })
}

async function told({ terminal }: Cli, campaigns: Campaigns, key: Parameters<typeof shownOf>[0]): Promise<void> {
  const shown = shownOf(key)
  terminal.result({ key: shown }, keyText(shown, await zoneOf(campaigns)))
}

const zoneOf = async (campaigns: Campaigns): Promise<string> => (await termsOf(campaigns)).policy.embargo.zone

const nothingToRotate = (kind: KeyKind): Stop =>
  new Stop(1, {
    code: 'no-team-key',
    message: `the team has no ${KIND_NAMES[kind]} key that could be replaced`,
    hint: 'Make one with `./forewarn keys team create`.',
  })

const CONSEQUENCES = `From then on every sealed notice is signed with the new key, those of campaigns that are approved too, and every notice says its
fingerprint. Whoever has verified the former one sees a signature that they do not know.
`

function tell(kind: KeyKind, ways: string): string {
  const [file, option] = kind === 'openpgp' ? ['team.asc', ''] : ['team.pem', '--kind s-mime ']
  const lines = [`keys team export ${option}--out ${file}`, ...(kind === 'openpgp' ? [`policy render --team-key ${file}`] : [])]
  return [`\nTell ${ways}:`, ...lines.map((line) => `  $ ./forewarn ${line}`)].join('\n')
}

const FIRST = 'recipients and reporters its fingerprint in another way than by a notice, such as on the project’s website'
const ANOTHER = 'recipients and reporters that it has changed, on the project’s website, by phone, or by a mail signed with the former one'
const SAME = 'those who hold it that its dates have changed, by giving it to them again'
