import type { Advisory } from '../../core/advisory/advisory.ts'
import { type AudienceIndex, type Chunk, digestOfChunk } from '../../core/campaign/audience.ts'
import type { AudienceBuild } from '../../core/campaign/audience-build.ts'
import type { Campaign, HistoryEntry } from '../../core/campaign/campaign.ts'
import type { Content } from '../../core/campaign/content.ts'
import type { Findings } from '../../core/campaign/findings.ts'
import type { Attempt, Delivery } from '../../core/delivery/delivery.ts'
import type { Recipient } from '../../core/recipient/recipient.ts'
import { digestOfBytes } from '../../core/shared/digest.ts'
import { AddresseeId, CampaignId, NoticeId, PersonId, RecipientId } from '../../core/shared/ids.ts'
import { MailAddress } from '../../core/shared/mail-address.ts'

/** Words that must never be found outside of sealed bytes. */
export const SECRETS = ['Tree Frog Linux', 'security@treefrog.example', 'crafted permission request', 'seen in the wild']

export const campaignId = CampaignId.parse('c-4k2m9x7q1d8z5t3w')
export const otherCampaignId = CampaignId.parse('c-0000000000000000')
export const advance1 = NoticeId.parse('advance-1')
export const alice = PersonId.parse('alice')
export const address = (text: string): MailAddress => MailAddress.parse(text)

/** An id that starts with `digit`, and so lies in that shard. */
export const recipientId = (digit: string, number = 0): RecipientId => RecipientId.parse(`${digit}${number.toString(16).padStart(31, '0')}`)

export const pin = {
  content: digestOfBytes('content'),
  audience: digestOfBytes('audience'),
  disclosureAt: '2026-12-15T16:00:00Z',
  bundle: digestOfBytes('bundle'),
}

export function campaignAt(version: number, changes: Partial<Campaign> = {}): Campaign {
  return {
    id: campaignId,
    state: 'embargoed',
    version,
    createdAt: '2026-11-20T16:00:00Z',
    disclosureAt: '2026-12-15T16:00:00Z',
    content: pin.content,
    editors: [alice],
    approved: { digest: digestOfBytes('pin'), pin, at: '2026-12-01T08:00:00Z', members: 2, reporters: 1 },
    notices: [
      {
        id: advance1,
        kind: 'advance',
        version: 1,
        state: 'releasing',
        to: 'recipients',
        mayKnowOnly: false,
        digest: digestOfBytes('pin'),
        dueAt: '2026-12-08T16:00:00Z',
        notAfter: '2026-12-15T16:00:00Z',
      },
    ],
    ...changes,
  }
}

export const entryAt = (seq: number, changes: Partial<HistoryEntry> = {}): HistoryEntry => ({
  seq,
  at: '2026-12-01T08:00:00Z',
  who: 'alice',
  what: 'shortened',
  why: 'seen in the wild',
  facts: { to: '2026-12-15T16:00:00Z', members: 2, quorum: true },
  ...changes,
})

const advisory: Advisory = {
  id: 'ADV-2026-0003',
  title: 'Permissions workflow',
  description: 'A crafted permission request reads *values*.',
  remediation: 'Update.',
  vulnerabilities: [{ severity: 'critical', summary: 'Format string', affected: ['<1.2.2'], fixed: ['1.2.2'], cwe: 'CWE-134' }],
  patches: [{ branch: '1.2', file: 'fix.patch', sha256: digestOfBytes('patch'), size: 512 }],
  credits: [],
  reporters: [
    { id: recipientId('e'), name: 'Rae', zone: 'Europe/Berlin', contact: { by: 'mail', address: address('rae@reporter.example') } },
    {
      id: recipientId('f'),
      name: 'Ray',
      zone: 'UTC',
      contact: { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/1' },
    },
  ],
  references: ['https://example.org/advisories'],
}

export const content: Content = {
  schema: 'content/1',
  salt: '0123456789abcdef0123456789abcdef',
  threadKey: 'fedcba9876543210fedcba9876543210',
  advisory,
  audience: { kind: 'groups', groups: ['distributors'] },
  change: { why: 'seen in the wild' },
}

export const chunk: Chunk = {
  schema: 'chunk/1',
  members: [
    {
      id: recipientId('a'),
      version: 1,
      organisation: 'Tree Frog Linux 蛙 "\u202e"',
      contacts: [address('security@treefrog.example'), address('"odd, one"@treefrog.example')],
      zone: 'Pacific/Apia',
      encryption: 'preferred',
    },
  ],
}

export const audienceIndex: AudienceIndex = { schema: 'audience/1', chunks: [{ digest: digestOfChunk(chunk), members: 1 }] }

export const findings: Findings = {
  ...pin,
  checkedAt: '2026-12-01T08:00:00Z',
  members: 2,
  outside: 0,
  blocked: 1,
  keysEnding: 0,
  sealedTo: { openpgp: 1, 's-mime': 0 },
  largestMail: 20_480,
  unrenderable: [],
  unrenderableCount: 0,
}

export const build: AudienceBuild = {
  schema: 'audience-build/1',
  id: '0123456789abcdef0123456789abcdef',
  content: pin.content,
  disclosureAt: pin.disclosureAt,
  bundle: pin.bundle,
  startedAt: '2026-12-01T08:00:00Z',
  after: recipientId('a'),
  chunks: audienceIndex.chunks,
  outside: 0,
  blocked: 1,
  keysEnding: 0,
  sealedTo: { openpgp: 1, 's-mime': 0 },
  largestMail: 20_480,
  unrenderable: [recipientId('b')],
  unrenderableCount: 1,
}

export const recipientAt = (version: number, changes: Partial<Recipient> = {}): Recipient => ({
  id: recipientId('a'),
  state: 'active',
  version,
  details: {
    organisation: 'Tree Frog Linux',
    contacts: [address('security@treefrog.example')],
    zone: 'Europe/Berlin',
    groups: ['distributors'],
    encryption: 'required',
    keys: [],
    phone: '',
    notes: '',
  },
  ...changes,
})

export const attempt: Attempt = {
  number: 1,
  contact: 'first',
  contacts: 1,
  claim: '0123456789abcdef0123456789abcdef',
  state: 'claimed',
  claimedAt: '2026-12-08T16:00:01Z',
  leaseUntil: '2026-12-08T16:02:01.500Z',
  changedAt: '2026-12-08T16:00:01Z',
}

export const deliveryTo = (addressee: string, changes: Partial<Delivery> = {}): Delivery => ({
  key: { campaign: campaignId, notice: advance1, chunk: 0, addressee: AddresseeId.parse(addressee) },
  revision: 1,
  attempts: [attempt],
  ...changes,
})
