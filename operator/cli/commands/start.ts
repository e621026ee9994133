import { type Command, InvalidArgumentError } from 'commander'
import { parseInstant } from '../../../core/embargo/instant-text.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { readPolicyFile } from '../../files/policy-file.ts'
import { type Cli, examples, globalOptions } from '../cli.ts'
import { type ExitCode, Stop, accepted } from '../stop.ts'
import { builtTemplates } from '../templates.ts'

interface StartOptions {
  readonly port: number
  readonly policy: string
  readonly clock?: Instant
  readonly sesRate?: number
  readonly sesDaily?: number
}

/** Everything on this machine, in this process, until it is stopped. */
export function registerStart(program: Command, cli: Cli): void {
  program
    .command('start')
    .description('run everything on this machine until Ctrl-C; prints "ready http://127.0.0.1:PORT"')
    .option('--port <number>', 'where it listens, on loopback only; 0 takes a free one', portOf, 4780)
    .option('--policy <file>', 'the policy', 'forewarn.yaml')
    .option('--clock <instant>', 'what time it is at the start, on a fresh folder; with its zone', instantOf)
    .option('--ses-rate <number>', 'mails a second that the mail service here takes', countOf)
    .option('--ses-daily <number>', 'mails in 24 hours that it takes', countOf)
    .addHelpText(
      'after',
      examples(
        './forewarn start',
        './forewarn start --data trial --port 0 --clock 2026-12-01T09:00Z',
        './forewarn start --data slow --ses-rate 5',
      ),
    )
    .action(async (options: StartOptions, command: Command) => start(options, command, cli))
}

async function start(options: StartOptions, command: Command, { terminal }: Cli): Promise<void> {
  const { data } = globalOptions(command)
  const { port, clock: clockAt } = options
  const policy = accepted(await readPolicyFile(options.policy), options.policy)
  const templatesFile = await builtTemplates(terminal.note)
  // Loaded here: the other commands have no use for two stores and five functions.
  const [{ startStack }, { stopOnSignals }, { wireFunctions }] = await Promise.all([
    import('../../local/stack.ts'),
    import('../../local/signals.ts'),
    import('../../local/wiring.ts'),
  ])
  const ses = { ...(options.sesRate && { rate: options.sesRate }), ...(options.sesDaily && { daily: options.sesDaily }) }
  const place = { dataDir: data, port, policy, templatesFile, ses, ...(clockAt && { clockAt }) }
  const stack = await startStack({ ...place, handlers: wireFunctions, warn: terminal.warn })
  if (stack.outcome === 'refused') throw new Stop(exitOf(stack.code), { code: stack.code, message: stack.why, hint: stack.hint })
  stopOnSignals(stack)
  terminal.result({ url: stack.url, pid: process.pid, data }, `ready ${stack.url}`)
}

/** A clock that runs is not set by a start: that is a rule. A policy is input. The others are things that are not as they must be. */
const exitOf = (code: string): ExitCode => (code === 'clock-already-set' ? 1 : code === 'policy-unusable' ? 2 : 3)

const instantOf = (text: string): Instant => accepted(parseInstant(text, '(root)'), '--clock')

function countOf(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 to 9999999.')
  return Number(text)
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.')
  return port
}
