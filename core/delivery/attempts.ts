import { toStored, fromStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import type { CampaignId, DeliveryId, NoticeId } from '../shared/ids.ts'
import { AddresseeId } from '../shared/ids.ts'
import { type Attempt, AttemptState, type Delivery, type DeliveryKey } from './delivery.ts'

/** What a delivery shows: its best attempt's state, or `planned` when none is under way or done. */
export type DeliveryState = Exclude<AttemptState, 'returned'> | 'planned'

export interface Claim {
  readonly claim: string
  readonly contact: Attempt['contact']
  readonly at: Instant
  readonly leaseUntil: Instant
}

/** Attempts that left our hands, worst first: of several, the one that did most for the addressee counts. */
const GONE: readonly AttemptState[] = ['claimed', 'uncertain', 'delayed', 'accepted', 'complained', 'delivered']

const MAY_KNOW: readonly DeliveryState[] = ['claimed', 'accepted', 'uncertain', 'delayed', 'delivered', 'bounced', 'complained']

/** Whether the addressee may have read this notice, so that later ones must count on it. */
export const mayKnow = (state: DeliveryState): boolean => MAY_KNOW.includes(state)

/** Whether the ledger has an answer for this member: an end, or something that an operator is told of. */
export const isAccounted = (state: DeliveryState): boolean => state !== 'planned' && state !== 'claimed'

/** Told means delivered, and nothing less; a complaint is of something that was read. */
export const isTold = (state: DeliveryState): boolean => state === 'delivered' || state === 'complained'

/** What a delivery shows. Among attempts that came to nothing the newest counts: it is what an operator did last. */
export function bestAttempt(delivery: Delivery): Attempt {
  const [first, ...rest] = delivery.attempts
  if (!first) throw new TypeError('a delivery has at least one attempt')
  return rest.reduce((best, attempt) => (GONE.indexOf(attempt.state) >= GONE.indexOf(best.state) ? attempt : best), first)
}

/** Whether the addressee may know by any attempt: a bounce may have been read, whatever was tried after it. */
export const mayKnowBy = (delivery: Delivery | undefined): boolean =>
  delivery?.attempts.some(({ state }) => state !== 'returned' && mayKnow(state)) ?? false

export function stateOf(delivery: Delivery | undefined): DeliveryState {
  if (!delivery) return 'planned'
  const { state } = bestAttempt(delivery)
  return state === 'returned' ? 'planned' : state
}

/** The delivery that a claim creates. */
export function claimed(key: DeliveryKey, claim: Claim): Delivery {
  return { key, revision: 1, attempts: [attemptOf(1, claim)] }
}

/** The next attempt of a delivery that went back to planned. */
export function claimedAgain(delivery: Delivery, claim: Claim): Delivery {
  return { ...delivery, revision: delivery.revision + 1, attempts: [...delivery.attempts, attemptOf(delivery.attempts.length + 1, claim)] }
}

/** A blocked delivery, planned again on an operator's word: an attempt that nobody has claimed. */
export function unblocked(delivery: Delivery, at: Instant): Delivery {
  const free = attemptOf(delivery.attempts.length + 1, { claim: 'unblocked', contact: bestAttempt(delivery).contact, at, leaseUntil: at })
  return { ...delivery, revision: delivery.revision + 1, attempts: [...delivery.attempts, { ...free, state: 'returned' }] }
}

function attemptOf(number: number, { claim, contact, at, leaseUntil }: Claim): Attempt {
  const claimedAt = toStored(at)
  return { number, contact, claim, state: 'claimed', claimedAt, leaseUntil: toStored(leaseUntil), changedAt: claimedAt }
}

export interface News {
  readonly state: AttemptState
  readonly at: Instant
  readonly sesId?: string | undefined
  readonly reason?: string | undefined
}

/**
 * What becomes of a delivery by news of one of its attempts, or nothing when the news is old.
 * Commutative and idempotent: any order of the same news ends in the same state.
 */
export function withNews(delivery: Delivery, number: number, news: News): Delivery | undefined {
  const attempt = delivery.attempts.find((candidate) => candidate.number === number)
  if (!attempt) return undefined
  const next = merged(attempt, news)
  if (next === attempt) return undefined
  return { ...delivery, revision: delivery.revision + 1, attempts: delivery.attempts.map((other) => (other === attempt ? next : other)) }
}

function merged(attempt: Attempt, news: News): Attempt {
  const rises = rank(news.state) > rank(attempt.state)
  const sesId = attempt.sesId ?? news.sesId
  if (!rises && sesId === attempt.sesId) return attempt
  const known = sesId === undefined ? attempt : { ...attempt, sesId }
  if (!rises) return known
  const next: Attempt = { ...known, state: news.state, changedAt: toStored(news.at) }
  if (news.reason === undefined) delete next.reason
  else next.reason = news.reason
  return next
}

const rank = (state: AttemptState): number => AttemptState.options.indexOf(state)

/** Claimed attempts whose lease ran out: nobody knows what became of them. */
export function expired(delivery: Delivery, at: Instant): readonly Attempt[] {
  return delivery.attempts.filter((attempt) => attempt.state === 'claimed' && fromStored(attempt.leaseUntil) <= at)
}

export function deliveryIdOf(key: DeliveryKey): DeliveryId {
  return `${key.notice}_${key.chunk}_${key.addressee}` as DeliveryId
}

/** The key that a delivery id stands for; the id's form has been parsed. */
export function deliveryKeyOf(campaign: CampaignId, id: DeliveryId): DeliveryKey {
  const [notice = '', chunk = '', addressee = ''] = id.split('_')
  return { campaign, notice: notice as NoticeId, chunk: Number(chunk), addressee: AddresseeId.parse(addressee) }
}
