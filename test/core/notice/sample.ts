import { DateTime } from 'luxon'
import type { Content } from '../../../core/campaign/content.ts'
import type { Addressee } from '../../../core/notice/addressee.ts'
import type { NoticeInput } from '../../../core/notice/notice-input.ts'
import { Ending, type TemplateName } from '../../../core/notice/notice-kind.ts'
import type { MarkdownRenderer } from '../../../core/notice/ports.ts'
import { trustedHtml } from '../../../core/notice/safe-html.ts'
import { Policy } from '../../../core/policy/policy.ts'
import type { Instant } from '../../../core/shared/clock.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { CampaignId, RecipientId } from '../../../core/shared/ids.ts'
import { MailAddress } from '../../../core/shared/mail-address.ts'

export const address = (text: string): MailAddress => MailAddress.parse(text)

export function instant(text: string): Instant {
  const at = DateTime.fromISO(text, { zone: 'utc' })
  if (!at.isValid) throw new Error('not an instant')
  return at
}

export const policy: Policy = Policy.parse({
  project: { name: 'ConsoleMe', contact: 'security@consoleme.example', url: 'https://consoleme.example/security' },
  sender: { name: 'ConsoleMe security', address: 'advance@notices.consoleme.example', replyTo: 'security@consoleme.example' },
  operators: ['ada', 'ben', 'cleo'].map((person) => ({
    person,
    principal: `arn:aws:iam::123456789012:user/${person}`,
    roles: ['author', 'approver'],
  })),
  embargo: { lead: 'P7D', zone: 'America/Los_Angeles', maximum: 'P30D' },
  approvals: 2,
  supportedVersions: { branches: ['1.2', '1.1'] },
  triageTime: 'P5D',
  marking: 'TLP:AMBER+STRICT',
  // At every hour: to look for a better date takes longer than all the rest of a preflight.
  dates: { day: { from: '00:00', to: '23:59' } },
})

export const patchBytes: Readonly<Record<'1.2' | '1.1', Uint8Array>> = {
  '1.2': new TextEncoder().encode(
    '--- a/render.py\n+++ b/render.py\n-    return text.format(user=user)\n+    return Template(text).safe_substitute(name=user.name)\n',
  ),
  '1.1': new TextEncoder().encode(
    '--- a/render.py\n+++ b/render.py\n-  return text.format(u=user)\n+  return Template(text).safe_substitute(n=user.name)\n',
  ),
}

const patch = (branch: '1.2' | '1.1') => ({
  branch,
  file: `format-string-${branch}.patch`,
  sha256: digestOfBytes(patchBytes[branch]),
  size: patchBytes[branch].byteLength,
})

const DESCRIPTION = `The self-service workflow puts what a user wrote through Python's string formatting, together with objects of the
server. Whoever is logged in can therefore name fields of those objects, such as \`{user.__class__}\`, and read what they hold.

Some of these objects lead to:

- the configuration, with its secrets;
- functions that run when they are looked up, so that code may be run;
- the credentials of the instance's role in AWS.

## How to tell

Look for braces in the justification of requests:

\`\`\`
grep -E '\\{[a-z_]+\\.' requests.log
\`\`\`

More is in the [documentation](https://consoleme.example/docs) of the workflow.`

const REMEDIATION = `We replace the formatting with *template substitution*, which knows no fields.

1. Update to **1.2.2**, or apply the patch of your branch.
2. Rotate the credentials of the instance's role.

Before the date you may switch the self-service workflow off.`

export const content: Content = {
  schema: 'content/1',
  salt: '0'.repeat(32),
  threadKey: '1'.repeat(32),
  audience: { kind: 'all' },
  advisory: {
    id: 'ADV-2026-0003',
    title: 'Format strings of users are evaluated in the self-service workflow',
    description: DESCRIPTION,
    remediation: REMEDIATION,
    vulnerabilities: [
      {
        cve: 'CVE-2022-27177',
        cwe: 'CWE-134',
        cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H',
        severity: 'critical',
        summary: 'A logged-in user reads values by field access, and may run code.',
        affected: ['<1.2.2'],
        fixed: ['1.2.2', '1.1.9'],
      },
    ],
    patches: [patch('1.2'), patch('1.1')],
    credits: ['forthegreatergood'],
    reporters: [],
    references: ['https://consoleme.example/advisories'],
  },
}

