import type { Command } from 'commander'
import type { CampaignVerdict } from '../../../core/usecases/verify-campaign.ts'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { tableOf } from '../table.ts'

export function registerVerify(campaign: Command, cli: Cli): void {
  campaign
    .command('verify')
    .description('recount the ledger against the audience, and check that no entry of the history is missing or changed')
    .argument('<id>', 'the campaign')
    .addHelpText(
      'after',
      `${examples('./forewarn campaign verify c-4k2m9x7q1d8z5t3w --as bob')}\n\nExits 1 when something is not as it must be.`,
    )
    .action(async (text: string, _options: object, command: Command) => {
      const id = campaignIdOf(text)
      const campaigns = campaignsOf(await openSession(command, cli))
      const verdict = await bodyOf(campaigns.campaigns[':id'].verify.$get({ param: { id } }))
      cli.terminal.result({ campaign: id, ...verdict }, textOf(verdict))
      // The recount is the result, and at the same time a no.
      if (!verdict.isSound) process.exitCode = 1
    })
}

function textOf({ isSound, history, notices }: CampaignVerdict): string {
  const table = tableOf(notices, [
    { title: 'notice', cell: ({ notice }) => notice },
    { title: 'members', cell: ({ members }) => members },
    { title: 'accounted', cell: ({ accounted }) => accounted },
    { title: 'missing', cell: ({ missing }) => missing },
    { title: 'strangers', cell: ({ strangers }) => strangers },
    { title: 'twice', cell: ({ twice }) => twice },
  ])
  const chain =
    history.chain === 'whole'
      ? `history: ${history.entries} entries, each with the hash of the one before`
      : 'history: BROKEN: an entry is missing, foreign or changed'
  return [
    notices.length === 0 ? 'No notice has gone out yet.' : table,
    chain,
    isSound
      ? 'Sound: everybody is accounted for, nobody is there who must not be, and nothing went out twice by itself.'
      : 'NOT SOUND: halt, and see the runbook ("When verify says no").',
  ].join('\n\n')
}
