import type { Command } from 'commander'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { type ReasonOptions, ask, confirmed, tellProposed } from '../change-preview.ts'
import { type Cli, examples } from '../cli.ts'
import { campaignIdOf } from '../ids.ts'
import { openSession } from '../session.ts'
import { accepted } from '../stop.ts'

interface Move {
  readonly kind: 'shorten' | 'reschedule'
  readonly description: string
  readonly date: string
  readonly why: string
  readonly question: string
  readonly example: string
}

const MOVES: readonly Move[] = [
  {
    kind: 'shorten',
    description: 'disclose earlier than approved, for a reason that addressees are told; what has become due goes out at once',
    date: 'the earlier date, with its zone, such as 2026-12-03T16:00Z',
    why: 'why; stands in the mails',
    question: 'Shorten the timeline?',
    example: '--disclose-at 2026-12-03T16:00Z --reason "exploited in the wild" --as alice',
  },
  {
    kind: 'reschedule',
    description: 'propose a later date; whoever may know the one before is told the new one at once, with the reason',
    date: 'the later date, with its zone, such as "2026-12-22T08:00[America/Los_Angeles]"',
    why: 'why; stands in the mails to those who know the date before',
    question: 'Propose the later date?',
    example: '--disclose-at 2026-12-22T16:00Z --reason "the backport needs a week more" --as alice',
  },
]

/** Another date, earlier or later. */
export function registerDates(campaign: Command, cli: Cli): void {
  for (const move of MOVES) registerMove(campaign, move, cli)
}

function registerMove(campaign: Command, { kind, description, date, why, question, example }: Move, cli: Cli): void {
  campaign
    .command(kind)
    .description(description)
    .argument('<id>', 'the campaign')
    .requiredOption('--disclose-at <instant>', date)
    .requiredOption('--reason <text>', why)
    .option('--yes', 'do not ask', false)
    .addHelpText('after', examples(`./forewarn campaign ${kind} c-4k2m9x7q1d8z5t3w ${example}`))
    .action(async (text: string, options: ReasonOptions & { discloseAt: string }, command: Command) => {
      const id = campaignIdOf(text)
      const disclosureAt = accepted(parseInstant(options.discloseAt, '(root)'), '--disclose-at')
      const asked = await ask(campaignsOf(await openSession(command, cli)), id, cli)
      const { campaign: before, campaigns } = asked
      const change = { kind, content: before.content, disclosureAt, why: options.reason }
      await confirmed(asked, { kind: 'propose', change }, { question, yes: options.yes })
      const { campaign: after } = await bodyOf(
        campaigns.campaigns[':id'][kind].$post({ param: { id }, json: { disclosureAt, why: options.reason } }),
      )
      tellProposed(asked, after, { kind })
    })
}
