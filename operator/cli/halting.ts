import type { Campaign } from '../../core/campaign/campaign.ts'
import type { HaltScope } from '../../core/campaign/ports.ts'
import { isOpen } from '../../core/campaign/plan.ts'
import type { CampaignId } from '../../core/shared/ids.ts'
import { type Campaigns, bodyOf } from './api-client.ts'
import type { Cli } from './cli.ts'
import { counted } from './notice-text.ts'
import { type Status, statusOf } from './status.ts'
import { Stop } from './stop.ts'

/** Mails of one notice that a sender held when it was asked. */
export interface InFlight {
  readonly campaign: CampaignId
  readonly notice: string
  readonly mails: number
}

/** Halts first, and asks afterwards: nothing may come before the halt, and nothing that fails after it undoes it. */
export async function halt(campaigns: Campaigns, { scope, reason }: { scope: HaltScope; reason: string }, cli: Cli): Promise<void> {
  const halted = await bodyOf(campaigns.halts[':scope'].$put({ param: { scope }, json: { reason } }))
  if (scope !== 'ALL') await refuseUnknown(campaigns, scope)
  const inFlight = await inFlightOf(campaigns, scope).catch((error: unknown) => {
    if (!(error instanceof Stop)) throw error
    cli.terminal.warn(`halted, but what is in flight cannot be said now: ${error.message}`)
    return undefined
  })
  const what = scope === 'ALL' ? 'nothing is released and nothing is sent' : `nothing of ${scope} is released or sent`
  const until = `./forewarn resume ${scope === 'ALL' ? '' : `${scope} `}--reason "…"`
  const flight = inFlight === undefined ? [] : [inFlightText(inFlight)]
  cli.terminal.result({ ...halted, ...(inFlight && { inFlight }) }, [`Halted: ${what} until \`${until}\`.`, ...flight].join('\n'))
}

/** One for a mistyped id would stop nothing, so it is taken back. */
async function refuseUnknown(campaigns: Campaigns, scope: CampaignId): Promise<void> {
  const { campaigns: known } = await bodyOf(campaigns.campaigns.$get())
  if (known.some(({ id }) => id === scope)) return
  await bodyOf(campaigns.halts[':scope'].$delete({ param: { scope }, json: { reason: 'there is no such campaign' } }))
  throw unknownCampaign()
}

async function inFlightOf(campaigns: Campaigns, scope: HaltScope): Promise<readonly InFlight[]> {
  const { campaigns: known } = await bodyOf(campaigns.campaigns.$get())
  const flights: InFlight[] = []
  for (const { id } of known.filter((campaign) => campaign.id === scope || (scope === 'ALL' && mayFly(campaign)))) {
    const { notices } = await statusOf(campaigns, id)
    for (const { id: notice, deliveries } of notices) {
      if (deliveries.claimed !== undefined) flights.push({ campaign: id, notice, mails: deliveries.claimed })
    }
  }
  return flights
}

const RUNNING: readonly Campaign['state'][] = ['scheduled', 'embargoed', 'due']

const mayFly = ({ state, notices }: Campaign): boolean =>
  (RUNNING.includes(state) || notices.some(isOpen)) && notices.some(({ releasedAt }) => releasedAt !== undefined)

function inFlightText(inFlight: readonly InFlight[]): string {
  if (inFlight.length === 0) return 'Nothing is in flight.'
  return [
    'In flight, with a sender when this was asked, so these may still go:',
    ...inFlight.map(({ campaign, notice, mails }) => `  ${counted(mails, 'mail')} of ${notice} (${campaign})`),
    'What became of them, `./forewarn campaign status ID` says within minutes.',
  ].join('\n')
}

/** Lifts one halt, after saying who set it and why. @throws Stop (1) when it does not stand */
export async function resume(
  campaigns: Campaigns,
  { scope, reason, yes }: { scope: HaltScope; reason: string; yes: boolean },
  cli: Cli,
): Promise<void> {
  const halts = await haltsOf(campaigns, scope)
  if (halts !== 'unknown' && !halts.some((standing) => standing.scope === scope)) throw notHalted(scope, halts)
  for (const standing of halts === 'unknown' ? [] : halts)
    cli.terminal.note(`halted${standing.scope === 'ALL' ? ', with everything,' : ''} by ${standing.by}: ${standing.reason}`)
  await cli.terminal.confirm(scope === 'ALL' ? 'Let everything that is due go out?' : 'Let what is due go out?', yes)
  const resumed = await bodyOf(campaigns.halts[':scope'].$delete({ param: { scope }, json: { reason } }))
  cli.terminal.result(resumed, `Resumed: ${goesOut(scope, halts)}`)
}

function goesOut(scope: HaltScope, halts: Status['halts'] | 'unknown'): string {
  if (scope === 'ALL') return 'what is due goes out within two minutes, but for campaigns that are halted by themselves.'
  const isAllHalted = halts !== 'unknown' && halts.some((standing) => standing.scope === 'ALL')
  return isAllHalted
    ? 'everything is still halted, so nothing goes out until `./forewarn resume --reason "…"`.'
    : `what is due of ${scope} goes out within two minutes.`
}

/**
 * The halts that stand for a campaign. That of everything is seen through any campaign, so without one it is not known.
 *
 * @throws Stop (1) when there is no such campaign
 */
async function haltsOf(campaigns: Campaigns, scope: HaltScope): Promise<Status['halts'] | 'unknown'> {
  const { campaigns: known } = await bodyOf(campaigns.campaigns.$get())
  const seenThrough = scope === 'ALL' ? known.at(-1) : known.find(({ id }) => id === scope)
  if (seenThrough) {
    const { halts } = await statusOf(campaigns, seenThrough.id)
    return scope === 'ALL' ? halts.filter((standing) => standing.scope === 'ALL') : halts
  }
  if (scope === 'ALL') return 'unknown'
  throw unknownCampaign()
}

function notHalted(scope: HaltScope, halts: Status['halts']): Stop {
  if (scope === 'ALL') {
    const hint = 'See `./forewarn campaign list`; one campaign is resumed by `./forewarn resume ID`.'
    return new Stop(1, { code: 'not-halted', message: 'there is no halt of everything', hint })
  }
  const hint = halts.length > 0 ? 'Everything is halted: `./forewarn resume --reason "…"`.' : 'For a notice that is held, add --notice.'
  return new Stop(1, { code: 'not-halted', message: 'this campaign is not halted by itself', hint })
}

const unknownCampaign = () =>
  new Stop(1, {
    code: 'unknown-campaign',
    message: 'there is no such campaign, and nothing was halted or resumed',
    hint: 'See `./forewarn campaign list`; `./forewarn halt` without an id stops everything.',
  })
