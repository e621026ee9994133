import { type Command, Option } from 'commander'
import { type Row, recipientFromRow } from '../../core/recipient/recipient-row.ts'
import { type GivenDetails, type RecipientDetails, parseGiven } from '../../core/recipient/recipient.ts'
import type { Parsed } from '../../core/shared/parsed.ts'
import { readKeyFile } from '../files/key-file.ts'
import { accepted, badInput } from './stop.ts'

export interface KeyOptions {
  readonly oldClient?: boolean
}

export interface DetailOptions extends KeyOptions {
  readonly organisation?: string
  readonly contact?: string
  readonly secondContact?: string
  readonly zone?: string
  readonly group?: readonly string[]
  readonly encryption?: string
  readonly key?: readonly string[]
  readonly phone?: string
  readonly notes?: string
}

export const OLD_CLIENT = ['--old-client', 'its S/MIME is for a mail program that knows AES-CBC alone'] as const

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
    .option('--key <file>', 'its OpenPGP key or S/MIME certificate; twice for one each of two contacts', collect)
    .option(...OLD_CLIENT)
    .option('--phone <text>', 'how to reach somebody when no mail can: a number, and whom to ask for')
    .option('--notes <text>', 'for the team; never in a mail')
}

/** @throws Stop (2) that names options, never their values */
export async function detailsFrom(options: DetailOptions): Promise<GivenDetails> {
  const { keys } = await keysFrom(options)
  return withKeys(rowOf(options), { keys: keys ?? [], isOldClient: options.oldClient })
}

/** What is given replaces what is there, each of its keys too. */
export type Change = (details: RecipientDetails) => GivenDetails

/**
 * Reads what is given, and says what is wrong with it whatever it is put into: nobody's details need to be read for that.
 *
 * @throws Stop (2), as the change may
 */
export async function changeFrom(options: DetailOptions): Promise<Change> {
  const given = await keysFrom(options)
  withKeys({ ...SOMEBODY, ...rowOf(options) }, { keys: [], isOldClient: undefined })
  return (details) => {
    const kept = details.keys.map(({ bytes }) => bytes)
    return withKeys({ ...rowOfDetails(details), ...rowOf(options) }, { keys: given.keys ?? kept, isOldClient: given.isOldClient })
  }
}

/**
 * The files as base64, and for which mail program they are; a certificate that is kept stays what it is.
 *
 * @throws Stop (2)
 */
export async function keysFrom({ key: files, oldClient }: KeyOptions & Pick<DetailOptions, 'key'>): Promise<GivenFiles> {
  if (files === undefined) return { keys: undefined, isOldClient: oldClient }
  const read = await Promise.all(files.map(readKeyFile))
  const problems = read.flatMap((file, index) =>
    'wrong' in file ? [{ field: files.length > 1 ? `key.${index}` : 'key', message: file.wrong }] : [],
  )
  if (problems.length > 0) throw badInput('the recipient', problems)
  return { keys: read.flatMap((file) => ('value' in file ? [file.value] : [])), isOldClient: oldClient ?? false }
}

interface GivenFiles {
  readonly keys: readonly string[] | undefined
  readonly isOldClient: boolean | undefined
}

/** Stands for what a change leaves as it is. */
const SOMEBODY: Row = { organisation: 'Somebody', contact: 'nobody-has-this-one@invalid.example' }

function rowOfDetails({ contacts, groups, organisation, zone, encryption, phone, notes }: RecipientDetails): Row {
  const [contact = '', second = ''] = contacts
  return { organisation, contact, second_contact: second, zone, groups: groups.join(';'), encryption, phone, notes }
}

function rowOf({ organisation, contact, secondContact, zone, group, encryption, phone, notes }: DetailOptions): Row {
  return {
    ...(organisation !== undefined && { organisation }),
    ...(contact !== undefined && { contact }),
    ...(secondContact !== undefined && { second_contact: secondContact }),
    ...(zone !== undefined && { zone }),
    ...(group !== undefined && { groups: group.join(';') }),
    ...(encryption !== undefined && { encryption }),
    ...(phone !== undefined && { phone }),
    ...(notes !== undefined && { notes }),
  }
}

function withKeys(row: Row, { keys, isOldClient }: { keys: readonly string[]; isOldClient: boolean | undefined }): GivenDetails {
  const { details } = accepted(named(recipientFromRow(row)), 'the recipient')
  return accepted(named(parseGiven({ ...details, keys, ...(isOldClient !== undefined && { isOldClient }) })), 'the recipient')
}

function named<T>(parsed: Parsed<T>): Parsed<T> {
  if (parsed.ok) return parsed
  return { ...parsed, problems: parsed.problems.map((problem) => ({ ...problem, field: OPTIONS[problem.field] ?? problem.field })) }
}

/** What problems call a column, and the command line another thing. */
const OPTIONS: Readonly<Record<string, string>> = { second_contact: 'second-contact', groups: 'group', keys: 'key' }
