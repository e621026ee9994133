import type { CampaignId, NoticeId, RecipientId } from '../shared/ids.ts'
import type { Confidential } from '../shared/confidential.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import type { Instant } from '../shared/clock.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { RecipientState } from '../recipient/recipient.ts'
import type { AlarmHint, Cause, DeliveryCode, StandingAlarm } from './alarm.ts'
import type { ChunkHint, Delivery, DeliveryKey } from './delivery.ts'

export interface Ledger {
  /** Creates a delivery (revision 1), if it does not exist. At most one caller ever gets `claimed`. */
  create(delivery: Delivery): Promise<'claimed' | 'taken'>
  /** Writes `delivery`, if what is stored has revision `delivery.revision - 1`. */
  update(delivery: Delivery): Promise<'written' | 'conflict'>
  /** Strongly consistent. */
  read(key: DeliveryKey): Promise<Delivery | undefined>
  /** Every delivery of a chunk; strongly consistent. */
  chunk(campaign: CampaignId, notice: NoticeId, chunk: number): Promise<readonly Delivery[]>
}

/** `unclaimed`: no campaign was ever written to it. */
export type TableOwner = 'ours' | 'unclaimed' | 'foreign'

/**
 * Whether the table is the one that its ledger was kept in. A restored copy has another id than the one it names: what
 * was sent since the copy was made is not in it, so nothing may go out by it until an operator accepts it.
 */
export interface TableGuard {
  /** Names the table as its own, if nothing is named yet. */
  claim(): Promise<void>
  owner(): Promise<TableOwner>
  /** Names the table as its own, whatever it named before; see `Fence.doubtUntil`. */
  accept(at: Instant): Promise<void>
}

/** The last look before a send, in one strongly consistent read. */
export interface Fence {
  readonly table: TableOwner
  /** When an operator accepted the table as a restored copy: of what was due by then, nobody knows what was sent. */
  readonly doubtUntil: Instant | undefined
  readonly campaign: Campaign | undefined
  readonly halted: boolean
  /** The live recipient's clear state; absent when none was asked for, or it does not exist. */
  readonly recipient: { readonly state: RecipientState; readonly version: number } | undefined
}

export interface Fences {
  look(campaign: CampaignId, recipient: RecipientId | undefined): Promise<Fence>
}

/** How far the clock has come with a notice that goes out; see `core/delivery/sweep.ts`. Last write wins: it is only a pace. */
export interface SweepMark {
  /** Chunks before this one have been queued. */
  readonly queued: number
  /** The ledger accounts for every member of the chunks before this one. */
  readonly settled: number
  /** When either of them last moved. */
  readonly movedAt: Instant
}

/** A round over a notice that has gone out, in the course of ticks; see `core/delivery/round.ts`. */
export interface RoundMark {
  /** The position of the next chunk to look at. */
  readonly next: number
  /** What has been found in this round. */
  readonly found: readonly DeliveryCode[]
  /** When this round began, or the next one begins. */
  readonly from: Instant
}

export interface SweepStore {
  mark(campaign: CampaignId, notice: NoticeId): Promise<SweepMark | undefined>
  putMark(campaign: CampaignId, notice: NoticeId, mark: SweepMark): Promise<void>
  round(campaign: CampaignId, notice: NoticeId): Promise<RoundMark | undefined>
  putRound(campaign: CampaignId, notice: NoticeId, mark: RoundMark): Promise<void>
  /** The account's send budget as the clock last left it. */
  budget(): Promise<{ readonly credit: number; readonly at: Instant } | undefined>
  putBudget(budget: { readonly credit: number; readonly at: Instant }): Promise<void>
}

/**
 * What a sender says to the clock when a notice cannot go on (its bytes are broken, or SES refuses us): the clock then
 * holds the notice. The sender has no right to write a campaign's head. Last write wins.
 */
export interface TroubleStore {
  report(campaign: CampaignId, notice: NoticeId, code: string): Promise<void>
  reported(campaign: CampaignId, notice: NoticeId): Promise<string | undefined>
  clear(campaign: CampaignId, notice: NoticeId): Promise<void>
}

export interface QueuedHint {
  readonly hint: ChunkHint | AlarmHint
  /** Seconds until it may be worked on, 0 to 900: what the account's rate allows only then. */
  readonly delaySeconds: number
}

export interface HintQueue {
  /** Any number; order does not matter. @throws Fault `QUEUE_UNAVAILABLE` */
  put(hints: readonly QueuedHint[]): Promise<void>
}

/** Alarms by their cause. Strongly consistent. */
export interface AlarmStore {
  /** Raises an alarm unless it stands. Of several callers at once, one gets `raised`. */
  raise(cause: Cause, at: Instant): Promise<'raised' | 'standing'>
  /** The cause is gone. Harmless when it does not stand. */
  clear(cause: Cause): Promise<void>
  /** In no order. */
  standing(): Promise<readonly StandingAlarm[]>
}

/** One message to one destination: the type has no room for a second. */
export interface OutgoingMail {
  readonly destination: Confidential<MailAddress>
  readonly raw: Confidential<Uint8Array>
  /** Whether a server that takes no TLS may get it: never for what is not sealed. */
  readonly tls: 'required' | 'optional'
  /** Opaque ids. */
  readonly tags: { readonly campaign: string; readonly notice: string; readonly delivery: string; readonly attempt: string }
}

/**
 * `not-sent`: certainly not taken, and may be tried again later. `refused`: certainly not taken, and will not be
 * until somebody mends something. `unknown`: nobody knows.
 */
export type SendOutcome =
  | { readonly outcome: 'accepted'; readonly sesId: string }
  | { readonly outcome: 'not-sent' | 'refused' | 'unknown'; readonly code: string }

/** Sends once: no retry, ever. Never throws for what happened to a mail. */
export type SendMail = (mail: OutgoingMail) => Promise<SendOutcome>

export interface MailService {
  /** Runs `work` with a sender on fresh connections, which are closed afterwards. */
  batch<T>(work: (send: SendMail) => Promise<T>): Promise<T>
  /** Mails per 24 hours, sent in the last 24, and per second. @throws Fault `MAIL_UNAVAILABLE` */
  quota(): Promise<{ readonly daily: number; readonly sent: number; readonly perSecond: number }>
  /** Whether SES may send as this address (it, or its domain, is verified). @throws Fault `MAIL_UNAVAILABLE` */
  isVerified(address: MailAddress): Promise<boolean>
}
