import type { Command } from 'commander'
import type { RecipientState } from '../../../core/recipient/recipient.ts'
import { bodyOf, recipientsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { recipientIdOf } from '../ids.ts'
import { outlineText } from '../recipient-view.ts'
import { openSession } from '../session.ts'

interface Change {
  readonly name: string
  readonly to: RecipientState
  readonly says: string
  /** Asked first; absent where the change can be taken back. */
  readonly question?: string
}

const CHANGES: readonly Change[] = [
  { name: 'suspend', to: 'suspended', says: 'tell a recipient nothing until it is resumed, also of campaigns that were approved' },
  { name: 'resume', to: 'active', says: 'make a suspended recipient active again; campaigns approved meanwhile need `campaign include`' },
  {
    name: 'remove',
    to: 'removed',
    says: 'take a recipient off the list for good; its addresses are free again',
    question: 'Remove this recipient for good?',
  },
]

export function registerStates(recipients: Command, cli: Cli): void {
  for (const change of CHANGES) registerState(recipients, change, cli)
}

function registerState(recipients: Command, { name, to, says, question }: Change, cli: Cli): void {
  const command = recipients
    .command(name)
    .description(says)
    .argument('<id>', 'the recipient')
    .addHelpText('after', examples(`./forewarn recipients ${name} 0123456789abcdef0123456789abcdef --as dave`))
  if (question !== undefined) command.option('--yes', 'do not ask', false)
  command.action(async (text: string, { yes = false }: { yes?: boolean }, command: Command) => {
    const id = recipientIdOf(text)
    const one = recipientsOf(await openSession(command, cli)).recipients[':id']
    if (question !== undefined) {
      const { recipient } = await bodyOf(one.$get({ param: { id } }))
      cli.terminal.note(`${outlineText(recipient)}\n`)
      await cli.terminal.confirm(question, yes)
    }
    const kept = await bodyOf(one.state.$post({ param: { id }, json: { state: to } }))
    cli.terminal.result(kept, outlineText(kept.recipient))
  })
}
