import { type Command, Option } from 'commander'
import { type Row, recipientFromRow } from '../../core/recipient/recipient-row.ts'
import type { RecipientDetails } from '../../core/recipient/recipient.ts'
import { accepted } from './stop.ts'

export interface DetailOptions {
  readonly organisation?: string
  readonly contact?: string
  readonly secondContact?: string
  readonly zone?: string
  readonly group?: readonly string[]
  readonly encryption?: string
  readonly notes?: string
}

/** The details of a recipient as options. With `change`, an empty value takes away what may be absent. */
export function withDetails(command: Command): Command {
  const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value]
  return command
    .option('--organisation <name>', 'the organisation')
    .option('--contact <address>', 'its role mailbox, such as a PSIRT’s')
    .option('--second-contact <address>', 'another mailbox')
    .option('--zone <zone>', 'its time zone, such as Europe/Berlin')
    .option('--group <group>', 'a group; may be given more than once', collect)
    .addOption(new Option('--encryption <wish>', 'what it asks for').choices(['required', 'preferred', 'none']))
    .option('--notes <text>', 'for the team; never in a mail')
}

/** @throws Stop (2) that names options, never their values */
export const detailsFrom = (options: DetailOptions): RecipientDetails => detailsOf(rowOf(options))

/** What is wrong with what is given, whatever it is put into: nobody's details need to be read to say so. @throws Stop (2) */
export function refuseBad(options: DetailOptions): void {
  detailsOf({ ...SOMEBODY, ...rowOf(options) })
}

/** Stands for what a change leaves as it is. */
const SOMEBODY: Row = { organisation: 'Somebody', contact: 'nobody-has-this-one@invalid.example' }

/** What is given replaces what is there. @throws Stop (2) */
export function changedBy(options: DetailOptions, details: RecipientDetails): RecipientDetails {
  const [contact = '', second = ''] = details.contacts
  const { organisation, zone, groups, encryption, notes } = details
  const before: Row = { organisation, contact, second_contact: second, zone, groups: groups.join(';'), encryption, notes }
  return detailsOf({ ...before, ...rowOf(options) })
}

function rowOf({ organisation, contact, secondContact, zone, group, encryption, notes }: DetailOptions): Row {
  return {
    ...(organisation !== undefined && { organisation }),
    ...(contact !== undefined && { contact }),
    ...(secondContact !== undefined && { second_contact: secondContact }),
    ...(zone !== undefined && { zone }),
    ...(group !== undefined && { groups: group.join(';') }),
    ...(encryption !== undefined && { encryption }),
    ...(notes !== undefined && { notes }),
  }
}

function detailsOf(row: Row): RecipientDetails {
  const parsed = recipientFromRow(row)
  const named = parsed.ok
    ? parsed
    : { ...parsed, problems: parsed.problems.map((problem) => ({ ...problem, field: OPTIONS[problem.field] ?? problem.field })) }
  return accepted(named, 'the recipient')
}

/** What problems call a column, and the command line another thing. */
const OPTIONS: Readonly<Record<string, string>> = { second_contact: 'second-contact', groups: 'group' }
