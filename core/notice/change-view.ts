import * as z from 'zod'
import type { KnownReporter, Vulnerability } from '../advisory/advisory.ts'
import type { NoticeInput, Told } from './notice-input.ts'
import { patchLines } from './patch-view.ts'
import { type When, whenOf } from './when-view.ts'

/** One thing that is different, old and new side by side, each in lines. */
const Row = z.strictObject({ what: z.string(), before: z.array(z.string()), now: z.array(z.string()) })
type Row = z.infer<typeof Row>

/** The block that stands on top for those who may know the version before, or whose first notice has another date than was planned. */
export const Change = z.strictObject({ heading: z.string(), why: z.array(z.string()), rows: z.array(Row) })
export type Change = z.infer<typeof Change>

/**
 * What is different from what this addressee was told last, and why: nothing to who was told nothing, or all of it.
 * A change without a version before moved the date of a first notice, and everybody is told why.
 */
export function changeOf(input: NoticeInput): Change | undefined {
  const { before } = input
  if (before === undefined) return firstDate(input)
  const rows = [...dateRow(before, input), ...textRows(before, input), ...vulnerabilityRows(before, input), ...patchRow(before, input)]
  return { heading: 'What changed', why: before.whys.flatMap(({ text }) => paragraphs(text)), rows }
}

/** The same for a reporter, who learns nothing of an advisory beyond its date and how they are credited in it. */
export function changeForReporter(input: NoticeInput, reporter: KnownReporter): Change | undefined {
  const { before } = input
  if (before === undefined) return firstDate(input)
  const former = before.content.advisory.reporters.find(({ id }) => id === reporter.id)
  const rows = [...dateRow(before, input), ...(former === undefined ? [] : creditRow(former, reporter))]
  if (rows.length === 0) return undefined
  const moves = before.whys.filter(({ isMove }) => isMove)
  return { heading: 'What changed', why: moves.flatMap(({ text }) => paragraphs(text)), rows }
}

export const isDateRow = ({ what }: Row): boolean => what === DATE

/** Why a first notice leaves another time than was planned: less of it, mostly. */
function firstDate({ content: { change } }: Told): Change | undefined {
  if (change === undefined || change.previous !== undefined) return undefined
  return { heading: 'Why this date', why: paragraphs(change.why), rows: [] }
}

const DATE = 'Disclosure date'

function dateRow(before: Told, now: NoticeInput): Row[] {
  if (before.disclosureAt.toMillis() === now.disclosureAt.toMillis()) return []
  const lines = (told: Told) => whenLines(whenOf(told.disclosureAt, now.addressee.zone))
  return [{ what: DATE, before: lines(before), now: lines(now) }]
}

function creditRow(before: KnownReporter, now: KnownReporter): Row[] {
  const [old, current] = [creditOf(before), creditOf(now)]
  return old === current ? [] : [{ what: 'How you are credited', before: [old], now: [current] }]
}

export const creditOf = (reporter: KnownReporter): string => reporter.credit ?? reporter.name

const whenLines = (when: When): string[] => (when.local === undefined ? [when.utc] : [when.utc, when.local])

/** Long texts are not set side by side: that they changed is said, and an advance notice holds the new one whole. */
function textRows(before: Told, now: Told): Row[] {
  const [old, current] = [before.content.advisory, now.content.advisory]
  const texts = [
    ['Title', old.title, current.title],
    ['Description', old.description, current.description],
    ['Remediation', old.remediation, current.remediation],
    ['References', old.references.join('\n'), current.references.join('\n')],
  ] as const
  return texts.filter(([, from, to]) => from !== to).map(([what]) => ({ what, before: ['an earlier text'], now: ['rewritten'] }))
}

/** Which of before a vulnerability was, surest first: what one of these leaves over is for the next. */
const SAME: readonly ((former: Vulnerability, current: Vulnerability) => boolean)[] = [
  (former, current) => current.cve !== undefined && former.cve === current.cve,
  // A CVE id is often assigned late.
  (former, current) => !(former.cve !== undefined && current.cve !== undefined) && former.summary === current.summary,
  (former) => former.cve === undefined,
  (_, current) => current.cve === undefined,
]

function vulnerabilityRows(before: Told, now: Told): Row[] {
  const open = [...before.content.advisory.vulnerabilities]
  const current = now.content.advisory.vulnerabilities
  const formers = new Map<Vulnerability, Vulnerability>()
  for (const isSame of SAME) {
    for (const vulnerability of current.filter((one) => !formers.has(one))) {
      const index = open.findIndex((former) => isSame(former, vulnerability))
      const [former] = index < 0 ? [] : open.splice(index, 1)
      if (former !== undefined) formers.set(vulnerability, former)
    }
  }
  const rows = current.flatMap((vulnerability, index) => differences(formers.get(vulnerability), vulnerability, index))
  return [
    ...rows,
    ...open.map((gone) => ({ what: gone.cve ?? gone.summary, before: [gone.summary], now: ['no longer part of this advisory'] })),
  ]
}

function differences(former: Vulnerability | undefined, current: Vulnerability, index: number): Row[] {
  const name = current.cve ?? `Vulnerability ${index + 1}`
  if (former === undefined) return [{ what: name, before: ['not part of this advisory'], now: [current.summary] }]
  const facts = [
    ['affected versions', former.affected, current.affected],
    ['fixed in', former.fixed, current.fixed],
    ['severity', [former.severity], [current.severity]],
    ['CVE', listed(former.cve), listed(current.cve)],
    ['CWE', listed(former.cwe), listed(current.cwe)],
    ['CVSS', listed(former.cvss), listed(current.cvss)],
    ['summary', [former.summary], [current.summary]],
  ] as const
  return facts
    .filter(([, from, to]) => from.join('\n') !== to.join('\n'))
    .map(([what, from, to]) => ({ what: `${name}: ${what}`, before: orNone(from), now: orNone(to) }))
}

function patchRow(before: Told, now: Told): Row[] {
  const [old, current] = [before.content.advisory, now.content.advisory]
  const pinned = (told: Told) => told.content.advisory.patches.map(({ branch, sha256 }) => `${branch} ${sha256}`).join('\n')
  if (pinned(before) === pinned(now)) return []
  return [{ what: 'Patches', before: orNone(patchLines(old)), now: orNone(patchLines(current)) }]
}

const listed = (value: string | undefined): string[] => (value === undefined ? [] : [value])
const orNone = (lines: readonly string[]): string[] => (lines.length === 0 ? ['none'] : [...lines])

/** Lines of what an operator wrote; empty ones part paragraphs and are dropped. */
export const paragraphs = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
