import { Duration } from 'luxon'
import * as z from 'zod'
import { Zone } from '../embargo/zone.ts'
import { PersonId } from '../shared/ids.ts'
import { MailAddress } from '../shared/mail-address.ts'
import { type Parsed, parseWith } from '../shared/parsed.ts'
import { HttpsLink, lineOf } from '../shared/text.ts'
import { checkPolicy } from './policy-check.ts'

/** `author` writes campaigns, `approver` consents, `list-keeper` keeps the recipients, `auditor` reads. */
export const Role = z.enum(['author', 'approver', 'list-keeper', 'auditor'])
export type Role = z.infer<typeof Role>

/** An ISO 8601 duration, positive, such as `P7D` or `PT15M`. Kept as text; calendar days stay calendar days, and whole. */
export const Span = z.string().refine((text) => {
  const span = Duration.fromISO(text)
  const isWhole = [span.years, span.months, span.weeks, span.days].every(Number.isInteger)
  return span.isValid && !text.includes('-') && isWhole && span.toMillis() > 0
}, 'must be a positive ISO 8601 duration, such as P7D or PT15M')

export const Marking = z.enum(['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN'])

export const Operator = z.strictObject({
  person: PersonId,
  /** IAM principal: a user's ARN, or an assumed role's with its pinned session name. */
  principal: z
    .string()
    .regex(/^arn:aws[a-z-]*:(iam|sts)::\d{12}:(user|assumed-role)\/[\w+=,.@/-]+$/, 'must be an IAM user or assumed-role ARN'),
  roles: z.array(Role).min(1, 'must name at least one role'),
})
export type Operator = z.infer<typeof Operator>

const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as 09:00')

/** What makes a disclosure date a good one. */
const Dates = z.strictObject({
  /** Whose public holidays count: ISO 3166 countries, or parts of them such as `US-CA`. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country such as DE, or a part of one such as US-CA'))
    .max(20)
    .default([]),
  /** The team's day, on the clock of `embargo.zone`: the date lies in it, the end included. */
  day: z.strictObject({ from: WallTime, to: WallTime }).default({ from: '09:00', to: '17:00' }),
  /** Whether a date that is not good keeps an approval from happening. */
  poor: z.enum(['warn', 'refuse']).default('warn'),
})

/** How whoever finds something tells the team, never in the public tracker. What `policy render` says. */
const Reporting = z.strictObject({
  /** A private form or tracker; it comes before the address. */
  url: HttpsLink.optional(),
  /** A mailbox, perhaps that of `project.contact`. */
  address: MailAddress.optional(),
  /** What a report should hold; lines of Markdown. */
  asks: z.array(lineOf(300)).max(20).default([]),
  /** The key that reports are encrypted to. */
  encryption: HttpsLink.optional(),
  acknowledgments: HttpsLink.optional(),
  /** Where the rendered policy and `security.txt` are published. */
  policy: HttpsLink.optional(),
  canonical: HttpsLink.optional(),
  /** RFC 5646 tags, most preferred first. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as en'))
    .max(10)
    .default([]),
})
export type Reporting = z.infer<typeof Reporting>

/** How mail is sealed, and what it travels in. */
const Sealing = z.strictObject({
  /** Whether a sealed mail, too, needs a server that takes it over TLS. What is not sealed always does. */
  tls: z.enum(['required', 'optional']).default('required'),
  /** Root certificates as PEM that S/MIME certificates may lead to, beside those that the machine's Node trusts. */
  roots: z
    .array(
      z.string().regex(/^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/, 'must be one certificate as PEM'),
    )
    .max(20)
    .default([]),
})

const PolicyShape = z.strictObject({
  project: z.strictObject({
    name: lineOf(60),
    /** Whom recipients ask, and where the team gets its own notices. */
    contact: MailAddress,
    url: HttpsLink,
  }),
  sender: z.strictObject({
    name: lineOf(60),
    address: MailAddress,
    replyTo: MailAddress,
  }),
  operators: z.array(Operator).min(1),
  embargo: z.strictObject({
    lead: Span,
    zone: Zone,
    /** The longest embargo the team allows, from approval to disclosure. */
    maximum: Span,
  }),
  override: z.strictObject({ approvals: z.int().min(1).max(5) }).default({ approvals: 1 }),
  /** Distinct persons, none of whom edited, whose consent a proposal needs. */
  approvals: z.int().min(1).max(5),
  supportedVersions: z.strictObject({
    /** Branches that get patches, newest first, such as `1.2` (which stands for every 1.2.x). */
    branches: z.array(z.string().regex(/^\d+(\.\d+)?$/, 'must be a release branch, such as 1.2 or 3')).min(1),
    /** How many of the most recent releases get patches. */
    releases: z.int().min(1).optional(),
  }),
  triageTime: Span,
  marking: Marking,
  dates: Dates.prefault({}),
  sealing: Sealing.prefault({}),
  reporting: Reporting.optional(),
  uncertainAfter: Span.default('PT15M'),
  unconfirmedAfter: Span.default('PT4H'),
})

/** `forewarn.yaml`: what the team promised, and who may act. The same file serves one machine and the stack. */
export const Policy = PolicyShape.superRefine((policy, context) => {
  // A policy whose fields are wrong would only be told of what follows from that.
  if (context.issues.length > 0) return
  for (const { path, message } of checkPolicy(policy)) context.addIssue({ code: 'custom', path: [...path], message })
})
export type Policy = z.infer<typeof Policy>

export const parsePolicy = (input: unknown): Parsed<Policy> => parseWith(Policy, input)

/** Who acts as this IAM principal; undefined for whoever the policy does not name, who may do nothing. */
export function operatorOf(policy: Policy, principalArn: string): Operator | undefined {
  return policy.operators.find(({ principal }) => principal === principalArn)
}

export function mayAct(operator: Operator | undefined, role: Role): boolean {
  return operator?.roles.includes(role) ?? false
}
