import * as z from 'zod'
import { Zone } from '../embargo/zone.ts'
import { Encryption, MailKey } from '../keys/mail-key.ts'
import { Digest } from '../shared/digest.ts'
import { RecipientId } from '../shared/ids.ts'
import { MailAddress, normalisedAddress } from '../shared/mail-address.ts'
import { type Parsed, parseWith } from '../shared/parsed.ts'
import { HttpsLink, lineOf, proseOf } from '../shared/text.ts'
import { baseScore } from './cvss.ts'
import { FixedVersion, VersionRange, isInside } from './versions.ts'

/** In the subject of every mail, so it must be neutral: `ADV-2026-0003`, never a CVE or GHSA id. */
export const AdvisoryId = z
  .string()
  .regex(/^(?!CVE|GHSA)[A-Z]{2,8}-\d{4}-\d{1,6}$/, 'must be a neutral id such as ADV-2026-0003, not a CVE or GHSA id')

const VulnerabilityShape = z.strictObject({
  cve: z
    .string()
    .regex(/^CVE-\d{4}-\d{4,}$/, 'must be a CVE id, such as CVE-2022-27177')
    .optional(),
  cwe: z
    .string()
    .regex(/^CWE-\d+$/, 'must be a CWE id, such as CWE-134')
    .optional(),
  /** A CVSS 3.x or 4.0 vector. */
  cvss: z
    .string()
    .regex(/^CVSS:(3\.[01]|4\.0)\/[A-Z]{1,3}:[A-Z](\/[A-Z]{1,3}:[A-Z])*$/, 'must be a CVSS 3.0, 3.1 or 4.0 vector')
    .refine(
      (vector) => vector.startsWith('CVSS:4') || baseScore(vector) !== undefined,
      'must hold each of the eight base metrics of CVSS 3 once',
    )
    .optional(),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  summary: lineOf(400),
  /** Version ranges as in semver, such as `<1.2.2` or `>=1.1.0 <1.1.9`. */
  affected: z.array(VersionRange).min(1),
  /** Versions that hold the fix, such as `1.2.2`. */
  fixed: z.array(FixedVersion),
})
export const Vulnerability = VulnerabilityShape.superRefine(({ affected, fixed }, context) => {
  for (const [index, version] of fixed.entries())
    if (affected.some((range) => isInside(version, range)))
      context.addIssue({ code: 'custom', path: ['fixed', index], message: 'lies inside of an affected range, so it cannot hold the fix' })
})
export type Vulnerability = z.infer<typeof Vulnerability>

export const Patch = z.strictObject({
  branch: lineOf(80),
  /** File name beside the advisory. The mail calls it something neutral. */
  file: z.string().regex(/^[\w][\w.-]*\.(patch|diff)$/, 'must be the name of a .patch or .diff file beside the advisory'),
})

/** A patch whose bytes are pinned. */
export const PinnedPatch = Patch.extend({ sha256: Digest, /** Bytes. */ size: z.int().positive() })
export type PinnedPatch = z.infer<typeof PinnedPatch>

const otherWays = [
  z.strictObject({ by: z.literal('platform'), platform: lineOf(60), link: HttpsLink }),
  /** There is no way to them: the team looks for one, each time there is something to tell. */
  z.strictObject({ by: z.literal('nobody'), because: z.enum(['anonymous', 'unreachable']) }),
] as const

const mailContact = {
  by: z.literal('mail'),
  address: MailAddress,
  /** @default preferred */
  encryption: Encryption.optional(),
}

const UNWANTED_KEY = { path: ['encryption'], error: 'must not be none where there is a key' }

/** How a reporter is reached, as a person writes it. */
const WrittenContact = z.discriminatedUnion('by', [
  z
    .strictObject({
      ...mailContact,
      /** File name beside the advisory. */
      key: z
        .string()
        .regex(/^\w[\w.-]*$/, 'must be the name of a file beside the advisory')
        .optional(),
    })
    .refine(({ encryption, key }) => encryption !== 'none' || key === undefined, UNWANTED_KEY),
  ...otherWays,
])

/** The same with a key that was found good. */
export const ReporterContact = z.discriminatedUnion('by', [
  z
    .strictObject({ ...mailContact, keys: z.array(MailKey).max(1).optional() })
    .refine(({ encryption, keys = [] }) => encryption !== 'none' || keys.length === 0, UNWANTED_KEY),
  ...otherWays,
])
export type ReporterContact = z.infer<typeof ReporterContact>

export const Reporter = z.strictObject({
  name: lineOf(120),
  zone: Zone.default('UTC'),
  contact: WrittenContact,
  /** How they are credited; absent means by name. */
  credit: lineOf(200).optional(),
})
export type Reporter = z.infer<typeof Reporter>

/** A reporter with the random id by which deliveries know them. */
export const KnownReporter = Reporter.extend({ id: RecipientId, contact: ReporterContact })
export type KnownReporter = z.infer<typeof KnownReporter>

/** Refuses what repeats an earlier element, by what `key` makes of it; undefined repeats nothing. */
const distinct =
  <T>(key: (element: T) => string | undefined, message: string) =>
  (elements: readonly T[], context: z.RefinementCtx): void => {
    const keys = elements.map(key)
    for (const [index, own] of keys.entries())
      if (own !== undefined && keys.indexOf(own) < index) context.addIssue({ code: 'custom', path: [index], message })
  }

const patchKey = ({ branch, file }: z.infer<typeof Patch>) => `${branch}\n${file}`
const mailKey = ({ contact }: Reporter) => (contact.by === 'mail' ? normalisedAddress(contact.address) : undefined)

/** The advisory as a person writes it, in YAML with its patches as files beside it. */
export const AdvisoryFile = z.strictObject({
  id: AdvisoryId,
  title: lineOf(200),
  /** Markdown. */
  description: proseOf(60_000).min(1, 'must not be empty'),
  /** Markdown: the steps the team will take, and what may be done before disclosure. */
  remediation: proseOf(60_000).min(1, 'must not be empty'),
  vulnerabilities: z
    .array(Vulnerability)
    .min(1)
    .max(50)
    .superRefine(distinct(({ cve }) => cve, 'has the CVE id of another vulnerability')),
  patches: z.array(Patch).max(50).superRefine(distinct(patchKey, 'names the branch and file of another patch')).default([]),
  credits: z.array(lineOf(200)).max(50).default([]),
  reporters: z.array(Reporter).max(20).superRefine(distinct(mailKey, 'has the address of another reporter')).default([]),
  references: z.array(HttpsLink).max(50).default([]),
})
export type AdvisoryFile = z.infer<typeof AdvisoryFile>

/** The advisory as it is sealed: patches pinned by their SHA-256, reporters with their ids and keys. */
export const Advisory = AdvisoryFile.extend({ patches: z.array(PinnedPatch), reporters: z.array(KnownReporter) })
export type Advisory = z.infer<typeof Advisory>

export const parseAdvisory = (input: unknown): Parsed<AdvisoryFile> => parseWith(AdvisoryFile, input)
