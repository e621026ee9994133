import { z } from 'zod'
import { Zone } from '../embargo/zone.ts'
import { Digest } from '../shared/digest.ts'
import { RecipientId } from '../shared/ids.ts'
import { MailAddress } from '../shared/mail-address.ts'

/** In the subject of every mail, so it must be neutral: `ADV-2026-0003`, never a CVE or GHSA id. */
export const AdvisoryId = z.string().regex(/^(?!CVE|GHSA)[A-Z]{2,8}-\d{4}-\d{1,6}$/, 'must be a neutral id such as ADV-2026-0003, not a CVE or GHSA id')

export const Vulnerability = z.strictObject({
  cve: z.string().regex(/^CVE-\d{4}-\d{4,}$/, 'must be a CVE id, such as CVE-2022-27177').optional(),
  cwe: z.string().regex(/^CWE-\d+$/, 'must be a CWE id, such as CWE-134').optional(),
  /** A CVSS 3.x or 4.0 vector. */
  cvss: z.string().regex(/^CVSS:(3\.[01]|4\.0)\/[A-Z]{1,3}:[A-Z](\/[A-Z]{1,3}:[A-Z])*$/, 'must be a CVSS 3.0, 3.1 or 4.0 vector').optional(),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  summary: z.string().trim().min(1).max(400),
  /** Version ranges as in semver, such as `<1.2.2` or `>=1.1.0 <1.1.9`. */
  affected: z.array(z.string().min(1)).min(1),
  /** Versions that hold the fix, such as `1.2.2`. */
  fixed: z.array(z.string().min(1)),
})
export type Vulnerability = z.infer<typeof Vulnerability>

export const Patch = z.strictObject({
  branch: z.string().min(1).max(80),
  /** File name beside the advisory. The mail calls it something neutral. */
  file: z.string().regex(/^[\w][\w.-]*\.(patch|diff)$/, 'must be the name of a .patch or .diff file beside the advisory'),
})

/** A patch whose bytes are pinned. */
export const PinnedPatch = Patch.extend({ sha256: Digest, /** Bytes. */ size: z.int().positive() })
export type PinnedPatch = z.infer<typeof PinnedPatch>

export const ReporterContact = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('mail'), address: MailAddress }),
  z.strictObject({ by: z.literal('platform'), platform: z.string().trim().min(1).max(60), link: z.url({ protocol: /^https$/ }) }),
])

export const Reporter = z.strictObject({
  name: z.string().trim().min(1).max(120),
  zone: Zone.default('UTC'),
  contact: ReporterContact,
  /** How they are credited; absent means by name. */
  credit: z.string().trim().min(1).max(200).optional(),
})
/** A reporter with the random id by which deliveries know them. */
export const KnownReporter = Reporter.extend({ id: RecipientId })
export type KnownReporter = z.infer<typeof KnownReporter>

/** The advisory as a person writes it, in YAML with its patches as files beside it. */
export const AdvisoryFile = z.strictObject({
  id: AdvisoryId,
  title: z.string().trim().min(1).max(200),
  /** Markdown. */
  description: z.string().trim().min(1).max(60_000),
  /** Markdown: the steps the team will take, and what may be done before disclosure. */
  remediation: z.string().trim().min(1).max(60_000),
  vulnerabilities: z.array(Vulnerability).min(1).max(50),
  patches: z.array(Patch).max(50).default([]),
  credits: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
  reporters: z.array(Reporter).max(20).default([]),
  references: z.array(z.url({ protocol: /^https$/ })).max(50).default([]),
})
export type AdvisoryFile = z.infer<typeof AdvisoryFile>

/** The advisory as it is sealed: patches pinned by their SHA-256, reporters with their ids. */
export const Advisory = AdvisoryFile.extend({ patches: z.array(PinnedPatch), reporters: z.array(KnownReporter) })
export type Advisory = z.infer<typeof Advisory>
