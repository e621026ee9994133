import type { Command } from 'commander'
import { type Campaigns, bodyOf, campaignsOf } from '../api-client.ts'
import { campaignFacts } from '../campaign-facts.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf, noticeIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { type Status, statusOf } from '../status.ts'
import { Stop } from '../stop.ts'
import { factsOf } from '../table.ts'
import { termsOf } from '../terms.ts'
import type { CampaignId } from '../../../core/shared/ids.ts'

interface ReasonOptions {
  readonly reason: string
}

interface ResumeOptions {
  readonly notice?: string
  readonly reason?: string
  readonly yes: boolean
}

/** The brake for everything: the shortest commands there are, since they are typed in a hurry. */
export function registerHalt(program: Command, cli: Cli): void {
  program
    .command('halt')
    .description('stop all sending of all campaigns, now; it never asks (one campaign: campaign halt ID)')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', examples('./forewarn halt --reason "wrong patch attached" --as alice'))
    .action(async ({ reason }: ReasonOptions, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      const halted = await bodyOf(campaigns.halts[':scope'].$put({ param: { scope: 'ALL' }, json: { reason } }))
      cli.terminal.result(halted, 'Halted: nothing is released and nothing is sent until `./forewarn resume`.')
    })

  program
    .command('resume')
    .description('let sending go on after a halt of everything; campaigns that were halted by themselves stay so')
    .option('--yes', 'do not ask', false)
    .addHelpText('after', examples('./forewarn resume --as alice'))
    .action(async ({ yes }: { yes: boolean }, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      await cli.terminal.confirm('Let everything that is due go out?', yes)
      const resumed = await bodyOf(campaigns.halts[':scope'].$delete({ param: { scope: 'ALL' } }))
      cli.terminal.result(resumed, 'Resumed: what is due goes out at the next tick, but for campaigns that are halted by themselves.')
    })
}

export function registerCampaignHalts(campaign: Command, cli: Cli): void {
  campaign
    .command('halt')
    .description('stop all sending of one campaign, now; it never asks (everything: ./forewarn halt)')
    .argument('<id>', 'the campaign')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', examples('./forewarn campaign halt c-4k2m9x7q1d8z5t3w --reason "wrong patch attached" --as alice'))
    .action(async (text: string, { reason }: ReasonOptions, command: Command) => {
      const scope = campaignIdOf(text)
      const campaigns = campaignsOf(await openSession(command, cli))
      const halted = await bodyOf(campaigns.halts[':scope'].$put({ param: { scope }, json: { reason } }))
      await refuseUnknown(campaigns, scope)
      cli.terminal.result(halted, `Halted: nothing of ${scope} is released or sent until \`./forewarn campaign resume ${scope}\`.`)
    })

  campaign
    .command('resume')
    .description('let a halted campaign go on, or with --notice a notice that is held')
    .argument('<id>', 'the campaign')
    .option('--notice <notice>', 'the held notice, such as advance-1; it is due at once')
    .option('--reason <text>', 'why it may go out now; needed with --notice')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        './forewarn campaign resume c-4k2m9x7q1d8z5t3w --as alice',
        './forewarn campaign resume c-4k2m9x7q1d8z5t3w --notice advance-1 --reason "the sender is verified again" --as alice',
      ),
    )
    .action(async (text: string, options: ResumeOptions, command: Command) => {
      const id = campaignIdOf(text)
      const held = heldIn(options)
      const campaigns = campaignsOf(await openSession(command, cli))
      if (held) {
        await cli.terminal.confirm(`Let ${held.notice} go out?`, options.yes)
        const { campaign: after } = await bodyOf(campaigns.campaigns[':id'].unhold.$post({ param: { id }, json: held }))
        const facts = campaignFacts(after, await termsOf(campaigns))
        return cli.terminal.result({ campaign: after }, `${factsOf(facts)}\n\n${held.notice} goes out at the next tick.`)
      }
      const halts = await haltsOf(campaigns, id)
      if (!halts.some(({ scope }) => scope === id)) throw notHalted(halts)
      for (const { scope, by, reason } of halts)
        cli.terminal.note(`halted${scope === 'ALL' ? ', with everything,' : ''} by ${by}: ${reason}`)
      await cli.terminal.confirm('Let what is due go out?', options.yes)
      const resumed = await bodyOf(campaigns.halts[':scope'].$delete({ param: { scope: id } }))
      const goesOut = halts.some(({ scope }) => scope === 'ALL')
        ? 'everything is still halted, so nothing goes out until `./forewarn resume`.'
        : `what is due of ${id} goes out at the next tick.`
      cli.terminal.result(resumed, `Resumed: ${goesOut}`)
    })
}

/** @throws Stop (2) when one is given without the other */
function heldIn({ notice, reason }: ResumeOptions) {
  if (notice === undefined && reason === undefined) return undefined
  if (notice !== undefined && reason !== undefined) return { notice: noticeIdOf(notice), why: reason }
  throw new Stop(2, {
    code: 'usage',
    message: '--notice and --reason go together',
    hint: 'Give both to let a held notice go, or neither after a halt.',
  })
}

/** @throws Stop (1) when there is no such campaign */
async function haltsOf(campaigns: Campaigns, id: CampaignId): Promise<Status['halts']> {
  const { campaigns: known } = await bodyOf(campaigns.campaigns.$get())
  if (!known.some((candidate) => candidate.id === id)) throw unknown()
  return (await statusOf(campaigns, id)).halts
}

const notHalted = (halts: Status['halts']) =>
  new Stop(1, {
    code: 'not-halted',
    message: 'this campaign is not halted by itself',
    hint: halts.length > 0 ? 'Everything is halted: `./forewarn resume`.' : 'For a notice that is held, add --notice and --reason.',
  })

/** After the halt is written, since nothing may come before it: one for a mistyped id would stop nothing, and is taken back. */
async function refuseUnknown(campaigns: Campaigns, id: CampaignId): Promise<void> {
  const { campaigns: known } = await bodyOf(campaigns.campaigns.$get())
  if (known.some((campaign) => campaign.id === id)) return
  await bodyOf(campaigns.halts[':scope'].$delete({ param: { scope: id } }))
  throw unknown()
}

const unknown = () =>
  new Stop(1, {
    code: 'unknown-campaign',
    message: 'there is no such campaign, and nothing was halted or resumed',
    hint: 'See `./forewarn campaign list`; `./forewarn halt` stops everything.',
  })
