import type { NamedTest } from './break.ts'

export interface FaultRow {
  readonly fault: string
  readonly wanted: string
  readonly tests: readonly NamedTest[]
}

/** The rows of every table in docs/FAULTS.md, in order. */
export function faultRowsIn(markdown: string): readonly FaultRow[] {
  return markdown.split('\n').flatMap((line) => {
    const cells = /^\| (.+) \| (.+) \| (.+) \|$/.exec(line)
    if (!cells) return []
    const [, fault = '', wanted = '', tests = ''] = cells
    return fault === 'fault' ? [] : [{ fault, wanted, tests: testsIn(tests) }]
  })
}

function testsIn(cell: string): readonly NamedTest[] {
  return cell.split('<br>').map((text) => {
    const [, file = '', name = ''] = /^`(.+)` › "(.+)"$/.exec(text) ?? []
    return { file, name }
  })
}
