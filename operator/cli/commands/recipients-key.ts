import { Argument, type Command } from 'commander'
import type { RecipientId } from '../../../core/shared/ids.ts'
import { type Recipients, bodyOf, recipientsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { recipientIdOf } from '../ids.ts'
import type { Outline } from '../recipient-pages.ts'
import { type KeyOptions, OLD_CLIENT, keysFrom } from '../recipient-options.ts'
import { keysText, revealedKeysText, warnOfBlocked } from '../recipient-keys.ts'
import { openSession } from '../session.ts'
import { Stop } from '../stop.ts'

const WHAT = ['show', 'set', 'clear'] as const

interface Options extends KeyOptions {
  readonly reveal: boolean
  readonly yes: boolean
}

interface Asked {
  readonly id: RecipientId
  readonly files: readonly string[]
  readonly options: Options
  readonly one: Recipients['recipients'][':id']
  readonly cli: Cli
}

export function registerKey(recipients: Command, cli: Cli): void {
  recipients
    .command('key')
    .description('what mail to a recipient is sealed to: its OpenPGP key or S/MIME certificate, one or two')
    .argument('<id>', 'the recipient')
    .addArgument(new Argument('<what>', 'show it, set another one in its place, or clear it').choices(WHAT))
    .argument('[files...]', 'for set: the key, or one each of its two contacts')
    .option('--reveal', 'for show: with the addresses that it names; recorded', false)
    .option(...OLD_CLIENT)
    .option('--yes', 'for clear: do not ask', false)
    .addHelpText(
      'after',
      `${examples(
        './forewarn recipients key 0123456789abcdef0123456789abcdef show --as dave',
        './forewarn recipients key 0123456789abcdef0123456789abcdef set psirt.asc --as dave',
        './forewarn recipients key 0123456789abcdef0123456789abcdef set psirt.pem --old-client --as dave',
        './forewarn recipients key 0123456789abcdef0123456789abcdef clear --as dave',
      )}\n\nCompare the fingerprint with its owner by another way than mail. Campaigns approved before need \`campaign include\`.`,
    )
    .action(async (...[text, what, files, options, command]: [string, (typeof WHAT)[number], readonly string[], Options, Command]) => {
      const id = recipientIdOf(text)
      if ((what === 'set') !== files.length > 0) throw wrongFiles(what)
      const one = recipientsOf(await openSession(command, cli)).recipients[':id']
      await ACTIONS[what]({ id, files, options, one, cli })
    })
}

const ACTIONS: Readonly<Record<(typeof WHAT)[number], (asked: Asked) => Promise<void>>> = { show, set, clear }

async function show({ id, options, one, cli: { terminal } }: Asked): Promise<void> {
  if (options.reveal) {
    const { recipient } = await bodyOf(one.reveal.$post({ param: { id } }))
    terminal.warn('the addresses of a key are shown; that you looked is recorded (see `./forewarn recipients access`)')
    return terminal.result({ id, keys: recipient.details.keys }, revealedKeysText(recipient.details.keys))
  }
  const { recipient } = await bodyOf(one.$get({ param: { id } }))
  return told(recipient, { terminal })
}

async function set({ id, files, options, one, cli }: Asked): Promise<void> {
  const { keys = [], isOldClient } = await keysFrom({
    key: files,
    ...(options.oldClient !== undefined && { oldClient: options.oldClient }),
  })
  const json = { keys: [...keys], ...(isOldClient !== undefined && { isOldClient }) }
  const { recipient } = await bodyOf(one.keys.$put({ param: { id }, json }))
  cli.terminal.note('compare the fingerprint with its owner by another way than mail')
  told(recipient, cli)
}

async function clear({ id, options, one, cli }: Asked): Promise<void> {
  const before = await bodyOf(one.$get({ param: { id } }))
  if (before.recipient.encryption === 'required') {
    cli.terminal.note(`${keysText(before.recipient.keys)}\n`)
    await cli.terminal.confirm('It requires encryption: without a key nothing goes to it. Clear its key all the same?', options.yes)
  }
  const { recipient } = await bodyOf(one.keys.$put({ param: { id }, json: { keys: [] } }))
  told(recipient, cli)
}

function told(recipient: Outline, { terminal }: Pick<Cli, 'terminal'>): void {
  warnOfBlocked(recipient, terminal)
  terminal.result({ id: recipient.id, version: recipient.version, keys: recipient.keys }, keysText(recipient.keys))
}

const wrongFiles = (what: (typeof WHAT)[number]) =>
  new Stop(2, {
    code: 'usage',
    message: what === 'set' ? 'a key file is missing' : `${what} takes no file`,
    hint: 'Add --help to see what there is.',
  })
