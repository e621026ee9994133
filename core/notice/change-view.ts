import { z } from 'zod'
import type { Vulnerability } from '../advisory/advisory.ts'
import type { NoticeInput, Told } from './notice-input.ts'
import { patchLines } from './patch-view.ts'
import { type When, whenOf } from './when-view.ts'

/** One thing that is different, old and new side by side, each in lines. */
const Row = z.strictObject({ what: z.string(), before: z.array(z.string()), now: z.array(z.string()) })
type Row = z.infer<typeof Row>

/** The block that stands on top for those who may know the version before, or who get a first notice late. */
export const Change = z.strictObject({ heading: z.string(), why: z.array(z.string()), rows: z.array(Row) })
export type Change = z.infer<typeof Change>

/**
 * What is different from what this addressee was told last, and why: nothing to who was told nothing, or all of it.
 * A change without a version before shortened the timeline of a first notice, which everybody is told.
 *
 * @param scope `date` for reporters, who learn nothing of an advisory beyond what they reported
 */
export function changeOf(input: NoticeInput, scope: 'everything' | 'date'): Change | undefined {
  const { before } = input
  if (before === undefined) return haste(input)
  const rows = [
    ...dateRow(before, input),
    ...(scope === 'everything' ? [...textRows(before, input), ...vulnerabilityRows(before, input), ...patchRow(before, input)] : []),
  ]
  if (scope === 'date' && rows.length === 0) return undefined
  return { heading: 'What changed', why: before.whys.flatMap(paragraphs), rows }
}

/** Why a first notice leaves less time than was promised. */
function haste({ content: { change } }: Told): Change | undefined {
  if (change === undefined || change.previous !== undefined) return undefined
  return { heading: 'Why there is little time', why: paragraphs(change.why), rows: [] }
}

function dateRow(before: Told, now: NoticeInput): Row[] {
  if (before.disclosureAt.toMillis() === now.disclosureAt.toMillis()) return []
  const lines = (told: Told) => whenLines(whenOf(told.disclosureAt, now.addressee.zone))
  return [{ what: 'Disclosure date', before: lines(before), now: lines(now) }]
}

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

function vulnerabilityRows(before: Told, now: Told): Row[] {
  const open = [...before.content.advisory.vulnerabilities]
  const take = (index: number): Vulnerability | undefined => (index < 0 ? undefined : open.splice(index, 1)[0])
  const pairs = now.content.advisory.vulnerabilities.map((vulnerability) => ({
    vulnerability,
    former: vulnerability.cve === undefined ? undefined : take(open.findIndex(({ cve }) => cve === vulnerability.cve)),
  }))
  // A CVE id is often assigned late: what no id matches is matched by its place.
  const rows = pairs.flatMap(({ vulnerability, former }, index) =>
    differences(former ?? take(open.findIndex(({ cve }) => cve === undefined || vulnerability.cve === undefined)), vulnerability, index),
  )
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
