import type { Command } from 'commander'
import { HttpsLink } from '../../../core/shared/text.ts'
import { parseWith } from '../../../core/shared/parsed.ts'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { type ReasonOptions, ask, confirmed, resultText, tellProposed } from '../change-preview.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { accepted } from '../stop.ts'

/** The three ways in which an embargo ends. */
export function registerEnds(campaign: Command, cli: Cli): void {
  registerDisclose(campaign, cli)
  registerCollapse(campaign, cli)
  registerWithdraw(campaign, cli)
}

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
const linksIn = (given: readonly string[]): readonly string[] => given.map((url) => accepted(parseWith(HttpsLink, url), '--public-at'))

function registerDisclose(campaign: Command, cli: Cli): void {
  campaign
    .command('disclose')
    .description('confirm that the advisory is public: recipients and reporters are told that the embargo is over, and where to read it')
    .argument('<id>', 'the campaign, whose date has come')
    .requiredOption('--public-at <https-link>', 'where it is public; may be given more than once', collected)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('./forewarn campaign disclose c-4k2m9x7q1d8z5t3w --public-at https://consoleme.example/security/ADV-2026-0003 --as alice'),
    )
    .action(async (text: string, options: { publicAt: readonly string[]; yes: boolean }, command: Command) => {
      const id = campaignIdOf(text)
      const urls = [...linksIn(options.publicAt)]
      const asked = await ask(campaignsOf(await openSession(command, cli)), id, cli)
      const { campaign: before, campaigns, terms } = asked
      const question = 'Is it public at these addresses?'
      await confirmed(asked, { kind: 'disclose', content: before.content }, { question, yes: options.yes })
      const { campaign: after } = await bodyOf(campaigns.campaigns[':id'].disclose.$post({ param: { id }, json: { urls } }))
      cli.terminal.result({ campaign: after }, resultText(after, terms, 'The embargo is over.'))
    })
}

function registerCollapse(campaign: Command, cli: Cli): void {
  campaign
    .command('collapse')
    .description('the embargo is broken: the whole audience, the reporters and the team are told at once that it is over')
    .argument('<id>', 'the campaign')
    .requiredOption('--reason <text>', 'what happened, as far as it can be said; stands in the mails')
    .option('--public-at <https-link>', 'where the advisory is public already, if it is; may be given more than once', collected)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('./forewarn campaign collapse c-4k2m9x7q1d8z5t3w --reason "details were posted in public" --yes --as alice'),
    )
    .action(async (text: string, options: ReasonOptions & { publicAt?: readonly string[] }, command: Command) => {
      const id = campaignIdOf(text)
      const urls = [...linksIn(options.publicAt ?? [])]
      const asked = await ask(campaignsOf(await openSession(command, cli)), id, cli)
      const { campaign: before, campaigns } = asked
      const why = options.reason
      const change = { kind: 'collapse', content: before.content, why } as const
      await confirmed(asked, { kind: 'propose', change }, { question: 'End the embargo now, for everybody?', yes: options.yes })
      const { campaign: after } = await bodyOf(campaigns.campaigns[':id'].collapse.$post({ param: { id }, json: { why, urls } }))
      tellProposed(asked, after, { kind: 'collapse' })
    })
}

function registerWithdraw(campaign: Command, cli: Cli): void {
  campaign
    .command('withdraw')
    .description('end a campaign without disclosure; whoever may know of it is told')
    .argument('<id>', 'the campaign')
    .requiredOption('--reason <text>', 'why; stands in the mails')
    .option('--yes', 'do not ask', false)
    .addHelpText('after', examples('./forewarn campaign withdraw c-4k2m9x7q1d8z5t3w --reason "not a vulnerability after all" --as alice'))
    .action(async (text: string, options: ReasonOptions, command: Command) => {
      const id = campaignIdOf(text)
      const asked = await ask(campaignsOf(await openSession(command, cli)), id, cli)
      const why = options.reason
      const { campaign: before, campaigns, terms } = asked
      await confirmed(asked, { kind: 'withdraw', content: before.content, why }, { question: 'Withdraw the campaign?', yes: options.yes })
      const { campaign: after } = await bodyOf(campaigns.campaigns[':id'].withdraw.$post({ param: { id }, json: { why } }))
      cli.terminal.result({ campaign: after }, resultText(after, terms, 'It cannot be taken up again; a new campaign can be made.'))
    })
}
