export const BEGIN = '<!-- forewarn:policy begin -->'
export const END = '<!-- forewarn:policy end -->'

/** Where the section stands in the lines of a file: `begin` and `end` are the fences', 0-based. */
export type Place = { readonly begin: number; readonly end: number } | 'absent' | 'broken'

/** `broken` when the fences are not one of each in order: what is ours in such a file cannot be told from what is not. */
export function placeOf(lines: readonly string[]): Place {
  const begins = placesOf(lines, BEGIN)
  const ends = placesOf(lines, END)
  const [begin, end] = [begins[0], ends[0]]
  if (begin === undefined && end === undefined) return 'absent'
  if (begin === undefined || end === undefined || begins.length > 1 || ends.length > 1 || end < begin) return 'broken'
  return { begin, end }
}

/**
 * The file with its section replaced, or with it at its end where there was none. Nothing else changes; the file keeps its kind of
 * line ends.
 *
 * @param section - with its fences
 * @returns undefined when its place is `broken`
 */
export function withSection(file: string, section: string): string | undefined {
  const lines = file.split('\n')
  const lineEnd = lines[0]?.endsWith('\r') === true ? '\r\n' : '\n'
  const ours = section.split('\n')
  const place = placeOf(lines)
  if (place === 'broken') return undefined
  if (place === 'absent') return `${file}${gapAfter(file, lineEnd)}${ours.join(lineEnd)}${lineEnd}`
  const tail = lines.slice(place.end + 1)
  return [...lines.slice(0, place.begin), ...ours.map((line) => (lineEnd === '\n' ? line : `${line}\r`)), ...tail].join('\n')
}

/** One empty line before a section that is new. */
const gapAfter = (file: string, lineEnd: string): string => (file === '' ? '' : file.endsWith('\n') ? lineEnd : `${lineEnd}${lineEnd}`)

const placesOf = (lines: readonly string[], fence: string): readonly number[] =>
  lines.flatMap((line, index) => (line.trim() === fence ? [index] : []))
