import { printable, widthOf } from './printable.ts'

const GAP = '  '

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => string | number
}

/** Aligned plainly: columns in the given order, numbers to the right, no rules. One line a row, and one of titles. */
export function tableOf<Row>(rows: readonly Row[], columns: ReadonlyArray<Column<Row>>): string {
  const bodies = columns.map((column) => rows.map((row) => column.cell(row)))
  const blocks = columns.map(({ title }, index) => alignedColumn(title.toUpperCase(), bodies[index] ?? []))
  const lines = Array.from({ length: rows.length + 1 }, (_, line) => blocks.map((block) => block[line] ?? '').join(GAP))
  return lines.map((line) => line.trimEnd()).join('\n')
}

/** Name and value a line, the values under each other. */
export function factsOf(facts: ReadonlyArray<readonly [name: string, value: string | number]>): string {
  const names = alignedColumn(
    '',
    facts.map(([name]) => name),
  ).slice(1)
  return facts.map(([, value], index) => `${names[index] ?? ''}${GAP}${printable(String(value))}`).join('\n')
}

function alignedColumn(title: string, cells: ReadonlyArray<string | number>): readonly string[] {
  const texts = [title, ...cells.map((cell) => printable(String(cell)))]
  const width = Math.max(...texts.map(widthOf))
  const isNumeric = cells.length > 0 && cells.every((cell) => typeof cell === 'number')
  return texts.map((text) => {
    const space = ' '.repeat(width - widthOf(text))
    return isNumeric ? `${space}${text}` : `${text}${space}`
  })
}
