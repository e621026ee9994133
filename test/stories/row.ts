import type { Mail } from './told.ts'
import { entryIn } from '../core/notice/recipient-calendar.ts'

/**
 * A mail as one line: which notice, as which version it calls itself, the date that it shows, what it says has changed, what is
 * attached, and what it makes of the addressee's calendar. From the bytes of the mail alone, but for the notice.
 */
export function rowOf({ notice, email }: Mail): string {
  const text = email.text ?? ''
  const { before, change, after } = parted(text)
  return [
    `${nameOf(notice, text)}${versionIn(text)}`,
    datesIn(before + after),
    change === '' ? '-' : changeIn(change),
    attachedTo({ email }),
    calendarIn({ email }),
  ].join(' | ')
}

/** A task to the team says for whom it is. */
function nameOf(notice: string, text: string): string {
  const reporter = /^ {2}Reporter: (.*)$/m.exec(text)?.[1]
  return reporter === undefined ? notice : `${notice} for ${reporter}`
}

const versionIn = (text: string): string => {
  const version = /^UPDATED ADVANCE NOTICE .*, VERSION (\d+)$/m.exec(text)?.[1]
  return version === undefined ? '' : ` (update ${version})`
}

/** What stands on top is told from the rest: it must come before the date and the description. */
function parted(text: string): { readonly before: string; readonly change: string; readonly after: string } {
  const [before = '', rest] = text.split(/^(?=What changed$|Why this date$)/m)
  if (rest === undefined) return { before: text, change: '', after: '' }
  const end = rest.search(/^DISCLOSURE DATE$/m)
  return end < 0 ? { before, change: rest, after: '' } : { before, change: rest.slice(0, end), after: rest.slice(end) }
}

const DATE = /\w+day, (\d{1,2}) (\w{3})\w* (\d{4}), (\d\d:\d\d) UTC/g
const briefly = (text: string): string => text.replaceAll(DATE, '$1 $2 $4')

/** Every date of a text in UTC, once, in whichever order. */
export const datesShown = (text: string): readonly string[] => [...new Set(text.match(DATE))].toSorted((a, b) => a.localeCompare(b))

/** Each date once, in UTC, and whether it holds, held, or was told before. */
function datesIn(text: string): string {
  const gone = /NO LONGER HOLDS|no longer holds:$/m.test(text) ? 'not ' : ''
  const past = /The disclosure date was$|The embargo is over, so they/m.test(text) ? 'was ' : ''
  const told = /^ {2}Before: +(.*)$/m.exec(text)?.[1]
  const now = [
    ...new Set([...text.replaceAll(/^(?: {2}Before: |Planned before: ).*$/gm, '').matchAll(DATE)].map(([date]) => briefly(date))),
  ]
  if (now.length === 0) return '-'
  return `${told === undefined ? '' : `${briefly(told)} → `}${past}${gone}${now.join(', ')}`
}

/** The reason, then each row from what to what; hashes and the addressee's own zone are left to the fixtures. */
function changeIn(change: string): string {
  const [heading = '', ...lines] = change.split('\n').filter((line) => line !== '')
  const why = lines.filter((line) => !/^(\* | {2}(before|now): )/.test(line))
  const rows = change.split(/^\* /m).slice(1)
  const sides = (row: string, side: string) =>
    [...row.matchAll(new RegExp(`^  ${side}: +(.*)$`, 'gm'))]
      .map(([, value = '']) => value)
      .filter((value) => !value.endsWith(')') || value.includes('SHA'))
  const told = rows.map((row) => {
    const [was, is] = [sides(row, 'before'), sides(row, 'now')]
    const other = was.flatMap((value, index) => (value === is[index] ? [] : [`${short(value)} → ${short(is[index] ?? '')}`]))
    return `${row.split('\n')[0]} ${other.join(', ')}`
  })
  return [`${heading}: ${why.join(' ')}`, ...told].join(' ')
}

const short = (value: string): string => briefly(value).replace(/^([\d.]+): \S+ \(SHA-256 (.{4}).*\)$/, '$1 $2')

function attachedTo({ email }: Pick<Mail, 'email'>): string {
  const names = email.attachments.map(({ filename }) => filename ?? '').filter((name) => !name.endsWith('.ics'))
  return names.length === 0 ? '-' : names.map((name) => name.replace(/^ADV-\d{4}-\d{4}-/, '')).join(', ')
}

/** The sequence, what it does, and for when. */
function calendarIn({ email }: Pick<Mail, 'email'>): string {
  const text = calendarOf({ email })
  if (text === undefined) return '-'
  const { sequence, status, startsAt } = entryIn(text)
  const at = new Date(startsAt).toISOString()
  return `${sequence} ${status.toLowerCase()} ${at.slice(0, 16)}Z`
}

/** The text of the calendar part. */
export function calendarOf({ email }: Pick<Mail, 'email'>): string | undefined {
  const part = email.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
  return part && (typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content))
}
