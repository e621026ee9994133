import type { Command } from 'commander'
import * as z from 'zod'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import { fromStored, toStored } from '../../../core/embargo/instant.ts'
import { presentInstant } from '../../../core/embargo/presentation.ts'
import { Span } from '../../../core/policy/policy.ts'
import { parseWith } from '../../../core/shared/parsed.ts'
import { type Cli, examples } from '../cli.ts'
import { openLocalSession } from '../session.ts'
import { accepted } from '../stop.ts'

const ClockAnswer = z.object({ now: z.string() })

/** The clock of a stack on one machine: real time, moved forward for a trial. */
export function registerClock(program: Command, cli: Cli): void {
  const clock = program
    .command('clock')
    .description('show or move the clock of the stack on this machine (forward only)')
    .addHelpText('after', examples('./forewarn clock show', './forewarn clock advance P7D'))

  clock
    .command('show')
    .description('what time it is for the stack')
    .addHelpText('after', examples('./forewarn clock show', './forewarn clock show --json'))
    .action(async (_options: object, command: Command) => show(await ask(command), cli))

  clock
    .command('advance')
    .description('move the clock forward by an ISO 8601 duration; what becomes due is released at the next tick')
    .argument('<duration>', 'such as P7D or PT90M')
    .addHelpText('after', examples('./forewarn clock advance P7D'))
    .action(async (duration: string, _options: object, command: Command) => {
      const advance = accepted(parseWith(Span, duration), 'the duration')
      show(await ask(command, { advance }), cli)
    })

  clock
    .command('set')
    .description('move the clock forward to an instant')
    .argument('<instant>', 'with its zone, such as 2026-12-08T16:00Z or 2026-12-08T17:00[Europe/Berlin]')
    .addHelpText('after', examples('./forewarn clock set 2026-12-08T16:00Z'))
    .action(async (instant: string, _options: object, command: Command) => {
      const set = toStored(accepted(parseInstant(instant), 'the instant'))
      show(await ask(command, { set }), cli)
    })
}

async function ask(command: Command, change?: object): Promise<string> {
  const session = await openLocalSession(command)
  const init = change && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) }
  const response = await session.fetch(`${session.url}/local/clock`, init)
  return ClockAnswer.parse(await response.json()).now
}

function show(now: string, { terminal }: Cli): void {
  terminal.result({ now }, presentInstant(fromStored(now), 'UTC').utc)
}
