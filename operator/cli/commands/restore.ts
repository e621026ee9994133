import type { Command } from 'commander'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { counted } from '../notice-text.ts'
import { openSession } from '../session.ts'
import { Stop } from '../stop.ts'

interface AcceptOptions {
  readonly reason: string
  readonly yes: boolean
}

export function registerRestore(program: Command, cli: Cli): void {
  const restore = program
    .command('restore')
    .description('after a backup of the table was restored: nothing goes out until it is accepted')
    .addHelpText('after', examples('./forewarn restore accept --reason "restored to 09:30 UTC" --as bob'))

  restore
    .command('accept')
    .description('take a restored copy of the table for the table; every campaign that has not ended is halted')
    .requiredOption('--reason <text>', 'why it was restored; it stands in the halts')
    .option('--yes', 'do not ask', false)
    .addHelpText('after', examples('./forewarn restore accept --reason "restored to 09:30 UTC" --as bob'))
    .action(async ({ reason, yes }: AcceptOptions, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      const { owner } = await bodyOf(campaigns.table.$get())
      if (owner !== 'foreign') throw notRestored()
      cli.terminal.note(CONSEQUENCES)
      await cli.terminal.confirm('Accept this table?', yes)
      const { halted } = await bodyOf(campaigns.table.accept.$post({ json: { why: reason } }))
      cli.terminal.result({ halted }, textOf(halted))
    })
}

const notRestored = () =>
  new Stop(1, {
    code: 'not-restored',
    message: 'this table is no restored copy',
    hint: 'There is nothing to accept; see `./forewarn alarms`.',
  })

const CONSEQUENCES = `This table is a restored copy: what was sent, decided or changed after the copy was made is not in it. When you accept it
  - every campaign that has not ended is halted, until you resume it;
  - of what was due by now, what this table does not know as sent becomes uncertain instead of being sent;
  - what is due later goes out once its campaign is resumed.
Approvals, edits and changes of the list made after the copy are lost: give them again.
`

function textOf(halted: readonly string[]): string {
  if (halted.length === 0) return 'Accepted. No campaign was under way, so none is halted.'
  return [
    `Accepted. ${counted(halted.length, 'campaign')} halted. For each:`,
    ...halted.map((id) => `\n  ${id}\n${STEPS.map((step) => `    $ ${step.replaceAll('ID', id)}`).join('\n')}`),
    '\nA wrong date or content is mended before the resumption; who is uncertain is asked, or gets it again by `./forewarn resend`.',
  ].join('\n')
}

const STEPS = [
  './forewarn campaign status ID',
  './forewarn campaign verify ID',
  './forewarn resume ID --reason "looked at after the restore"',
  './forewarn deliveries ID --not-told',
]
