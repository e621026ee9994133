import * as z from 'zod'
import { type AddresseeId, CampaignId, NoticeId } from '../shared/ids.ts'
import { Digest } from '../shared/digest.ts'
import { StoredInstant } from '../embargo/instant.ts'

/** One notice to one addressee: the unit of claiming, sending and counting. */
export interface DeliveryKey {
  readonly campaign: CampaignId
  readonly notice: NoticeId
  readonly chunk: number
  readonly addressee: AddresseeId
}

/**
 * In order of rank within an attempt: what is known of it only moves up, so events may come late, twice and in any order.
 * A bounce can follow a delivery, so it ranks above it. What opens an attempt to the second contact ranks above what
 * does not and was not read, so that it opens in whatever order the two are heard of.
 * `returned`: refused without harm, so the member is planned again. `skipped`: removed, suspended or not concerned.
 * The others are DESIGN.md's, section 4.
 */
export const AttemptState = z.enum([
  'claimed',
  'returned',
  'cancelled',
  'skipped',
  'blocked',
  'uncertain',
  'accepted',
  'delayed',
  'rejected',
  'suppressed',
  'delivered',
  'bounced',
  'complained',
])
export type AttemptState = z.infer<typeof AttemptState>

/** A version of a campaign, as a mail told it. Clear: a salted digest and a time. */
export const Said = z.strictObject({ content: Digest, disclosureAt: StoredInstant })
export type Said = z.infer<typeof Said>

export const Attempt = z.strictObject({
  /** From 1. */
  number: z.int().positive(),
  contact: z.enum(['first', 'second']),
  /** How many contacts the addressee had at the claim: who hears of a bounce opens nothing, and must know whether to try another. */
  contacts: z.int().min(1).max(2),
  /** Random; who holds it may record the outcome. */
  claim: z.string(),
  state: AttemptState,
  claimedAt: StoredInstant,
  /** A claim without an outcome at this instant is `uncertain`. */
  leaseUntil: StoredInstant,
  changedAt: StoredInstant,
  sesId: z.string().optional(),
  /** Which version it carried: what a later notice says has changed is what differs from this. Absent for an alarm's mail. */
  says: Said.optional(),
  /** A kebab-case code. */
  reason: z.string().optional(),
  /** Opened by an operator who lets it go out in plain, although its addressee has a key that cannot be used. */
  plain: z.literal(true).optional(),
})
export type Attempt = z.infer<typeof Attempt>

export interface Delivery {
  readonly key: DeliveryKey
  /** Raised by one with every write; 1 at the claim that creates it. */
  readonly revision: number
  /** Oldest first; at least one. */
  readonly attempts: readonly Attempt[]
}

/** The chunk of what goes to the team; see `core/delivery/targets.ts` for the others. */
export const TEAM_CHUNK = 0

export const ChunkHint = z.strictObject({
  schema: z.literal('chunk-hint/1'),
  campaign: CampaignId,
  notice: NoticeId,
  chunk: z.int().nonnegative(),
  /** Milliseconds from one mail to the next that the account's rate allows. */
  everyMillis: z.int().nonnegative().max(60_000),
})
/** Names a chunk that may have work. Only a hint: it is always deleted, and the sweep re-queues. */
export type ChunkHint = z.infer<typeof ChunkHint>
