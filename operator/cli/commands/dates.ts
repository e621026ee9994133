import type { Command } from 'commander'
import { type DateContext, checkDate, isGood, latestDate } from '../../../core/embargo/check-date.ts'
import { goodSlots } from '../../../core/embargo/good-slots.ts'
import { calendarOf } from '../../../core/embargo/holiday-table.ts'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import { fromStored, instantAt, toStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { readPolicyFile } from '../../files/policy-file.ts'
import { type Cli, examples } from '../cli.ts'
import { dateFacts } from '../date-facts.ts'
import { accepted } from '../stop.ts'
import { factsOf, tableOf } from '../table.ts'

interface CheckOptions {
  readonly policy: string
  readonly now?: string
}

export function registerDates(program: Command, cli: Cli): void {
  program
    .command('dates')
    .description('choose a disclosure date')
    .addHelpText('after', examples('./forewarn dates check 2026-12-15T16:00Z'))
    .command('check')
    .description('say what speaks against a disclosure date, and propose good ones near it; nothing leaves this machine')
    .argument('<instant>', 'the date, with its zone, such as 2026-12-15T16:00Z or 2026-12-15T17:00[Europe/Berlin]')
    .option('--policy <file>', 'the policy', 'forewarn.yaml')
    .option('--now <instant>', 'count the embargo and its lead from then; without it, from this moment')
    .addHelpText(
      'after',
      `${examples(
        './forewarn dates check 2026-12-15T16:00Z',
        './forewarn dates check "2026-12-15T17:00[Europe/Berlin]" --now 2026-12-01T09:00Z --json',
      )}\n\nExits 1 when an approval would be refused: for a poor date under dates.poor: refuse, and for one that has passed\nor is beyond embargo.maximum.`,
    )
    .action(async (text: string, options: CheckOptions) => {
      const at = accepted(parseInstant(text, '(root)'), 'the instant')
      const now = options.now === undefined ? instantAt(Date.now()) : accepted(parseInstant(options.now, '(root)'), '--now')
      const policy = accepted(await readPolicyFile(options.policy), options.policy)
      const checked = check(at, await contextOf(at, now, { policy, file: options.policy }))
      cli.terminal.result(checked, inWords(checked, policy))
      if (!checked.isAllowed) process.exitCode = 1
    })
}

/** With the holidays of every year that a finding or a proposal can lie in. */
async function contextOf(at: Instant, now: Instant, { policy, file }: { policy: Policy; file: string }): Promise<DateContext> {
  // Loaded here: the other commands have no use for the world's holidays.
  const { holidayTable } = await import('../../../adapters/holidays/holiday-table.ts')
  const { countries } = policy.dates
  const years = [at, now, latestDate({ rules: policy, now })].map(({ year }) => year)
  const table = holidayTable(countries, { firstYear: Math.min(...years) - 1, lastYear: Math.max(...years) + 1 })
  return { rules: policy, now, holidays: calendarOf(accepted(table, file), countries) }
}

function check(at: Instant, context: DateContext) {
  const findings = checkDate(at, context)
  return {
    at: toStored(at),
    isGood: isGood(findings),
    /** Whether an approval would take it, with an override where it needs one. */
    isAllowed: findings.every(({ level }) => level !== 'fail'),
    findings,
    slots: isGood(findings) ? [] : goodSlots(at, context).map(toStored),
  }
}

function inWords({ at, isGood, isAllowed, findings, slots }: ReturnType<typeof check>, { embargo: { zone } }: Policy): string {
  const slotRows = slots.map((slot) => ({ slot, ...presentInstant(fromStored(slot), zone) }))
  const slotTable = tableOf(slotRows, [
    { title: 'good dates near it', cell: ({ utc }) => utc },
    { title: zone, cell: ({ local }) => local ?? '' },
  ])
  return [
    factsOf(dateFacts('date', at, zone)),
    ...(findings.length > 0 ? [findings.map(({ level, says }) => `${level === 'fail' ? 'refused' : 'warning'}: ${says}`).join('\n')] : []),
    ...(isGood ? ['A good date.'] : slots.length > 0 ? [slotTable] : ['No date within the policy’s maximum is good.']),
    ...(isAllowed ? [] : ['An approval would be refused.']),
  ].join('\n\n')
}
