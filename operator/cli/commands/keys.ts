import type { Command } from 'commander'
import { type Cli, examples } from '../cli.ts'
import { registerKeysCheck } from './keys-check.ts'
import { registerKeysTeam } from './keys-team.ts'

/** What mail is sealed to, and signed with. */
export function registerKeys(program: Command, cli: Cli): void {
  const keys = program
    .command('keys')
    .description('what mail is sealed to, and what the team signs with')
    .addHelpText('after', examples('./forewarn keys check --as dave', './forewarn keys team show --as alice'))
  registerKeysCheck(keys, cli)
  registerKeysTeam(keys, cli)
}