export const recipient: Addressee = {
  kind: 'recipient',
  address: address('security@harbour.example'),
  zone: 'Europe/Berlin',
  member: {
    id: RecipientId.parse('a'.repeat(32)),
    version: 1,
    organisation: 'Harbour Freight Systems',
    contacts: [address('security@harbour.example')],
    zone: 'Europe/Berlin',
    encryption: 'none',
  },
}

export const reporter: Addressee = {
  kind: 'reporter',
  address: address('finder@greater.example'),
  zone: 'Asia/Tokyo',
  reporter: {
    id: RecipientId.parse('b'.repeat(32)),
    name: 'Mika Sato',
    zone: 'Asia/Tokyo',
    contact: { by: 'mail', address: address('finder@greater.example') },
    credit: 'forthegreatergood',
  },
}

export const team: Addressee = {
  kind: 'team',
  address: policy.project.contact,
  zone: policy.embargo.zone,
  reporter: {
    id: RecipientId.parse('c'.repeat(32)),
    name: 'forthegreatergood',
    zone: 'Asia/Tokyo',
    contact: { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/submissions/1' },
  },
}

/** The team itself, and not in place of a reporter. */
export const teamItself: Addressee = { kind: 'team', address: policy.project.contact, zone: policy.embargo.zone }

/** The team in place of a reporter whom nobody can reach. */
export const nobody = (because: 'anonymous' | 'unreachable'): Addressee => ({
  ...teamItself,
  reporter: { id: RecipientId.parse('d'.repeat(32)), name: 'Kim', zone: 'Asia/Tokyo', contact: { by: 'nobody', because }, credit: 'K.' },
})

/** The addressee that a template is for; of several, the one whom it tells most. */
export const addresseeOf: Readonly<Record<TemplateName, Addressee>> = {
  advance: recipient,
  'reporter-date': reporter,
  'reporter-task': team,
  reminder: recipient,
  'day-ahead': team,
  'disclosure-day': team,
  disclosed: recipient,
  collapse: recipient,
  withdrawn: recipient,
}

export const disclosureAt = instant('2026-12-15T16:00:00Z')

/** A first notice of the sample campaign; `changes` differ from it. */
export function inputFor(template: TemplateName, changes: Partial<NoticeInput> = {}): NoticeInput {
  const ending = Ending.safeParse(template)
  const campaign = CampaignId.parse('c-4k2m9x7q1d8z5t3w')
  return {
    template,
    content:
      template === 'collapse' || template === 'withdrawn' ? { ...content, change: { why: 'It is talked about in public.' } } : content,
    ...(ending.success ? { ending: ending.data } : {}),
    disclosureAt,
    campaign,
    version: 1,
    addressee: addresseeOf[template],
    policy,
    rehearsal: false,
    ...changes,
  }
}

/** A later version, after the date has moved and the advisory has changed. */
export function updateFor(template: TemplateName, changes: Partial<NoticeInput> = {}): NoticeInput {
  const [first] = content.advisory.vulnerabilities
  if (first === undefined) throw new Error('the sample has a vulnerability')
  const before = {
    ...content,
    advisory: { ...content.advisory, patches: [patch('1.2')], vulnerabilities: [{ ...first, affected: ['<1.2.1'] }] },
  }
  const change = {
    why: 'The issue is being exploited in the wild.\n\nThe affected versions were also stated wrongly.',
    previous: { content: digestOfBytes('before'), disclosureAt: '2026-12-18T16:00:00Z' },
  }
  return inputFor(template, {
    content: { ...content, change },
    before: { content: before, disclosureAt: instant('2026-12-18T16:00:00Z'), whys: [{ text: change.why, isMove: true }] },
    version: 2,
    ...changes,
  })
}

/** Marks what was rendered, so that a test can tell the two parts from the source. */
export const fakeMarkdown: MarkdownRenderer = {
  html: (source) => trustedHtml(`<p>${source}</p>`),
  text: (source) => source,
}
