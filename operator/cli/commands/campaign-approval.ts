import type { Command } from 'commander'
import type { Campaign, Proposal } from '../../../core/campaign/campaign.ts'
import type { OperatorCommand } from '../../../core/campaign/command.ts'
import { type Campaigns, bodyOf, campaignsOf } from '../api-client.ts'
import { approvalFacts, consentFacts } from '../approval-facts.ts'
import { approvalsOf, approvalsText, campaignFacts, planText } from '../campaign-facts.ts'
import { type Cli, examples } from '../cli.ts'
import { forecast } from '../forecast.ts'
import { campaignIdOf } from '../ids.ts'
import { type Preflighted, findingsText, preflight } from '../preflight.ts'
import { type Session, openSession } from '../session.ts'
import { type Status, statusOf, warnOfHalts } from '../status.ts'
import { Stop } from '../stop.ts'
import { factsOf } from '../table.ts'
import { type Terms, termsOf } from '../terms.ts'

interface ApproveOptions {
  readonly reason?: string
  readonly yes: boolean
}

export function registerApproval(campaign: Command, cli: Cli): void {
  campaign
    .command('preflight')
    .description('everything that must hold before an approval: renders every mail, and checks SES, sizes and the date')
    .argument('<id>', 'the campaign')
    .addHelpText(
      'after',
      `${examples('./forewarn campaign preflight c-4k2m9x7q1d8z5t3w --as bob')}\n\nExits 1 when something must be mended first.`,
    )
    .action(async (text: string, _options: object, command: Command) => {
      const id = campaignIdOf(text)
      const { report } = await preflight(await openSession(command, cli), id, cli.terminal)
      const verdict = report.isClean ? `Clean. What would be approved: ${report.digest}` : 'Not clean: mend what is marked FAIL.'
      cli.terminal.result(report, `${findingsText(report.findings)}\n\n${verdict}`)
      // The report is the result, and at the same time a no.
      if (!report.isClean) process.exitCode = 1
    })

  campaign
    .command('approve')
    .description('run the preflight, show exactly what would go out and when, and consent to it; also gives consent to an open proposal')
    .argument('<id>', 'the campaign')
    .option('--reason <text>', 'why the lead time of the policy is not kept; it stands in the history')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        './forewarn campaign approve c-4k2m9x7q1d8z5t3w --as bob',
        './forewarn campaign approve c-4k2m9x7q1d8z5t3w --reason "exploited in the wild" --yes --as bob',
      ),
    )
    .action(async (text: string, options: ApproveOptions, command: Command) => {
      const id = campaignIdOf(text)
      const session = await openSession(command, cli)
      const campaigns = campaignsOf(session)
      const [report, terms] = await Promise.all([statusOf(campaigns, id), termsOf(campaigns)])
      const { proposal } = report.campaign
      const asked: Asked = { ...report, session, campaigns, terms, options, cli }
      if (options.reason !== undefined && proposal)
        cli.terminal.warn('--reason counts for the one who proposes: it is not used for a consent')
      return proposal && proposal.kind !== 'approve' ? consent(proposal, asked) : approve(asked)
    })
}

interface Asked extends Pick<Status, 'halts' | 'mayKnow'> {
  readonly campaign: Campaign
  readonly advisoryId: string
  readonly session: Session
  readonly campaigns: Campaigns
  readonly terms: Terms
  readonly options: ApproveOptions
  readonly cli: Cli
}

/** The campaign as it is: proposed by the first who approves it, consented to by the others. */
async function approve(asked: Asked): Promise<void> {
  const { campaign, campaigns, session, terms, options, cli } = asked
  refuseEarly(asked)
  const { report, walked } = await preflight(session, campaign.id, cli.terminal)
  if (!report.isClean) throw notClean(report)
  const foreseen = forecast(campaign, commandFor(asked, report), terms)
  cli.terminal.note(factsOf(approvalFacts({ ...asked, report, foreseen })))
  cli.terminal.note(`\n${planText(campaign, foreseen.inForce, { ...terms, mayKnow: asked.mayKnow })}\n`)
  const remarks = report.findings.filter(({ level }) => level !== 'ok')
  if (remarks.length > 0) cli.terminal.note(`${findingsText(remarks)}\n`)
  warnOfHalts(asked.halts, cli)
  await cli.terminal.confirm('Approve exactly this?', options.yes)
  const json = { ...walked, digest: report.digest, why: options.reason }
  finish(asked, 'approve', await bodyOf(campaigns.campaigns[':id'].approve.$post({ param: { id: campaign.id }, json })))
}

/** What the rules say without the list: nobody waits for a walk over it to hear that this is their own work. */
function refuseEarly({ campaign, terms, options }: Asked): void {
  if (campaign.proposal) return // whether this is a consent turns on the digest, which only the walk tells
  const { content, disclosureAt } = campaign
  const pin = { content, disclosureAt, audience: content, bundle: content }
  forecast(campaign, { kind: 'propose', change: { kind: 'approve', pin, members: 1, reporters: 0, ...reasonIn(options) } }, terms)
}

function commandFor({ campaign, options }: Asked, { digest, pin, members, reporters }: Preflighted['report']): OperatorCommand {
  if (campaign.proposal?.digest === digest) return { kind: 'consent', digest }
  return { kind: 'propose', change: { kind: 'approve', pin, members, reporters, ...reasonIn(options) } }
}

const reasonIn = ({ reason }: ApproveOptions) => (reason === undefined ? {} : { why: reason })

const notClean = ({ findings }: Preflighted['report']) =>
  new Stop(1, {
    code: 'preflight-failed',
    message: 'the preflight found what must be mended first',
    hint: 'Mend what is listed, and see everything with `./forewarn campaign preflight`.',
    problems: findings.filter(({ level }) => level === 'fail').map(({ check, says }) => ({ field: check, message: says })),
  })

/** To a change that somebody proposed after the approval, such as a shortening or more recipients. */
async function consent(proposal: Proposal, asked: Asked): Promise<void> {
  const { campaign, campaigns, terms, options, cli } = asked
  const { digest, kind } = proposal
  const foreseen = forecast(campaign, { kind: 'consent', digest }, terms)
  cli.terminal.note(factsOf(consentFacts(proposal, { ...asked, foreseen })))
  cli.terminal.note(`\n${planText(campaign, foreseen.inForce, { ...terms, mayKnow: asked.mayKnow })}\n`)
  warnOfHalts(asked.halts, cli)
  await cli.terminal.confirm(`Consent to exactly this (${kind})?`, options.yes)
  finish(asked, kind, await bodyOf(campaigns.campaigns[':id'].consent.$post({ param: { id: campaign.id }, json: { digest } })))
}

function finish({ terms, cli }: Asked, kind: Proposal['kind'], { campaign }: { campaign: Campaign }): void {
  const approvals = approvalsOf(kind, campaign, terms)
  cli.terminal.result({ campaign, approvals }, `${factsOf(campaignFacts(campaign, terms))}\n\n${approvalsText(approvals, campaign)}`)
}
