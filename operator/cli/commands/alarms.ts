import type { Command } from 'commander'
import { ALARM_TEXTS, commandsFor } from '../../../core/notice/alarm-text.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import type { AlarmRow } from '../../../core/usecases/report-campaign.ts'
import { ageOf } from '../age.ts'
import { bodyOf, campaignsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { openSession } from '../session.ts'
import { type Terms, termsOf } from '../terms.ts'

export function registerAlarms(program: Command, cli: Cli): void {
  program
    .command('alarms')
    .description('what stands, oldest first: who is not told or what will not happen, since when, and the commands to run')
    .addHelpText('after', examples('./forewarn alarms --as alice', './forewarn alarms --json --as alice'))
    .action(async (_options: object, command: Command) => {
      const campaigns = campaignsOf(await openSession(command, cli))
      const [{ alarms }, terms] = await Promise.all([bodyOf(campaigns.alarms.$get()), termsOf(campaigns)])
      const text = alarms.length === 0 ? 'No alarm stands.' : alarms.map((alarm) => blockOf(alarm, terms)).join('\n\n')
      cli.terminal.result({ alarms: alarms.map(explained) }, text)
    })
}

const explained = (alarm: AlarmRow): object => ({ ...alarm, means: ALARM_TEXTS[alarm.code].means, run: commandsFor(alarm) })

function blockOf(alarm: AlarmRow, { now, policy }: Terms): string {
  const { code, campaign, notice, raisedAt, occurrence } = alarm
  const of = [notice, campaign].filter((part) => part !== undefined).join(' of ')
  const { utc, local } = presentInstant(fromStored(raisedAt), policy.embargo.zone)
  const again = occurrence > 1 ? `; raised ${occurrence} times so far` : ''
  return [
    [code, ...(of === '' ? [] : [of])].join('  '),
    `  since ${utc} (${ageOf(raisedAt, now)} ago${again})`,
    ...(local === undefined ? [] : [`        ${local}`]),
    `  ${ALARM_TEXTS[code].means}`,
    ...commandsFor(alarm).map((run) => `    $ ${run}`),
  ].join('\n')
}
