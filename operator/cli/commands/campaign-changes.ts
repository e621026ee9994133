import type { Command } from 'commander'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import type { OperatorCommand } from '../../../core/campaign/command.ts'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import { toStored } from '../../../core/embargo/instant.ts'
import type { CampaignId, RecipientId } from '../../../core/shared/ids.ts'
import { type Campaigns, bodyOf, campaignsOf, recipientsOf } from '../api-client.ts'
import { approvalsOf, approvalsText, campaignFacts, planText } from '../campaign-facts.ts'
import { type Cli, examples } from '../cli.ts'
import { dateFacts } from '../date-facts.ts'
import { forecast } from '../forecast.ts'
import { campaignIdOf, recipientIdOf } from '../ids.ts'
import { counted } from '../notice-text.ts'
import { listed } from '../recipient-pages.ts'
import { type Session, openSession } from '../session.ts'
import { type Status, statusOf, warnOfHalts } from '../status.ts'
import { Stop, accepted } from '../stop.ts'
import { factsOf } from '../table.ts'
import { type Terms, termsOf } from '../terms.ts'

/** What one call of the API widens an audience by. */
const MOST_INCLUDED = 200

interface ReasonOptions {
  readonly reason: string
  readonly yes: boolean
}

/** Changes of a campaign that was approved: each shows what it would do, and asks. */
export function registerCampaignChanges(campaign: Command, cli: Cli): void {
  registerShorten(campaign, cli)
  registerInclude(campaign, cli)
  registerWithdraw(campaign, cli)
}

function registerShorten(campaign: Command, cli: Cli): void {
  campaign
    .command('shorten')
    .description('disclose earlier than approved, for a reason that addressees are told; what has become due goes out at once')
    .argument('<id>', 'the campaign')
    .requiredOption('--disclose-at <instant>', 'the earlier date, with its zone, such as 2026-12-03T16:00Z')
    .requiredOption('--reason <text>', 'why; stands in the mails')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        './forewarn campaign shorten c-4k2m9x7q1d8z5t3w --disclose-at 2026-12-03T16:00Z --reason "exploited in the wild" --as alice',
      ),
    )
    .action(async (text: string, options: ReasonOptions & { discloseAt: string }, command: Command) => {
      const id = campaignIdOf(text)
      const disclosureAt = accepted(parseInstant(options.discloseAt, '(root)'), '--disclose-at')
      const asked = await ask(campaignsOf(await openSession(command, cli)), id, cli)
      const { campaign: before, campaigns, terms } = asked
      const change = { kind: 'shorten', content: before.content, disclosureAt, why: options.reason } as const
      await confirmed(asked, { kind: 'propose', change }, { question: 'Shorten the timeline?', yes: options.yes })
      const json = { disclosureAt, why: options.reason }
      const { campaign: after } = await bodyOf(campaigns.campaigns[':id'].shorten.$post({ param: { id }, json }))
      const approvals = approvalsOf('shorten', after, terms)
      cli.terminal.result({ campaign: after, approvals }, resultText(after, terms, approvalsText(approvals, after)))
    })
}

interface IncludeOptions extends ReasonOptions {
  readonly recipient: readonly string[]
  readonly group: readonly string[]
}

