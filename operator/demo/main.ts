import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { builtTemplates } from '../cli/templates.ts'
import { Stop, stopOf } from '../cli/stop.ts'
import { type Terminal, terminalOn } from '../cli/terminal.ts'
import { startStackProcess } from './stack-process.ts'
import { BEGINS, lookWith, play } from './story.ts'
import { resultOf, timelineOf } from './summary.ts'
import { typingOn } from './team.ts'

interface DemoOptions {
  readonly data?: string
  readonly json: boolean
  readonly keep: boolean
}

const policy = join(resolve(import.meta.dirname, '../..'), 'forewarn.yaml')

const program = new Command('demo')
  .description('Two campaigns on this machine, from the list to the mails: one on time, one that an exploit shortens.')
  .option('--data <dir>', 'a fresh folder for everything that is kept; default: a new temporary one')
  .option('--json', 'the last line on stdout is one object, everything else goes to stderr', false)
  .option('--keep', 'leave the stack running until Ctrl-C', false)
  .configureOutput({ outputError: () => undefined })
  .exitOverride()

const terminal = terminalOn(process, process.argv.includes('--json'))
try {
  await demo(program.parse().opts<DemoOptions>(), terminal)
} catch (thrown) {
  const stop = stopOf(thrown)
  if (stop) {
    terminal.stopped(stop)
    process.exitCode = stop.exit
  }
}

async function demo({ data, keep }: DemoOptions, shown: Terminal): Promise<void> {
  const folder = await freshFolder(data)
  await builtTemplates(shown.note)
  const stack = await startStackProcess({ data: folder, clock: BEGINS, policy })
  try {
    const look = lookWith(typingOn(folder, { ...shown, note: () => undefined }))
    const ids = await play({ type: typingOn(folder, shown), look, terminal: shown, keys: folder })
    const statuses = await Promise.all(ids.map(look))
    const mailDir = join(folder, 'mail')
    shown.result(
      resultOf(statuses, mailDir),
      `Timeline\n${timelineOf(statuses)}\n\nThe mails lie in ${mailDir}: each as SES got it (.eml), with its envelope (.json). The team's public keys lie beside.`,
    )
    if (keep) {
      shown.note(`The stack runs on at ${stack.url}; try \`./forewarn campaign list --as bob --data ${folder}\`. Ctrl-C ends it.`)
      await stack.ended()
    }
  } finally {
    await stack.stop()
  }
}

/** The demo starts from nothing, so that what it shows is what it did. @throws Stop (2) when there is something in `data` */
async function freshFolder(data: string | undefined): Promise<string> {
  if (data === undefined) return mkdtemp(join(tmpdir(), 'forewarn-demo-'))
  const names = await readdir(data).catch(() => [])
  if (names.length === 0) return resolve(data)
  throw new Stop(2, {
    code: 'folder-not-fresh',
    message: 'the demo wants a fresh folder, and this one holds something',
    hint: 'Name another with --data, or leave it away.',
  })
}
