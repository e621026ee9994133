import { dirname } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import {
  COLUMNS,
  type Column,
  type NumberedDetails,
  type NumberedRow,
  REQUIRED_COLUMNS,
  byColumn,
  checkRows,
} from '../../core/recipient/recipient-row.ts'
import { type GivenDetails, parseGiven } from '../../core/recipient/recipient.ts'
import type { Parsed, Problem } from '../../core/shared/parsed.ts'
import type { Folder } from './file-beside.ts'
import { WHOLE_FILE, fileProblem, readText } from './file-bytes.ts'
import { readKeyBeside } from './key-file.ts'

const MAX_BYTES = 32 * 1024 * 1024

/** What the parser says can quote the file, so each code that is likely has words of its own. */
const SYNTAX: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quote: double each quote that belongs to the text',
  CSV_QUOTE_NOT_CLOSED: 'opens a quote that does not close',
  INVALID_OPENING_QUOTE: 'has a quote in a field that does not begin with one: quote the whole field, and double the quote',
}

interface CsvRecord {
  /** 1-based, where the record begins. */
  readonly line: number
  readonly fields: readonly string[]
}

/** A recipient with the bytes of their key files, which nobody has looked into yet. */
export interface NumberedRecipient {
  readonly line: number
  readonly details: GivenDetails
}

/**
 * Reads a CSV file with a heading, all of it, and the key files beside it that it names: the value is everybody, or the problems are
 * all there are. Columns come in any order; `organisation` and `contact` must be there.
 */
export async function readRecipientsFile(path: string): Promise<Parsed<readonly NumberedRecipient[]>> {
  const text = await readText(path, MAX_BYTES)
  if (!text.ok) return text
  const records = parseCsv(text.value)
  if (!records.ok) return records
  const [heading, ...rest] = records.value
  if (heading === undefined || rest.length === 0)
    return fileProblem(`must have a heading (${COLUMNS.join(',')}) and at least one recipient`)
  const wrong = checkHeading(heading)
  if (wrong.length > 0) return { ok: false, problems: wrong }
  const { rows, problems: widths } = toRows(heading, rest)
  const { details, problems } = checkRows(rows)
  const recipients = await Promise.all(details.map((row) => withKeys(row, { path: dirname(path), of: 'the list' })))
  const keys = recipients.flatMap((recipient) => (recipient.ok ? [] : recipient.problems))
  const all = [...widths, ...problems, ...keys].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
  if (all.length > 0) return { ok: false, problems: all }
  return { ok: true, value: recipients.flatMap((recipient) => (recipient.ok ? [recipient.value] : [])) }
}

/** With the bytes of the files that a row names. */
async function withKeys({ line, details, keyFiles }: NumberedDetails, folder: Folder): Promise<Parsed<NumberedRecipient>> {
  if (keyFiles.length === 0) return { ok: true, value: { line, details } }
  const files = await Promise.all(keyFiles.map((file) => readKeyBeside(folder, file)))
  const wrong = files.flatMap((file) => ('wrong' in file ? [{ field: 'key', message: file.wrong, line }] : []))
  if (wrong.length > 0) return { ok: false, problems: wrong }
  const given = parseGiven({ ...details, keys: files.flatMap((file) => ('value' in file ? [file.value] : [])) })
  if (given.ok) return { ok: true, value: { line, details: given.value } }
  return { ok: false, problems: byColumn(given.problems).map((problem) => ({ ...problem, line })) }
}

function parseCsv(text: string): Parsed<readonly CsvRecord[]> {
  try {
    // Within quotes the parser takes CR LF for two line breaks, and would count on from there.
    const records = parse(text.replaceAll('\r\n', '\n'), { info: true, relax_column_count: true }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    // A record may go over several lines, and the parser tells the last of them.
    const numbered = records.map(({ record }, index) => ({ line: (records[index - 1]?.info.lines ?? 0) + 1, fields: record }))
    return { ok: true, value: numbered.filter(({ fields }) => fields.some((field) => field.trim() !== '')) }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? { line: error['lines'] } : {}
    return {
      ok: false,
      problems: [{ field: WHOLE_FILE, message: SYNTAX[error.code] ?? `is not well-formed CSV (${error.code})`, ...line }],
    }
  }
}

/** A heading of which nothing is known is a recipient rather than a heading, and is not quoted. */
function checkHeading({ line, fields }: CsvRecord): readonly Problem[] {
  const names = fields.map((field) => field.trim())
  const problem = (field: string, message: string): Problem => ({ field, message, line })
  if (!names.some(isColumn))
    return [problem(WHOLE_FILE, `must begin with a heading that names the columns, separated by commas: ${COLUMNS.join(',')}`)]
  return [
    ...REQUIRED_COLUMNS.filter((column) => !names.includes(column)).map((column) => problem(column, 'is a column that must be there')),
    ...names
      .filter((name) => !isColumn(name))
      .map((name) =>
        /^[\w -]{1,40}$/.test(name)
          ? problem(name, `is not a column; these are: ${COLUMNS.join(',')}`)
          : problem(WHOLE_FILE, 'has a column without a known name'),
      ),
    ...names.filter((name, index) => isColumn(name) && names.indexOf(name) < index).map((name) => problem(name, 'is a column twice')),
  ]
}

const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name)

function toRows(
  heading: CsvRecord,
  records: readonly CsvRecord[],
): { readonly rows: readonly NumberedRow[]; readonly problems: readonly Problem[] } {
  const columns = heading.fields.map((field) => field.trim())
  const fits = ({ fields }: CsvRecord): boolean => fields.length === columns.length
  const rows = records
    .filter(fits)
    .map(({ line, fields }) => ({ line, row: Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ''])) }))
  const problems = records
    .filter((record) => !fits(record))
    .map(({ line, fields }) => ({
      field: WHOLE_FILE,
      message: `has ${fields.length} fields where the heading has ${columns.length}: quote fields that hold commas`,
      line,
    }))
  return { rows, problems }
}
