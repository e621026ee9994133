import type { Command } from 'commander'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { advisoryIn, uploaded } from '../campaign-draft.ts'
import { type ReasonOptions, ask, confirmed, tellProposed } from '../change-preview.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { openSession } from '../session.ts'

/** Another advisory, after the advance notice has gone out. */
export function registerRevise(campaign: Command, cli: Cli): void {
  campaign
    .command('revise')
    .description('propose a corrected advisory after the advance notice; its next version goes out whole, with what changed on top')
    .argument('<id>', 'the campaign')
    .requiredOption('--advisory <file>', 'the advisory as it is now, with its patches beside it')
    .requiredOption('--reason <text>', 'why; stands in the mails')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        './forewarn campaign revise c-4k2m9x7q1d8z5t3w --advisory advisory.yaml --reason "the patch for 1.1 was incomplete" --as alice',
      ),
    )
    .action(async (text: string, options: ReasonOptions & { advisory: string }, command: Command) => {
      const id = campaignIdOf(text)
      const read = await advisoryIn(options.advisory)
      const asked = await ask(campaignsOf(await openSession(command, cli)), id, cli)
      const { campaigns } = asked
      const draft = await uploaded(read, campaigns, cli.terminal)
      const revision = { param: { id }, json: { draft, why: options.reason } }
      const { change } = await bodyOf(campaigns.campaigns[':id'].revision.$post(revision))
      await confirmed(asked, { kind: 'propose', change }, { question: 'Propose this advisory?', yes: options.yes })
      const { campaign: after } = await bodyOf(campaigns.campaigns[':id'].revise.$post(revision))
      tellProposed(asked, after, { kind: 'revise' })
    })
}
