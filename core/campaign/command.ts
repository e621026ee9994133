import type { Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import type { CampaignId, DeliveryId, NoticeId, PersonId } from '../shared/ids.ts'
import type { ProposalKind } from './campaign.ts'
import type { Pin } from './pin.ts'

interface WithReason {
  /** Kept in the history; what addressees are told of it stands in the content. */
  readonly why: string
}

/** A change that needs consent: the parts of the pin that it replaces, and why. */
export type Change =
  | { readonly kind: 'approve'; readonly pin: Pin; readonly members: number; readonly reporters: number; readonly why?: string }
  /** `isForReporters`: who they are or how they are credited changes, so they hear again. */
  | ({ readonly kind: 'revise'; readonly content: Digest; readonly reporters: number; readonly isForReporters: boolean } & WithReason)
  | ({ readonly kind: 'reschedule' | 'shorten'; readonly content: Digest; readonly disclosureAt: Instant } & WithReason)
  | ({ readonly kind: 'include'; readonly audience: Digest; readonly members: number } & WithReason)
  | ({ readonly kind: 'collapse'; readonly content: Digest } & WithReason)

export type OperatorCommand =
  | { readonly kind: 'create'; readonly id: CampaignId; readonly content: Digest; readonly disclosureAt: Instant }
  | { readonly kind: 'edit'; readonly content: Digest; readonly disclosureAt: Instant }
  | { readonly kind: 'propose'; readonly change: Change }
  | { readonly kind: 'consent'; readonly digest: Digest }
  | { readonly kind: 'rehearse'; readonly pin: Pin }
  | { readonly kind: 'disclose'; readonly content: Digest }
  | ({ readonly kind: 'withdraw'; readonly content: Digest } & WithReason)
  /** Lets a held notice be planned again, now. */
  | ({ readonly kind: 'unhold'; readonly notice: NoticeId } & WithReason)
  /** Lets one delivery go out again: what is uncertain or came to nothing, or what was blocked. */
  | ({
      readonly kind: 'resend' | 'unblock'
      readonly notice: NoticeId
      readonly delivery: DeliveryId
      /** In plain, although it should be sealed. */ readonly plain?: boolean
    } & WithReason)

/** What the clock (and, for `hold`, the sender) does by itself. */
export type ClockCommand =
  /** Everything planned that is due, in one write. */
  | { readonly kind: 'release' }
  /** The disclosure date has come. */
  | { readonly kind: 'arrive' }
  /** The ledger accounts for the whole audience that this notice had under this digest. */
  | { readonly kind: 'settle'; readonly notice: NoticeId; readonly digest: Digest }
  | { readonly kind: 'hold'; readonly notice: NoticeId; readonly because: string }

export type By = { readonly person: PersonId; readonly command: OperatorCommand } | { readonly clock: true; readonly command: ClockCommand }

/** How many distinct consents each change needs; from the policy. */
export type Quorum = Readonly<Record<ProposalKind, number>>

/** What deciding depends on besides the campaign and the command. */
export interface Circumstances {
  readonly at: Instant
  readonly quorum: Quorum
  /** ISO 8601 duration, counted in `zone`. */
  readonly lead: string
  /** IANA zone. */
  readonly zone: string
}
