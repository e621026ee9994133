import * as z from 'zod'
import { NoticeKind } from '../notice/notice-kind.ts'
import { Digest } from '../shared/digest.ts'
import { CampaignId, NoticeId, PersonId } from '../shared/ids.ts'
import { StoredInstant } from '../embargo/instant.ts'
import { Pin } from './pin.ts'

export const CampaignState = z.enum(['draft', 'scheduled', 'embargoed', 'due', 'disclosed', 'collapsed', 'withdrawn'])
export type CampaignState = z.infer<typeof CampaignState>

export const NoticeState = z.enum(['planned', 'releasing', 'released', 'held', 'cancelled'])
export type NoticeState = z.infer<typeof NoticeState>

/** `all`: recipients, reporters and the team. `may-know` narrows a notice to those whom an earlier one may have told. */
export const NoticeTo = z.enum(['recipients', 'reporters', 'team', 'recipients-and-reporters', 'all'])
export type NoticeTo = z.infer<typeof NoticeTo>

export const Notice = z.strictObject({
  id: NoticeId,
  kind: NoticeKind,
  /** From 1; the next version of a kind supersedes the one before. */
  version: z.int().positive(),
  state: NoticeState,
  to: NoticeTo,
  mayKnowOnly: z.boolean(),
  /** The pin whose bytes it may carry. */
  digest: Digest,
  dueAt: StoredInstant,
  /** Exclusive: at this instant and after it is held, not released. */
  notAfter: StoredInstant.optional(),
  releasedAt: StoredInstant.optional(),
  /** Why it is held or cancelled: a kebab-case code. */
  because: z.string().optional(),
})
export type Notice = z.infer<typeof Notice>

/** Commands that take effect only with the consent of enough persons. */
export const ProposalKind = z.enum(['approve', 'revise', 'reschedule', 'include', 'shorten', 'collapse'])
export type ProposalKind = z.infer<typeof ProposalKind>

export const Proposal = z.strictObject({
  kind: ProposalKind,
  /** What would be in force, and by which kind of change: operators consent to this. Of an approval it is that of its pin. */
  digest: Digest,
  pin: Pin,
  /** What it starts from; when that has changed, it is void. */
  base: Digest,
  proposedBy: PersonId,
  approvals: z.array(PersonId),
  /** Persons who edited what `digest` covers: their consent does not count. */
  editors: z.array(PersonId),
  proposedAt: StoredInstant,
  /** Whether it shortens the timeline, for a reason that stands in its content and its history. */
  withReason: z.boolean(),
  /** Of a revision: whether reporters hear of it. */
  isForReporters: z.boolean(),
  /** Members and reporters of the audience, for those who are asked. */
  members: z.int().nonnegative(),
  reporters: z.int().nonnegative(),
})
export type Proposal = z.infer<typeof Proposal>

/** One advisory's way to disclosure: the head. Clear, small, and the only item that is written under a version. */
export const Campaign = z.strictObject({
  id: CampaignId,
  state: CampaignState,
  /** Raised by one with every write; 1 at creation. Also the number of its history entries. */
  version: z.int().positive(),
  createdAt: StoredInstant,
  disclosureAt: StoredInstant,
  content: Digest,
  /** Everybody who wrote what `content` and `disclosureAt` say. */
  editors: z.array(PersonId),
  /** In force since the last approval. */
  approved: z
    .strictObject({ digest: Digest, pin: Pin, at: StoredInstant, members: z.int().nonnegative(), reporters: z.int().nonnegative() })
    .optional(),
  proposal: Proposal.optional(),
  /** What the newest rehearsal shows; its mails go to the team alone. */
  rehearsal: Pin.optional(),
  notices: z.array(Notice),
})
export type Campaign = z.infer<typeof Campaign>

/** Who did what, why: sealed, chained by hash. `who` is a person, or `clock`. */
export const HistoryEntry = z.strictObject({
  seq: z.int().positive(),
  at: StoredInstant,
  who: z.string(),
  what: z.string(),
  why: z.string().optional(),
  /** Digests, instants, counts and codes. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>
