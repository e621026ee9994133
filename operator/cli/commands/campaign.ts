import type { Command } from 'commander'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { advisoryIn, audienceOf, uploaded } from '../campaign-draft.ts'
import { campaignFacts } from '../campaign-facts.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { statusOf } from '../status.ts'
import { Stop, accepted } from '../stop.ts'
import { factsOf, tableOf } from '../table.ts'
import { termsOf } from '../terms.ts'
import { registerApproval } from './campaign-approval.ts'
import { registerCampaignChanges } from './campaign-changes.ts'
import { registerDay } from './campaign-day.ts'
import { registerCampaignHalts } from './campaign-halts.ts'
import { registerPreview } from './campaign-preview.ts'
import { registerStatus } from './campaign-status.ts'
import { registerVerify } from './campaign-verify.ts'

const INSTANT = 'with its zone, such as 2026-12-15T16:00Z or 2026-12-15T17:00[Europe/Berlin]'

/** One advisory's way to disclosure. */
export function registerCampaign(program: Command, cli: Cli): void {
  const campaign = program
    .command('campaign')
    .description('one advisory on its way to disclosure: make it, approve it, watch it, change it')
    .addHelpText(
      'after',
      examples(
        './forewarn campaign create advisory.yaml --disclose-at 2026-12-15T16:00Z --as alice',
        './forewarn campaign approve c-4k2m9x7q1d8z5t3w --as bob',
        './forewarn campaign status c-4k2m9x7q1d8z5t3w --watch --as alice',
      ),
    )
  registerCreate(campaign, cli)
  registerEdit(campaign, cli)
  registerPreview(campaign, cli)
  registerApproval(campaign, cli)
  registerStatus(campaign, cli)
  registerDay(campaign, cli)
  registerVerify(campaign, cli)
  registerList(campaign, cli)
  registerCampaignChanges(campaign, cli)
  registerCampaignHalts(campaign, cli)
}

interface CreateOptions {
  readonly discloseAt: string
  readonly audience?: string
  readonly from?: string
}

function registerCreate(campaign: Command, cli: Cli): void {
  campaign
    .command('create')
    .description('make a draft of an advisory and its patches; nobody is told anything before it is approved')
    .argument('[advisory]', 'the advisory, with its patches beside it')
    .requiredOption('--disclose-at <instant>', `when it becomes public, ${INSTANT}`)
    .option('--audience <who>', 'all (unless said otherwise), or groups separated by commas')
    .option('--from <id>', 'instead of a file: begin with the advisory and the audience of another campaign')
    .addHelpText(
      'after',
      examples(
        './forewarn campaign create advisory.yaml --disclose-at 2026-12-15T16:00Z --as alice',
        './forewarn campaign create advisory.yaml --disclose-at "2026-12-15T08:00[America/Los_Angeles]" --audience distributors,cloud --as alice',
        './forewarn campaign create --from c-4k2m9x7q1d8z5t3w --disclose-at 2027-01-12T16:00Z --as alice',
      ),
    )
    .action(async (file: string | undefined, options: CreateOptions, command: Command) => {
      const disclosureAt = accepted(parseInstant(options.discloseAt, '(root)'), '--disclose-at')
      const audience = options.audience === undefined ? undefined : audienceOf(options.audience)
      if ((file === undefined) === (options.from === undefined)) throw nothingToCreate()
      const id = options.from === undefined ? undefined : campaignIdOf(options.from)
      const read = file === undefined ? undefined : await advisoryIn(file)
      const campaigns = campaignsOf(await openSession(command, cli))
      const { campaign: created } = read
        ? await bodyOf(
            campaigns.campaigns.$post({
              json: { ...(await uploaded(read, campaigns, cli.terminal)), disclosureAt, audience: audience ?? { kind: 'all' } },
            }),
          )
        : await bodyOf(campaigns.campaigns[':id'].copy.$post({ param: { id: id ?? '' }, json: { disclosureAt, audience } }))
      const { advisoryId } = await statusOf(campaigns, created.id)
      const facts = [...campaignFacts(created, await termsOf(campaigns)), ['advisory', advisoryId] as const]
      cli.terminal.result({ campaign: created, advisoryId }, factsOf(facts))
    })
}

const nothingToCreate = () =>
  new Stop(2, {
    code: 'advisory-missing',
    message: 'a campaign is made of an advisory file, or from another campaign, and of one of the two',
    hint: 'Give the file, or --from ID.',
  })

interface EditOptions {
  readonly advisory?: string
  readonly discloseAt?: string
  readonly audience?: string
}

function registerEdit(campaign: Command, cli: Cli): void {
  campaign
    .command('edit')
    .description('change a campaign that nobody outside the team knows of yet; it is a draft again, and its approvals are void')
    .argument('<id>', 'the campaign')
    .option('--advisory <file>', 'the advisory as it is now, with its patches beside it')
    .option('--disclose-at <instant>', `when it becomes public, ${INSTANT}`)
    .option('--audience <who>', 'all, or groups separated by commas')
    .addHelpText('after', examples('./forewarn campaign edit c-4k2m9x7q1d8z5t3w --disclose-at 2026-12-16T16:00Z --as alice'))
    .action(async (text: string, options: EditOptions, command: Command) => {
      const id = campaignIdOf(text)
      if (Object.keys(options).length === 0) throw nothingToEdit()
      const disclosureAt =
        options.discloseAt === undefined ? undefined : accepted(parseInstant(options.discloseAt, '(root)'), '--disclose-at')
      const audience = options.audience === undefined ? undefined : audienceOf(options.audience)
      const read = options.advisory === undefined ? undefined : await advisoryIn(options.advisory)
      const campaigns = campaignsOf(await openSession(command, cli))
      const draft = read && (await uploaded(read, campaigns, cli.terminal))
      const edited = await bodyOf(campaigns.campaigns[':id'].$put({ param: { id }, json: { draft, disclosureAt, audience } }))
      cli.terminal.result(edited, factsOf(campaignFacts(edited.campaign, await termsOf(campaigns))))
    })
}

const nothingToEdit = () =>
  new Stop(2, { code: 'nothing-to-edit', message: 'nothing to change is given', hint: 'Add --advisory, --disclose-at or --audience.' })

function registerList(campaign: Command, cli: Cli): void {
  campaign
    .command('list')
    .description('every campaign, oldest first')
    .addHelpText('after', examples('./forewarn campaign list --as alice'))
    .action(async (_options: object, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      const [list, { policy }] = await Promise.all([bodyOf(campaigns.campaigns.$get()), termsOf(campaigns)])
      const { zone } = policy.embargo
      const table = tableOf(list.campaigns, [
        { title: 'campaign', cell: ({ id }) => id },
        { title: 'advisory', cell: ({ advisoryId }) => advisoryId ?? 'not readable' },
        { title: 'state', cell: ({ state }) => state },
        { title: 'disclosure', cell: ({ disclosureAt }) => presentInstant(fromStored(disclosureAt), zone).utc },
        { title: zone, cell: ({ disclosureAt }) => presentInstant(fromStored(disclosureAt), zone).local ?? '' },
        { title: 'waits for', cell: ({ proposal }) => (proposal ? `approvals (${proposal.kind})` : '') },
      ])
      cli.terminal.result(list, list.campaigns.length === 0 ? 'There is no campaign yet: see `./forewarn campaign create --help`.' : table)
    })
}
