import * as z from 'zod'
import type { Advisory } from '../advisory/advisory.ts'
import { baseScore } from '../advisory/cvss.ts'
import { BranchLine, branchesOf } from './branch-view.ts'
import type { NoticeInput } from './notice-input.ts'
import { PatchLine, patchesOf } from './patch-view.ts'
import type { MarkdownRenderer } from './ports.ts'
import { SafeHtml } from './safe-html.ts'

/** The same words for the HTML part and for the text part. */
const Prose = z.strictObject({ html: SafeHtml, text: z.string() })
type Prose = z.infer<typeof Prose>

const VulnerabilityView = z.strictObject({
  /** Its CVE id, or its number in this advisory. */
  name: z.string(),
  severity: z.string(),
  cwe: z.string().optional(),
  /** The score, where it can be told, and the vector. */
  cvss: z.string().optional(),
  summary: z.string(),
  affected: z.array(z.string()),
  fixed: z.array(z.string()),
})

/** The whole of an advisory. For recipients alone. */
export const AdvisoryView = z.strictObject({
  title: z.string(),
  description: Prose,
  remediation: Prose,
  vulnerabilities: z.array(VulnerabilityView),
  /** For which branches a patch comes. */
  branches: z.array(BranchLine),
  patches: z.array(PatchLine),
  /** Versions to be released on the day. */
  releases: z.array(z.string()),
  references: z.array(z.string()),
})
export type AdvisoryView = z.infer<typeof AdvisoryView>

export function advisoryView(input: NoticeInput, markdown: MarkdownRenderer): AdvisoryView {
  const { advisory } = input.content
  return {
    title: advisory.title,
    description: proseOf(advisory.description, markdown),
    remediation: proseOf(advisory.remediation, markdown),
    vulnerabilities: advisory.vulnerabilities.map(({ cve, cwe, cvss, severity, summary, affected, fixed }, index) => ({
      name: cve ?? `Vulnerability ${index + 1}`,
      severity,
      ...(cwe === undefined ? {} : { cwe }),
      ...(cvss === undefined ? {} : { cvss: scored(cvss) }),
      summary,
      affected,
      fixed,
    })),
    branches: branchesOf(input),
    patches: patchesOf(advisory),
    releases: releasesOf(advisory),
    references: advisory.references,
  }
}

/** CVSS 4.0 has no score here. */
function scored(vector: string): string {
  const score = baseScore(vector)
  return score === undefined ? vector : `${score.toFixed(1)} (${vector})`
}

const proseOf = (source: string, markdown: MarkdownRenderer): Prose => ({ html: markdown.html(source), text: markdown.text(source) })

/** Every version that holds a fix, once, in the advisory's order. */
export const releasesOf = (advisory: Advisory): string[] => [...new Set(advisory.vulnerabilities.flatMap(({ fixed }) => fixed))]
