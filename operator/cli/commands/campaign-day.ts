import type { Command } from 'commander'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { campaignFacts } from '../campaign-facts.ts'
import { type Cli, examples } from '../cli.ts'
import { dayText } from '../day-text.ts'
import { dayOfCampaign } from '../day.ts'
import { campaignIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { statusOf } from '../status.ts'
import { factsOf } from '../table.ts'
import { termsOf } from '../terms.ts'

export function registerDay(campaign: Command, cli: Cli): void {
  campaign
    .command('day')
    .description('the checklist of the day of disclosure: patches, commit messages to paste, releases, and the command that confirms')
    .argument('<id>', 'the campaign')
    .addHelpText('after', examples('./forewarn campaign day c-4k2m9x7q1d8z5t3w --as alice'))
    .action(async (text: string, _options: object, command: Command) => {
      const id = campaignIdOf(text)
      const campaigns = campaignsOf(await openSession(command, cli))
      const [{ checklist }, status, terms] = await Promise.all([
        bodyOf(campaigns.campaigns[':id'].day.$get({ param: { id } })),
        statusOf(campaigns, id),
        termsOf(campaigns),
      ])
      const day = dayOfCampaign(status, checklist, terms.now)
      const { advisoryId, campaign: its } = status
      const facts = factsOf([...campaignFacts(its, terms), ['advisory', advisoryId]])
      const value = { campaign: its.id, advisoryId, state: its.state, disclosureAt: its.disclosureAt, ...day }
      cli.terminal.result(value, `${facts}\n\n${dayText(day)}`)
    })
}
