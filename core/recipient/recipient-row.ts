import { normalisedAddress } from '../shared/mail-address.ts'
import type { Parsed, Problem } from '../shared/parsed.ts'
import { type GivenDetails, parseGiven } from './recipient.ts'

/** The columns of a recipients file; only the first two must be there. */
export const COLUMNS = ['organisation', 'contact', 'second_contact', 'zone', 'groups', 'encryption', 'key', 'phone', 'notes'] as const
export const REQUIRED_COLUMNS = ['organisation', 'contact'] as const satisfies readonly Column[]
export type Column = (typeof COLUMNS)[number]

/** Fields by column; what is absent counts as empty. */
export type Row = Readonly<Partial<Record<Column, string>>>

export interface NumberedRow {
  /** 1-based, where the row begins. */
  readonly line: number
  readonly row: Row
}

/** A recipient without keys, and the names of the files that hold them. */
export interface RowDetails {
  readonly details: GivenDetails
  readonly keyFiles: readonly string[]
}

export interface NumberedDetails extends RowDetails {
  readonly line: number
}

/** Blanks around a field are layout; a line break around an address is an attack, and stays to be refused. */
const bare = (field: string | undefined): string => (field ?? '').replaceAll(/^[ \t]+|[ \t]+$/g, '')

/**
 * Problems name the column. Groups are separated by `;` or spaces, key files by `;`. An empty zone, encryption or second contact is
 * none given.
 */
export function recipientFromRow(row: Row): Parsed<RowDetails> {
  const [zone, encryption, second] = [bare(row.zone), bare(row.encryption), bare(row.second_contact)]
  const keyFiles = (row.key ?? '')
    .split(';')
    .map(bare)
    .filter((file) => file !== '')
  const parsed = parseGiven({
    organisation: row.organisation ?? '',
    contacts: [bare(row.contact), ...(second === '' ? [] : [second])],
    groups: [...new Set((row.groups ?? '').split(/[; \t]+/).filter((group) => group !== ''))],
    phone: row.phone ?? '',
    notes: row.notes ?? '',
    ...(zone === '' ? {} : { zone }),
    ...(encryption === '' ? {} : { encryption }),
  })
  return parsed.ok ? { ok: true, value: { details: parsed.value, keyFiles } } : { ok: false, problems: byColumn(parsed.problems) }
}

/** What is wrong with details, as whoever wrote a row calls it. */
export const byColumn = (problems: readonly Problem[]): readonly Problem[] =>
  problems.map((problem) => ({ ...problem, field: columnOf(problem.field) }))

function columnOf(field: string): Column {
  if (field.startsWith('key')) return 'key'
  if (field.startsWith('contacts')) return field === 'contacts.1' ? 'second_contact' : 'contact'
  return COLUMNS.find((column) => field.startsWith(column)) ?? 'organisation'
}

/**
 * Checks every row, and each address against all the others: one address belongs to one recipient.
 *
 * @returns what is good, in the order of the file, and every problem with its line. With any problem, write nothing.
 */
export function checkRows(rows: readonly NumberedRow[]): {
  readonly details: readonly NumberedDetails[]
  readonly problems: readonly Problem[]
} {
  const details: NumberedDetails[] = []
  const problems: Problem[] = []
  const owners = new Map<string, { readonly line: number; readonly column: Column }>()
  for (const { line, row } of rows) {
    const parsed = recipientFromRow(row)
    if (!parsed.ok) {
      problems.push(...parsed.problems.map((problem) => ({ ...problem, line })))
      continue
    }
    details.push({ line, ...parsed.value })
    for (const [index, contact] of parsed.value.details.contacts.entries()) {
      const key = normalisedAddress(contact)
      const column: Column = index === 0 ? 'contact' : 'second_contact'
      const owner = owners.get(key)
      if (owner === undefined) owners.set(key, { line, column })
      else
        problems.push({
          field: column,
          line,
          message: `is the address of line ${owner.line} too (${owner.column}): an address belongs to one recipient`,
        })
    }
  }
  return { details, problems }
}
