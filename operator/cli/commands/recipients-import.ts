import type { Command } from 'commander'
import type { Problem } from '../../../core/shared/parsed.ts'
import { type NumberedRecipient, readRecipientsFile } from '../../files/recipients-file.ts'
import { type Recipients, bodyOf, recipientsOf } from '../api-client.ts'
import { type Cli, examples } from '../cli.ts'
import { progressOf } from '../progress.ts'
import { pagesOf } from '../recipient-pages.ts'
import { openSession } from '../session.ts'
import { Stop, accepted, badInput } from '../stop.ts'
import type { Terminal } from '../terminal.ts'

const COLUMNS_HELP = `
Columns, in any order, with a heading: organisation, contact; if need be second_contact, zone, groups (separated by ;), encryption
(required, preferred, none), key (a file beside the list; two separated by ;), phone, notes. The whole file is checked before anything is written; running it again changes nothing.`

export function registerImport(recipients: Command, cli: Cli): void {
  recipients
    .command('import')
    .description('add every recipient of a CSV file that is not on the list yet')
    .argument('<file>', 'the CSV file')
    .option('--dry-run', 'check everything and write nothing', false)
    .addHelpText(
      'after',
      `${COLUMNS_HELP}\n${examples('./forewarn recipients import recipients.csv --dry-run --as dave', './forewarn recipients import recipients.csv --as dave')}`,
    )
    .action(async (file: string, { dryRun }: { dryRun: boolean }, command: Command) => {
      const rows = accepted(await readRecipientsFile(file), file)
      const api = recipientsOf(await openSession(command, cli))
      const { fresh, unchanged } = await sorted(rows, { api, file, terminal: cli.terminal })
      warnOfKeyless(rows, cli.terminal)
      if (dryRun) {
        const text = `${file} is good: ${fresh.length} would be added, ${unchanged} are on the list already. Nothing was written.`
        return cli.terminal.result({ dryRun, added: fresh.length, unchanged }, text)
      }
      const written = await write(fresh, { api, file, terminal: cli.terminal })
      const result = { added: written.added, unchanged: unchanged + written.unchanged }
      return cli.terminal.result(result, `added ${result.added}, unchanged ${result.unchanged}`)
    })
}

function warnOfKeyless(rows: readonly NumberedRecipient[], terminal: Terminal): void {
  const lines = rows.filter(({ details }) => details.encryption === 'required' && details.keys.length === 0).map(({ line }) => line)
  if (lines.length > 0)
    terminal.warn(`encryption is required and there is no key, so every notice will be blocked until one is set: line ${lines.join(', ')}`)
}

interface Import {
  readonly api: Recipients
  readonly file: string
  readonly terminal: Terminal
}

/**
 * Asks about every row before the first is written.
 *
 * @throws Stop when a key cannot be used (2), or an address belongs to somebody on the list (1)
 */
async function sorted(rows: readonly NumberedRecipient[], { api, file, terminal }: Import) {
  const fresh: NumberedRecipient[] = []
  const taken: NumberedRecipient[] = []
  const problems: Problem[] = []
  await inPages(rows, { terminal, what: 'recipients checked' }, async (page) => {
    const { forecasts } = await bodyOf(api.recipients.check.$post({ json: { rows: page.map(({ details }) => details) } }))
    for (const [index, row] of page.entries()) {
      const forecast = forecasts[index]
      if (forecast === 'new') fresh.push(row)
      else if (typeof forecast === 'object') problems.push(...inLine(row, forecast.problems))
      else if (forecast !== 'unchanged') taken.push(row)
    }
  })
  if (problems.length > 0) throw badInput(file, problems)
  if (taken.length > 0) throw addressTaken(`${file} has addresses that are on the list with other details: nothing was written`, taken)
  return { fresh, unchanged: rows.length - fresh.length }
}

/** @throws Stop when since the check somebody took an address (1), or a key went bad (2); the others are on the list then */
async function write(rows: readonly NumberedRecipient[], { api, file, terminal }: Import): Promise<{ added: number; unchanged: number }> {
  const taken: NumberedRecipient[] = []
  const problems: Problem[] = []
  let added = 0
  await inPages(rows, { terminal, what: 'recipients added' }, async (page) => {
    const { results } = await bodyOf(api.recipients.import.$post({ json: { rows: page.map(({ details }) => details) } }))
    for (const [index, row] of page.entries()) {
      const result = results[index]
      if (result?.outcome === 'added') added += 1
      else if (result?.outcome === 'bad-key') problems.push(...inLine(row, result.problems))
      else if (result?.outcome !== 'unchanged') taken.push(row)
    }
  })
  if (problems.length > 0) throw badInput(`${added} of ${file} were added; what is left of it`, problems)
  if (taken.length > 0) throw addressTaken(`${added} of ${file} were added; meanwhile somebody took the addresses of the others`, taken)
  return { added, unchanged: rows.length - added }
}

type Told = Readonly<Record<'field' | 'message', string>>
const inLine = ({ line }: NumberedRecipient, problems: readonly Told[]): readonly Problem[] =>
  problems.map(({ field, message }) => ({ field, message, line }))

async function inPages(
  rows: readonly NumberedRecipient[],
  { terminal, what }: { terminal: Terminal; what: string },
  work: (page: readonly NumberedRecipient[]) => Promise<void>,
): Promise<void> {
  if (rows.length === 0) return
  const progress = progressOf(terminal, what, rows.length)
  let done = 0
  try {
    for (const page of pagesOf(rows)) {
      await work(page)
      progress.at((done += page.length))
    }
  } finally {
    progress.end()
  }
}

function addressTaken(message: string, rows: readonly NumberedRecipient[]): Stop {
  const problems = rows.map(({ line }): Problem => ({
    field: 'contact',
    message: 'belongs to a recipient on the list, with other details',
    line,
  }))
  return new Stop(1, {
    code: 'address-taken',
    message,
    hint: 'Find them with `./forewarn recipients list`; change them with `./forewarn recipients change ID`, or take the lines out.',
    problems,
  })
}
