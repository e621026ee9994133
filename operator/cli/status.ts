import type { CampaignId } from '../../core/shared/ids.ts'
import { type Campaigns, bodyOf } from './api-client.ts'
import type { Cli } from './cli.ts'

/** A campaign, what each of its notices came to, and the halts that stand for it. */
export const statusOf = (campaigns: Campaigns, id: CampaignId) => bodyOf(campaigns.campaigns[':id'].$get({ param: { id } }))
export type Status = Awaited<ReturnType<typeof statusOf>>
export type NoticeStatus = Status['notices'][number]

/** What became of a campaign, oldest first. */
export const historyOf = async (campaigns: Campaigns, id: CampaignId) =>
  (await bodyOf(campaigns.campaigns[':id'].history.$get({ param: { id } }))).history

/** Before an operator says yes to what goes out: while a halt stands it does not. */
export function warnOfHalts(halts: Status['halts'], { terminal }: Cli): void {
  if (halts.length === 0) return
  const what = halts.some(({ scope }) => scope === 'ALL') ? 'everything is halted' : 'this campaign is halted'
  terminal.warn(`${what}: nothing goes out, also not what says AT ONCE, until it is resumed`)
}