function registerInclude(campaign: Command, cli: Cli): void {
  const collect = (value: string, before: readonly string[]) => [...before, value]
  campaign
    .command('include')
    .description('propose more recipients for an approved campaign; after the advance notice they get the current one at once')
    .argument('<id>', 'the campaign')
    .option('--recipient <id>', 'a recipient; may be given more than once', collect, [])
    .option(
      '--group <group>',
      'every active recipient of a group, for whom you need the role list-keeper; may be given more than once',
      collect,
      [],
    )
    .requiredOption('--reason <text>', 'why; kept in the history')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        './forewarn campaign include c-4k2m9x7q1d8z5t3w --recipient 0123456789abcdef0123456789abcdef --reason "joined today" --as alice',
      ),
    )
    .action(async (text: string, options: IncludeOptions, command: Command) => {
      const id = campaignIdOf(text)
      const named = options.recipient.map(recipientIdOf)
      const session = await openSession(command, cli)
      const recipients = await chosen(session, { named, groups: options.group })
      const asked = await ask(campaignsOf(session), id, cli)
      const widened = await bodyOf(recipientsOf(session).recipients.audiences.widen.$post({ json: { campaign: id, recipients } }))
      const { audience, members } = widened
      const why = options.reason
      const added = members - (asked.campaign.approved?.members ?? 0)
      const question = `Propose to include ${counted(added, 'recipient')}?`
      await confirmed(asked, { kind: 'propose', change: { kind: 'include', audience, members, why } }, { question, yes: options.yes })
      const { campaign: after } = await bodyOf(asked.campaigns.campaigns[':id'].include.$post({ param: { id }, json: { audience, why } }))
      const approvals = approvalsOf('include', after, asked.terms)
      cli.terminal.result({ campaign: after, added, approvals }, resultText(after, asked.terms, approvalsText(approvals, after)))
    })
}

/** @throws Stop (2) when nobody is chosen, or more than one call takes */
async function chosen(
  session: Session,
  { named, groups }: { named: readonly RecipientId[]; groups: readonly string[] },
): Promise<RecipientId[]> {
  const list = groups.length === 0 ? [] : await listed(recipientsOf(session))
  const grouped = list.filter((recipient) => recipient.state === 'active' && groups.some((group) => recipient.groups.includes(group)))
  const ids = [...new Set([...named, ...grouped.map(({ id }) => id)])]
  if (ids.length > 0 && ids.length <= MOST_INCLUDED) return ids
  throw new Stop(2, {
    code: ids.length === 0 ? 'nobody-chosen' : 'too-many',
    message:
      ids.length === 0 ? 'this includes nobody' : `this includes ${ids.length} recipients, and ${MOST_INCLUDED} at a time are allowed`,
    hint: 'Choose with --recipient ID or --group NAME; see `./forewarn recipients list`.',
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

interface Asked extends Pick<Status, 'halts'> {
  readonly campaign: Campaign
  readonly advisoryId: string
  readonly campaigns: Campaigns
  readonly terms: Terms
  readonly cli: Cli
}

async function ask(campaigns: Campaigns, id: CampaignId, cli: Cli): Promise<Asked> {
  const [report, terms] = await Promise.all([statusOf(campaigns, id), termsOf(campaigns)])
  return { ...report, campaigns, terms, cli }
}

/** Shows what the command would do, and asks. @throws Stop when a rule says no, or the operator does */
async function confirmed(
  { campaign, advisoryId, halts, terms, cli }: Asked,
  command: OperatorCommand,
  asks: { readonly question: string; readonly yes: boolean },
): Promise<void> {
  const { inForce } = forecast(campaign, command, terms)
  const { zone } = terms.policy.embargo
  const isMoved = inForce.disclosureAt !== campaign.disclosureAt
  const facts = [
    ['advisory', advisoryId] as const,
    ['state', campaign.state === inForce.state ? campaign.state : `${campaign.state}, then ${inForce.state}`] as const,
    ...dateFacts('disclosure', campaign.disclosureAt, zone),
    ...(isMoved ? dateFacts('moves to', inForce.disclosureAt, zone) : []),
    ...(isMoved ? dateFacts('now is', toStored(terms.now), zone) : []),
  ]
  cli.terminal.note(`${factsOf(facts)}\n\n${planText(campaign, inForce, terms)}\n`)
  warnOfHalts(halts, cli)
  await cli.terminal.confirm(asks.question, asks.yes)
}

const resultText = (campaign: Campaign, terms: Terms, last: string): string => `${factsOf(campaignFacts(campaign, terms))}\n\n${last}`
