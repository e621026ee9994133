import { type Command, InvalidArgumentError } from 'commander'
import { readPolicyFile } from '../../files/policy-file.ts'
import { type Cli, examples, globalOptions } from '../cli.ts'
import { Stop, accepted } from '../stop.ts'
import { builtTemplates } from '../templates.ts'

interface StartOptions {
  readonly port: number
  readonly policy: string
}

/** Everything on this machine, in this process, until it is stopped. */
export function registerStart(program: Command, cli: Cli): void {
  program
    .command('start')
    .description('run everything on this machine until Ctrl-C; prints "ready http://127.0.0.1:PORT"')
    .option('--port <number>', 'where it listens, on loopback only; 0 takes a free one', portOf, 4780)
    .option('--policy <file>', 'the policy', 'forewarn.yaml')
    .addHelpText('after', examples('./forewarn start', './forewarn start --data /srv/forewarn --port 0'))
    .action(async (options: StartOptions, command: Command) => start(options, command, cli))
}

async function start({ port, policy: policyFile }: StartOptions, command: Command, { terminal }: Cli): Promise<void> {
  const { data } = globalOptions(command)
  const policy = accepted(await readPolicyFile(policyFile), policyFile)
  const templatesFile = await builtTemplates(terminal.note)
  // Loaded here: the other commands have no use for two stores and five functions.
  const [{ startStack }, { stopOnSignals }, { wireFunctions }] = await Promise.all([
    import('../../local/stack.ts'),
    import('../../local/signals.ts'),
    import('../../local/wiring.ts'),
  ])
  const stack = await startStack({ dataDir: data, port, policy, templatesFile, handlers: wireFunctions, warn: terminal.warn })
  if (stack.outcome === 'refused') throw new Stop(3, { code: stack.code, message: stack.why, hint: stack.hint })
  stopOnSignals(stack)
  terminal.result({ url: stack.url, pid: process.pid, data }, `ready ${stack.url}`)
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.')
  return port
}
