import { parseInstant } from '../embargo/instant-text.ts'
import type { Instant } from '../shared/clock.ts'
import { BEGIN, END, placeOf } from './fenced-section.ts'
import { type Difference, differences } from './line-difference.ts'
import { expiryProblem } from './security-txt.ts'

/** How a published file stands to the policy. It is sound when there is nothing of either. */
export interface Checked {
  /** Whole sentences. */
  readonly problems: readonly string[]
  readonly differences: readonly Difference[]
}

/** Compares the section alone, whatever kind of line ends the file has. */
export function checkSecurityMd(file: string, section: string): Checked {
  const lines = linesOf(file)
  const place = placeOf(lines)
  if (place === 'absent') return problem(`It has no section between ${BEGIN} and ${END}: add it with --write.`)
  if (place === 'broken') return problem(`It must have ${BEGIN} and ${END} once each, in this order: mend the two lines by hand.`)
  const found = differences(lines.slice(place.begin, place.end + 1), section.split('\n'))
  return { problems: [], differences: found.map((one) => ({ ...one, line: one.line + place.begin })) }
}

/** Compares everything but the time at which the file expires, which is judged by itself. Blank lines at the end do not count. */
export function checkSecurityTxt(file: string, wanted: string, now: Instant): Checked {
  const { text, before } = signedText(linesOf(file))
  const expected = wanted.split('\n')
  const anyExpiry = expected.find(isExpiry) ?? ''
  const found = differences(
    withoutBlankEnd(text).map((line) => (isExpiry(line) ? anyExpiry : line)),
    expected,
  )
  return {
    problems: expiryProblems(text.filter(isExpiry), now),
    differences: found.map((one) => ({ ...one, line: one.line + before })),
  }
}

const problem = (says: string): Checked => ({ problems: [says], differences: [] })

/** Names of fields are the same in upper and lower case. @see https://www.rfc-editor.org/rfc/rfc9116#section-4 */
const isExpiry = (line: string): boolean => /^expires:/i.test(line)

/** @see https://www.rfc-editor.org/rfc/rfc9116#section-2.5.5 */
function expiryProblems(lines: readonly string[], now: Instant): readonly string[] {
  const [line] = lines
  if (line === undefined || lines.length > 1) return [`It must have one line that begins with Expires, and has ${lines.length}.`]
  const text = line.slice(line.indexOf(':') + 1).trim()
  const parsed = RFC_3339.test(text) ? parseInstant(text) : undefined
  const wrong = parsed?.ok === true ? expiryProblem(parsed.value, now) : 'must be an instant, such as 2027-06-30T00:00:00Z'
  return wrong === undefined ? [] : [`Expires ${wrong}. Write the file anew with --write.`]
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i

/**
 * What a file says that may be signed in clear text, and how many lines stand before it. Whether the signature is good is not looked at.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-7
 */
function signedText(lines: readonly string[]): { readonly text: readonly string[]; readonly before: number } {
  if (lines[0] !== '-----BEGIN PGP SIGNED MESSAGE-----') return { text: lines, before: 0 }
  const before = lines.indexOf('') + 1
  const end = lines.indexOf('-----BEGIN PGP SIGNATURE-----', before)
  return { text: lines.slice(before, end === -1 ? undefined : end).map((line) => line.replace(/^- /, '')), before }
}

const linesOf = (file: string): readonly string[] => file.split(/\r?\n/)

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(0, last + 1)
}
