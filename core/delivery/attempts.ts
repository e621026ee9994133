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
  readonly contacts: Attempt['contacts']
  readonly at: Instant
  readonly leaseUntil: Instant
  readonly says?: Attempt['says']
}

/** Attempts that left our hands, worst first: of several, the one that did most for the addressee counts. */
const GONE: readonly AttemptState[] = ['claimed', 'uncertain', 'delayed', 'accepted', 'complained', 'delivered']

const MAY_KNOW: readonly DeliveryState[] = ['claimed', 'accepted', 'uncertain', 'delayed', 'delivered', 'bounced', 'complained']

/** Whether the addressee may have read this notice, so that later ones must count on it. */
export const mayKnow = (state: DeliveryState): boolean => MAY_KNOW.includes(state)

/** Whether the ledger has an answer for a member: an end, or something that an operator is told of. */
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

/** Which version an addressee may know by this delivery: that of the newest attempt that they may have read. */
export const saidBy = (delivery: Delivery | undefined): Attempt['says'] =>
  delivery?.attempts.findLast(({ state }) => state !== 'returned' && mayKnow(state))?.says

/**
 * What a delivery shows. Once somebody was told, that is what counts; otherwise an attempt that is open or under way
 * counts for more than what came of those before it: it is not over.
 */
export function stateOf(delivery: Delivery | undefined): DeliveryState {
  if (!delivery || isToSend(delivery)) return 'planned'
  const best = bestAttempt(delivery)
  const newest = delivery.attempts.at(-1)
  const { state } = newest?.state === 'claimed' && !isToldBy(best) ? newest : best
  return state === 'returned' ? 'planned' : state
}

/** Whether a sender may claim it: nobody has yet, or the newest attempt is free and nobody was told meanwhile. */
export const isToSend = (delivery: Delivery | undefined): boolean =>
  !delivery || (delivery.attempts.at(-1)?.state === 'returned' && !delivery.attempts.some(isToldBy))

const isToldBy = ({ state }: Attempt): boolean => state === 'delivered' || state === 'complained'

/** To which contact the next claim goes: an attempt that was opened names it. */
export const nextContact = (delivery: Delivery | undefined): Attempt['contact'] => delivery?.attempts.at(-1)?.contact ?? 'first'

/** The delivery that a claim creates. */
export function claimed(key: DeliveryKey, claim: Claim): Delivery {
  return { key, revision: 1, attempts: [attemptOf(1, claim)] }
}

/** The next attempt of a delivery that went back to planned. */
export function claimedAgain(delivery: Delivery, claim: Claim): Delivery {
  return { ...delivery, revision: delivery.revision + 1, attempts: [...delivery.attempts, attemptOf(delivery.attempts.length + 1, claim)] }
}

/** Planned again, on an operator's word or after a bounce: an attempt that nobody has claimed. */
export function reopened(
  delivery: Delivery,
  next: { readonly at: Instant; readonly contact: Attempt['contact']; readonly reason: string; readonly plain?: boolean },
): Delivery {
  const { at, contact, reason, plain = false } = next
  const { contacts } = bestAttempt(delivery)
  const free = attemptOf(delivery.attempts.length + 1, { claim: OPEN, contact, contacts, at, leaseUntil: at })
  const opened: Attempt = { ...free, state: 'returned', reason, ...(plain && { plain }) }
  return { ...delivery, revision: delivery.revision + 1, attempts: [...delivery.attempts, opened] }
}

/** The claim of an attempt that nobody holds. */
const OPEN = 'open'

/** Whether an operator, or a bounce, has ever opened it again. */
export const wasOpened = ({ attempts }: Delivery): boolean => attempts.some(({ claim }) => claim === OPEN)

/** Whether whoever opened it last let it go out in plain: a word for one opening, and not for those after it. */
export const mayBePlain = ({ attempts }: Delivery): boolean => attempts.findLast(({ claim }) => claim === OPEN)?.plain ?? false

/** How often a sender took it up: what was merely opened again is no try. */
export const triesOf = ({ attempts }: Delivery): number => attempts.filter(({ claim }) => claim !== OPEN).length

/**
 * Whether a delivery waits on an operator's word, or after a bounce, and since when: also when a claim on it came back
 * unsent since.
 */
export function openSince(delivery: Delivery | undefined): Instant | undefined {
  if (!delivery || !isToSend(delivery)) return undefined
  const over = delivery.attempts.findLastIndex(({ state }) => state !== 'returned')
  const opened = delivery.attempts.slice(over + 1).findLast(({ claim }) => claim === OPEN)
  return opened && fromStored(opened.claimedAt)
}

/** Whether SES took it again although it had it, without a word of an operator or a bounce in between. */
export function leftTwice({ attempts }: Delivery): boolean {
  let hasLeft = false
  return attempts.some(({ claim, state }) => {
    if (claim === OPEN) hasLeft = false
    const isTwice = hasLeft && TAKEN.includes(state)
    hasLeft ||= TAKEN.includes(state)
    return isTwice
  })
}

const TAKEN: readonly AttemptState[] = ['accepted', 'delayed', 'suppressed', 'rejected', 'delivered', 'bounced', 'complained']

function attemptOf(number: number, { claim, contact, contacts, at, leaseUntil, says }: Claim): Attempt {
  const claimedAt = toStored(at)
  const times = { claimedAt, leaseUntil: toStored(leaseUntil), changedAt: claimedAt }
  return { number, contact, contacts, claim, state: 'claimed', ...times, ...(says === undefined ? {} : { says }) }
}

/** Whether an attempt bounced off the first of two contacts, and nobody has tried the second. */
const wantsSecond = ({ attempts }: Delivery): boolean =>
  attempts.some(({ state, contact, contacts }) => BOUNCED.includes(state) && contact === 'first' && contacts === 2) &&
  !attempts.some((attempt) => attempt.contact === 'second' || isToldBy(attempt))

const BOUNCED: readonly AttemptState[] = ['bounced', 'suppressed']

export interface News {
  readonly state: AttemptState
  readonly at: Instant
  readonly sesId?: string | undefined
  readonly reason?: string | undefined
}

/**
 * What becomes of a delivery by news of one of its attempts, or nothing when the news is old. A bounce off the first of two
 * contacts opens an attempt to the second in the same write.
 * Commutative and idempotent: any order of the same news ends in the same state.
 */
export function withNews(delivery: Delivery, number: number, news: News): Delivery | undefined {
  const attempt = delivery.attempts.find((candidate) => candidate.number === number)
  if (!attempt) return undefined
  const next = merged(attempt, news)
  if (next === attempt) return undefined
  const heard = { ...delivery, attempts: delivery.attempts.map((other) => (other === attempt ? next : other)) }
  const { attempts } = wantsSecond(heard) ? reopened(heard, { at: news.at, contact: 'second', reason: 'first-contact-bounced' }) : heard
  return { ...heard, attempts, revision: delivery.revision + 1 }
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
