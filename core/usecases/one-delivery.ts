import { type Claim, claimed, claimedAgain, nextContact } from '../delivery/attempts.ts'
import type { Attempt, Delivery, DeliveryKey } from '../delivery/delivery.ts'
import type { Ledger, SendOutcome } from '../delivery/ports.ts'
import type { Clock } from '../shared/clock.ts'
import type { IdSource } from '../shared/ids.ts'

/** A claim outlives the function that made it by this much, so that no living sender's claim is taken for lost. */
const LEASE_MARGIN_SECONDS = 60

export interface ClaimDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly ids: IdSource
  /** The function's own time-out. */
  readonly timeoutSeconds: number
}

/** Creates the delivery, or takes up one whose newest attempt is free. At most one sender gets it; the others get nothing. */
export async function claimDelivery(
  { ledger, clock, ids, timeoutSeconds }: ClaimDeps,
  of: { readonly key: DeliveryKey; readonly before: Delivery | undefined } & Pick<Attempt, 'contacts' | 'says'>,
): Promise<Delivery | undefined> {
  const { key, before, contacts, says } = of
  const at = clock.now()
  const leaseUntil = at.plus({ seconds: timeoutSeconds + LEASE_MARGIN_SECONDS })
  const claim: Claim = { claim: ids.token(), contact: nextContact(before), contacts, at, leaseUntil, says }
  const next = before ? claimedAgain(before, claim) : claimed(key, claim)
  const outcome = before ? await ledger.update(next) : await ledger.create(next)
  return outcome === 'claimed' || outcome === 'written' ? next : undefined
}

/** What an attempt becomes by what SES answered, or by not being sent. */
export interface AttemptNews {
  readonly state: Extract<Attempt['state'], 'accepted' | 'returned' | 'blocked' | 'uncertain' | 'cancelled' | 'skipped'>
  readonly reason?: string
  readonly sesId?: string
}

export function newsOf(outcome: SendOutcome): AttemptNews {
  switch (outcome.outcome) {
    case 'accepted':
      return { state: 'accepted', sesId: outcome.sesId }
    case 'not-sent':
      return { state: 'returned', reason: outcome.code }
    case 'refused':
      return { state: 'blocked', reason: `ses-${outcome.code}` }
    case 'unknown':
      return { state: 'uncertain', reason: outcome.code }
  }
}
