import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { registerDates } from './campaign-dates.ts'
import { registerEnds } from './campaign-ends.ts'
import { registerInclude } from './campaign-include.ts'
import { registerRevise } from './campaign-revise.ts'

/** Changes of a campaign that was approved: each shows what it would do, and asks. */
export function registerCampaignChanges(campaign: Command, cli: Cli): void {
  registerRevise(campaign, cli)
  registerDates(campaign, cli)
  registerInclude(campaign, cli)
  registerEnds(campaign, cli)
}
