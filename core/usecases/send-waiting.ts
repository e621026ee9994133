import { deliveryIdOf, isToSend } from '../delivery/attempts.ts'
import type { Delivery, DeliveryKey } from '../delivery/delivery.ts'
import type { SendMail, SendOutcome } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import { waitingKeyOf } from '../delivery/waiting.ts'
import { type KeyTrouble } from '../keys/ladder.ts'
import { keyFor } from '../keys/mail-key.ts'
import type { Addressee } from '../notice/addressee.ts'
import type { ComposeMime } from '../notice/ports.ts'
import { waitingLetter } from '../notice/waiting-letter.ts'
import type { Policy } from '../policy/policy.ts'
import { Confidential } from '../shared/confidential.ts'
import { type ClaimDeps, claimDelivery, newsOf } from './one-delivery.ts'
import { wishOf } from './seal-letter.ts'

export interface SendWaitingDeps extends ClaimDeps {
  readonly compose: ComposeMime
  readonly policy: Policy
}

export interface WaitingOf {
  /** Of the notice that cannot be sealed. */
  readonly key: DeliveryKey
  readonly addressee: Addressee
  readonly trouble: KeyTrouble
  /** Of the addressee's mails in this campaign. */
  readonly references: string
  readonly send: SendMail
}

/** What SES said to it; nothing when it has gone before, or another sender has it. */
export type SendWaiting = (of: WaitingOf) => Promise<SendOutcome | undefined>

/**
 * Tells an addressee that a notice waits for them, once a notice, through the ledger like every mail. It goes before the notice is
 * recorded as blocked: a crash in between leaves the notice's own claim to run out, which an operator hears of.
 */
export function makeSendWaiting(deps: SendWaitingDeps): SendWaiting {
  return async ({ key: notice, addressee, trouble, references, send }) => {
    const key = waitingKeyOf(notice)
    const before = await deps.ledger.read(key)
    if (!isToSend(before)) return undefined
    const { address } = addressee
    const raw = await deps.compose(
      waitingLetter({
        policy: deps.policy,
        to: address,
        references,
        trouble,
        key: keyFor(address, wishOf(addressee).keys) ?? wishOf(addressee).keys[0],
        at: deps.clock.now(),
      }),
    )
    const delivery = await claimDelivery(deps, { key, before, contacts: 1 })
    if (!delivery) return undefined
    const outcome = await send({
      destination: new Confidential(address),
      raw: new Confidential(raw),
      tls: 'required',
      tags: { campaign: key.campaign, notice: key.notice, delivery: deliveryIdOf(key), attempt: String(delivery.attempts.length) },
    })
    await recordOutcome(deps, delivery, outcome)
    return outcome
  }
}

async function recordOutcome(deps: SendWaitingDeps, delivery: Delivery, outcome: SendOutcome): Promise<void> {
  await record(deps.ledger, delivery, { ...newsOf(outcome), at: deps.clock.now(), number: delivery.attempts.length })
}
