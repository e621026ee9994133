import type { Command } from 'commander'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { campaignFacts } from '../campaign-facts.ts'
import { type Cli, examples } from '../cli.ts'
import { halt, resume } from '../halting.ts'
import { campaignIdOf, noticeIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { factsOf } from '../table.ts'
import { termsOf } from '../terms.ts'

const ID = 'c-4k2m9x7q1d8z5t3w'

interface HaltOptions {
  readonly reason: string
}

interface ResumeOptions extends HaltOptions {
  readonly notice?: string
  readonly yes: boolean
}

/** The brake: the shortest commands there are, since they are typed in a hurry. */
export function registerHalt(program: Command, cli: Cli): void {
  program
    .command('halt')
    .description('stop all sending of one campaign, or of all of them, now; it never asks, and says what is still in flight')
    .argument('[id]', 'the campaign; without one, everything')
    .requiredOption('--reason <text>', 'why')
    .addHelpText(
      'after',
      examples('./forewarn halt --reason "wrong patch attached" --as alice', `./forewarn halt ${ID} --reason "a doubt" --as alice`),
    )
    .action(haltAction(cli))

  program
    .command('resume')
    .description('let sending go on after a halt of one campaign, or of everything; the others that are halted stay so')
    .argument('[id]', 'the campaign; without one, the halt of everything is lifted')
    .requiredOption('--reason <text>', 'why it may go on')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('./forewarn resume --reason "it was a false alarm" --as alice', `./forewarn resume ${ID} --reason "looked into" --as alice`),
    )
    .action(async (text: string | undefined, options: ResumeOptions, command: Command) => {
      const scope = scopeOf(text)
      await resume(campaignsOf(await openSession(command, cli)), { ...options, scope }, cli)
    })
}

export function registerCampaignHalts(campaign: Command, cli: Cli): void {
  campaign
    .command('halt')
    .description('stop all sending of one campaign, now; it never asks (everything: ./forewarn halt)')
    .argument('<id>', 'the campaign')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', examples(`./forewarn campaign halt ${ID} --reason "wrong patch attached" --as alice`))
    .action(haltAction(cli))

  campaign
    .command('resume')
    .description('let a halted campaign go on, or with --notice a notice that is held')
    .argument('<id>', 'the campaign')
    .requiredOption('--reason <text>', 'why it may go on')
    .option('--notice <notice>', 'the held notice, such as advance-1; it is due at once')
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        `./forewarn campaign resume ${ID} --reason "looked into" --as alice`,
        `./forewarn campaign resume ${ID} --notice advance-1 --reason "the sender is verified again" --as alice`,
      ),
    )
    .action(async (text: string, options: ResumeOptions, command: Command) => {
      const id = campaignIdOf(text)
      const notice = options.notice === undefined ? undefined : noticeIdOf(options.notice)
      const campaigns = campaignsOf(await openSession(command, cli))
      if (notice === undefined) return resume(campaigns, { ...options, scope: id }, cli)
      await cli.terminal.confirm(`Let ${notice} go out?`, options.yes)
      const json = { notice, why: options.reason }
      const { campaign: after } = await bodyOf(campaigns.campaigns[':id'].unhold.$post({ param: { id }, json }))
      const facts = campaignFacts(after, await termsOf(campaigns))
      cli.terminal.result({ campaign: after }, `${factsOf(facts)}\n\n${notice} goes out at the next tick.`)
    })
}

const scopeOf = (text: string | undefined) => (text === undefined ? 'ALL' : campaignIdOf(text))

const haltAction =
  (cli: Cli) =>
  async (text: string | undefined, { reason }: HaltOptions, command: Command) => {
    const scope = scopeOf(text)
    await halt(campaignsOf(await openSession(command, cli)), { scope, reason }, cli)
  }
