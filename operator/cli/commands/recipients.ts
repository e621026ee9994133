import { type Command, Option } from 'commander'
import { RecipientState } from '../../../core/recipient/recipient.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import { bodyOf, campaignsOf, recipientsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { recipientIdOf } from '../ids.ts'
import { listed, revealed } from '../recipient-pages.ts'
import { outlineText, outlinesText, revealedFacts, revealedText } from '../recipient-view.ts'
import { openSession } from '../session.ts'
import { tableOf } from '../table.ts'
import { termsOf } from '../terms.ts'
import { registerDetails } from './recipients-details.ts'
import { registerImport } from './recipients-import.ts'
import { registerKey } from './recipients-key.ts'
import { registerStates } from './recipients-states.ts'

const RECORDED = 'whole addresses are shown; that you looked is recorded (see `./forewarn recipients access`)'

/** The confidential list. */
export function registerRecipients(program: Command, cli: Cli): void {
  const recipients = program
    .command('recipients')
    .description('the confidential list: whole addresses are shown with --reveal alone, which is recorded')
    .addHelpText('after', examples('./forewarn recipients import recipients.csv --as dave', './forewarn recipients list --as dave'))
  registerImport(recipients, cli)
  registerDetails(recipients, cli)
  registerList(recipients, cli)
  registerShow(recipients, cli)
  registerKey(recipients, cli)
  registerStates(recipients, cli)
  registerAccess(recipients, cli)
}

interface ListOptions {
  readonly reveal: boolean
  readonly group?: string
  readonly state?: RecipientState
}

function registerList(recipients: Command, cli: Cli): void {
  recipients
    .command('list')
    .description('organisations and states, in order of id')
    .option('--reveal', 'with whole addresses; recorded', false)
    .option('--group <group>', 'only this group')
    .addOption(new Option('--state <state>', 'only these').choices(RecipientState.options))
    .addHelpText(
      'after',
      examples('./forewarn recipients list --as dave', './forewarn recipients list --group distributors --state active --as dave'),
    )
    .action(async ({ reveal, group, state }: ListOptions, command: Command) => {
      const api = recipientsOf(await openSession(command, cli))
      const isWanted = (row: { state: RecipientState; groups: readonly string[] }) =>
        (state === undefined || row.state === state) && (group === undefined || row.groups.includes(group))
      if (reveal) {
        const rows = (await revealed(api)).filter((row) => isWanted({ ...row.details, state: row.state }))
        cli.terminal.warn(RECORDED)
        return cli.terminal.result({ recipients: rows }, revealedText(rows))
      }
      const rows = (await listed(api)).filter(isWanted)
      return cli.terminal.result({ recipients: rows }, outlinesText(rows))
    })
}

function registerShow(recipients: Command, cli: Cli): void {
  recipients
    .command('show')
    .description('one recipient')
    .argument('<id>', 'the recipient')
    .option('--reveal', 'with whole addresses and notes; recorded', false)
    .addHelpText('after', examples('./forewarn recipients show 0123456789abcdef0123456789abcdef --as dave'))
    .action(async (text: string, { reveal }: { reveal: boolean }, command: Command) => {
      const id = recipientIdOf(text)
      const one = recipientsOf(await openSession(command, cli)).recipients[':id']
      if (reveal) {
        const shown = await bodyOf(one.reveal.$post({ param: { id } }))
        cli.terminal.warn(RECORDED)
        return cli.terminal.result(shown, revealedFacts(shown.recipient))
      }
      const shown = await bodyOf(one.$get({ param: { id } }))
      return cli.terminal.result(shown, outlineText(shown.recipient))
    })
}

function registerAccess(recipients: Command, cli: Cli): void {
  recipients
    .command('access')
    .description('who looked at whole addresses, and when; the newest first')
    .addHelpText('after', examples('./forewarn recipients access --as dave'))
    .action(async (_options: object, command: Command) => {
      const session = await openSession(command, cli)
      const [{ entries }, { policy }] = await Promise.all([
        bodyOf(recipientsOf(session).recipients.access.$get()),
        termsOf(campaignsOf(session)),
      ])
      const at = (stored: string) => presentInstant(fromStored(stored), policy.embargo.zone)
      const table = tableOf(entries, [
        { title: 'who', cell: ({ who }) => who },
        { title: 'looked at', cell: ({ what }) => what },
        { title: 'recipients', cell: ({ count }) => count },
        { title: 'when', cell: (entry) => at(entry.at).utc },
        { title: policy.embargo.zone, cell: (entry) => at(entry.at).local ?? '' },
      ])
      cli.terminal.result({ entries }, entries.length === 0 ? 'Nobody has looked at whole addresses.' : table)
    })
}
