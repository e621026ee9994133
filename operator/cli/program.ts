import { Command, Help, Option } from 'commander'
import packageFile from '../../package.json' with { type: 'json' }
import { type Cli, examples } from './cli.ts'
import { registerAlarms } from './commands/alarms.ts'
import { registerAdvisory } from './commands/advisory.ts'
import { registerCampaign } from './commands/campaign.ts'
import { registerClock } from './commands/clock.ts'
import { registerDates } from './commands/dates.ts'
import { registerCommitMessage } from './commands/commit-message.ts'
import { registerDeliveries } from './commands/deliveries.ts'
import { registerHalt } from './commands/campaign-halts.ts'
import { registerKeys } from './commands/keys.ts'
import { registerPatches } from './commands/patches.ts'
import { registerPolicy } from './commands/policy.ts'
import { registerRecipients } from './commands/recipients.ts'
import { registerReopen } from './commands/reopen.ts'
import { registerRestore } from './commands/restore.ts'
import { registerStart } from './commands/start.ts'

/** The command line: every noun is one file in `commands/`, registered here. Unknown options and arguments are errors. */
export function makeProgram(cli: Cli): Command {
  const program = new Command('forewarn')
    .description(`${packageFile.description}.`)
    .version(packageFile.version)
    .option('--json', 'one JSON object on stdout, everything else on stderr')
    .addOption(new Option('--as <name>', 'the operator who acts, on one machine').env('FOREWARN_AS'))
    .option('--url <url>', 'a deployed stack; requests are signed with your AWS credentials')
    .addOption(new Option('--data <dir>', 'folder of the stack on this machine').default('.forewarn').env('FOREWARN_DATA'))
    .configureHelp({ showGlobalOptions: true, optionDescription })
    // What is wrong is told by `main.ts`, in the same form as every other error.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText(
      'after',
      `${examples(
        './forewarn start',
        './forewarn recipients import recipients.csv --as dave',
        './forewarn campaign create advisory.yaml --disclose-at 2026-12-15T16:00Z --as alice',
      )}\n\nExit codes: 0 done, 1 refused by a rule, 2 wrong usage or bad input, 3 something needed is not there.`,
    )
  registerStart(program, cli)
  registerRecipients(program, cli)
  registerKeys(program, cli)
  registerAdvisory(program, cli)
  registerCampaign(program, cli)
  registerDates(program, cli)
  registerCommitMessage(program, cli)
  registerPatches(program, cli)
  registerPolicy(program, cli)
  registerDeliveries(program, cli)
  registerAlarms(program, cli)
  registerHalt(program, cli)
  registerReopen(program, cli)
  registerRestore(program, cli)
  registerClock(program, cli)
  return program
}

/** That a switch is off, or a list empty, before anybody gives it, tells nobody anything. */
function optionDescription(option: Option): string {
  const isNothing = option.defaultValue === false || (Array.isArray(option.defaultValue) && option.defaultValue.length === 0)
  return isNothing ? option.description : new Help().optionDescription(option)
}
