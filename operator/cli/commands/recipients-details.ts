import type { Command } from 'commander'
import { bodyOf, recipientsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { recipientIdOf } from '../ids.ts'
import { warnOfBlocked } from '../recipient-keys.ts'
import { type DetailOptions, changeFrom, detailsFrom, withDetails } from '../recipient-options.ts'
import { outlineText } from '../recipient-view.ts'
import { openSession } from '../session.ts'
import { Stop } from '../stop.ts'

export function registerDetails(recipients: Command, cli: Cli): void {
  withDetails(recipients.command('add'))
    .description('add one recipient; an address belongs to one recipient, whatever its spelling')
    .addHelpText(
      'after',
      examples(
        './forewarn recipients add --organisation "Example Hosting" --contact psirt@hosting.example --zone Europe/Berlin --group cloud --as dave',
        './forewarn recipients add --organisation "Example Cloud" --contact psirt@cloud.example --key psirt.asc --encryption required --as dave',
      ),
    )
    .action(async (options: DetailOptions, command: Command) => {
      const details = await detailsFrom(options)
      const added = await bodyOf(recipientsOf(await openSession(command, cli)).recipients.$post({ json: details }))
      warnOfBlocked(details, cli.terminal)
      cli.terminal.result(added, added.outcome === 'added' ? `added ${added.id}` : `on the list already, as it is: ${added.id}`)
    })

  withDetails(recipients.command('change').argument('<id>', 'the recipient'))
    .description('change what is given and leave the rest; its details are read for that, which is recorded')
    .addHelpText(
      'after',
      examples(
        './forewarn recipients change 0123456789abcdef0123456789abcdef --contact soc@hosting.example --as dave',
        './forewarn recipients change 0123456789abcdef0123456789abcdef --second-contact "" --as dave',
        './forewarn recipients change 0123456789abcdef0123456789abcdef --contact soc@hosting.example --key soc.asc --as dave',
      ),
    )
    .action(async (text: string, options: DetailOptions, command: Command) => {
      const id = recipientIdOf(text)
      if (Object.keys(options).length === 0) throw nothingToChange()
      const change = await changeFrom(options)
      const one = recipientsOf(await openSession(command, cli)).recipients[':id']
      const { recipient } = await bodyOf(one.reveal.$post({ param: { id } }))
      cli.terminal.warn('the whole details were read to change a part of them; that is recorded as a look at this recipient')
      const changed = await bodyOf(one.$put({ param: { id }, json: change(recipient.details) }))
      warnOfBlocked(changed.recipient, cli.terminal)
      cli.terminal.result(changed, `${changed.outcome}\n${outlineText(changed.recipient)}`)
    })
}

const nothingToChange = () =>
  new Stop(2, { code: 'nothing-to-change', message: 'nothing to change is given', hint: 'Add --help to see what can be changed.' })
