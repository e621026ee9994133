import type { Command } from 'commander'
import { type Cli, examples } from '../cli.ts'
import { registerKeysCheck } from './keys-check.ts'

/** What mail is sealed to, and signed with. */
export function registerKeys(program: Command, cli: Cli): void {
  const keys = program
    .command('keys')
    .description('what mail is sealed to, and what the team signs with')
    .addHelpText('after', examples('./forewarn keys check --as dave'))
  registerKeysCheck(keys, cli)
}
