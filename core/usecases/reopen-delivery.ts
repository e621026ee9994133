import { Duration } from 'luxon'
import type { Campaign } from '../campaign/campaign.ts'
import { bestAttempt, deliveryKeyOf, reopened, stateOf } from '../delivery/attempts.ts'
import type { Attempt, Delivery } from '../delivery/delivery.ts'
import type { Ledger } from '../delivery/ports.ts'
import type { Patience } from '../delivery/round.ts'
import { fromStored } from '../embargo/instant.ts'
import { troubleIn } from '../keys/ladder.ts'
import type { Clock, Instant } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { DeliveryId, PersonId } from '../shared/ids.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import type { ChangeCampaign, ChangeOutcome } from './change-campaign.ts'
import type { QueueChunk } from './queue-chunk.ts'

const TRIES = 5

export interface ReopenDeps {
  readonly ledger: Ledger
  readonly change: ChangeCampaign
  readonly queueChunk: QueueChunk
  readonly policy: Patience
  readonly clock: Clock
}

export interface ReopenRequest {
  readonly delivery: DeliveryId
  readonly how: 'resend' | 'unblock'
  readonly why: string
  /** @default the contact of the attempt that counts */
  readonly contact?: Attempt['contact'] | undefined
  /** Lets it go out in plain to whoever would only prefer encryption, and whose key cannot be used. For `unblock`. */
  readonly plain?: boolean | undefined
}

export type ReopenDelivery = (person: PersonId, campaign: Campaign, request: ReopenRequest) => Promise<ChangeOutcome>

/**
 * An operator's word that one delivery goes out again: the only way for what is uncertain. It stands in the history before
 * the ledger opens, so a crash in between leaves a word without a mail, never a mail without a word.
 */
export function makeReopenDelivery(deps: ReopenDeps): ReopenDelivery {
  return async (person, campaign, request) => {
    const key = deliveryKeyOf(campaign.id, request.delivery)
    const stored = await deps.ledger.read(key)
    const refusal = refusalOf(stored, request, deps)
    if (refusal) return refusal
    const { how: kind, delivery, why, plain = false } = request
    const outcome = await deps.change(campaign, { person, command: { kind, notice: key.notice, delivery, why, ...(plain && { plain }) } })
    if (outcome.outcome === 'refused') return outcome
    const open = await openAgain(deps, { stored, request })
    if (open) return open
    await deps.queueChunk(key.campaign, key.notice, key.chunk)
    return outcome
  }
}

/** News may come in between, so it is looked at anew. */
async function openAgain(
  deps: ReopenDeps,
  { stored, request }: { stored: Delivery | undefined; request: ReopenRequest },
): Promise<Refusal | undefined> {
  let current = stored
  for (let tries = 0; tries < TRIES; tries++) {
    const refusal = refusalOf(current, request, deps)
    if (!current || refusal) return refusal
    const contact = request.contact ?? bestAttempt(current).contact
    const reason = request.how === 'resend' ? 'resent' : 'unblocked'
    const next = reopened(current, { at: deps.clock.now(), contact, reason, plain: request.plain ?? false })
    if ((await deps.ledger.update(next)) === 'written') return undefined
    current = await deps.ledger.read(current.key)
  }
  throw new Fault('STORE_CONTENDED', 'a delivery changed too often while it was opened again', { retry: 'later' })
}

function refusalOf(
  delivery: Delivery | undefined,
  { how, contact, plain = false }: ReopenRequest,
  { policy, clock }: ReopenDeps,
): Refusal | undefined {
  if (!delivery) return refuse('unknown-delivery', 'The ledger has no such delivery.', 'See `deliveries ID --not-told`.')
  if (contact === 'second' && bestAttempt(delivery).contacts === 1) {
    return refuse('no-second-contact', 'This addressee has one contact only.', 'Leave `--contact` out, or tell them by other means.')
  }
  if (plain) {
    const refusal = refusePlain(delivery)
    if (refusal) return refusal
  }
  return how === 'unblock' ? refuseUnblock(delivery) : refuseResend(delivery, { at: clock.now(), policy })
}

/** Whoever requires encryption never gets plaintext, whatever an operator says. */
function refusePlain(delivery: Delivery): Refusal | undefined {
  const trouble = troubleIn(bestAttempt(delivery).reason)
  if (stateOf(delivery) !== 'blocked' || trouble === undefined) {
    return refuse('no-key-trouble', 'This delivery is not blocked by a key that cannot be used.', 'Leave `--plain` out.')
  }
  if (!trouble.isRequired) return undefined
  return refuse(
    'encryption-required',
    'This addressee takes nothing in plain.',
    'Get a key that can be used (`recipients key ID set FILE`) and `campaign include` them, or tell them by telephone.',
  )
}

function refuseUnblock(delivery: Delivery): Refusal | undefined {
  if (stateOf(delivery) === 'blocked') return undefined
  return refuse('not-blocked', 'This delivery is not blocked.', 'See `deliveries ID --not-told`; an uncertain one needs `resend`.')
}

/** Whoever may already have it gets it twice by this, so it is for those alone of whom nothing good is known. */
function refuseResend(delivery: Delivery, { at, policy }: { at: Instant; policy: Patience }): Refusal | undefined {
  const state = stateOf(delivery)
  switch (state) {
    case 'uncertain':
    case 'bounced':
    case 'suppressed':
    case 'rejected':
      return undefined
    case 'accepted':
    case 'delayed': {
      const until = fromStored(bestAttempt(delivery).claimedAt).plus(Duration.fromISO(policy.unconfirmedAfter))
      if (until <= at) return undefined
      return refuse(
        'too-early',
        'SES took this mail and may still deliver it.',
        `Wait until it has been unconfirmed for ${policy.unconfirmedAfter}.`,
      )
    }
    case 'blocked':
      return refuse('blocked', 'This delivery is blocked, not lost.', 'Mend its reason, then use `unblock`.')
    case 'planned':
    case 'claimed':
      return refuse('under-way', 'This delivery is on its way.', 'See `campaign status ID --watch`.')
    case 'delivered':
    case 'complained':
      return refuse('told', 'This addressee has been told.', 'There is nothing to send again.')
    case 'cancelled':
    case 'skipped':
      return refuse('not-for-them', 'This notice is not for this addressee any more.', 'To add somebody, use `campaign include`.')
  }
}
