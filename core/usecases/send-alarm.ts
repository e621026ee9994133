import { type AlarmHint, alarmDeliveryKey } from '../delivery/alarm.ts'
import { type DeliveryState, deliveryIdOf, isToSend, stateOf } from '../delivery/attempts.ts'
import type { MailService, SendOutcome } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import { alarmLetter } from '../notice/alarm-letter.ts'
import type { ComposeMime } from '../notice/ports.ts'
import type { Policy } from '../policy/policy.ts'
import { Confidential } from '../shared/confidential.ts'
import { type AttemptNews, type ClaimDeps, claimDelivery, newsOf } from './one-delivery.ts'

export interface SendAlarmDeps extends ClaimDeps {
  readonly mail: MailService
  readonly compose: ComposeMime
  readonly policy: Policy
}

/** What became of the mail; nothing when another sender has it, or it has gone. */
export type SendAlarm = (hint: AlarmHint) => Promise<DeliveryState | undefined>

/**
 * Tells the team of an alarm, through the ledger like every mail, so once. It needs no template, no content and no key:
 * it must get through when they are what is broken. A halt does not stop it.
 */
export function makeSendAlarm(deps: SendAlarmDeps): SendAlarm {
  return async ({ cause, occurrence }) => {
    const key = alarmDeliveryKey(cause, occurrence)
    const before = await deps.ledger.read(key)
    if (!isToSend(before)) return undefined
    const raw = await deps.compose(alarmLetter({ cause, policy: deps.policy, at: deps.clock.now() }))
    const delivery = await claimDelivery(deps, { key, before, contacts: 1 })
    if (!delivery) return undefined
    const outcome = await deps.mail.batch(async (send): Promise<SendOutcome> =>
      send({
        destination: new Confidential(deps.policy.project.contact),
        raw: new Confidential(raw),
        tls: 'required',
        tags: {
          campaign: key.campaign,
          notice: key.notice,
          delivery: deliveryIdOf(key),
          attempt: String(delivery.attempts.length),
        },
      }),
    )
    const news: AttemptNews = newsOf(outcome)
    const { state, reason, sesId } = news
    return stateOf(await record(deps.ledger, delivery, { state, reason, sesId, at: deps.clock.now(), number: delivery.attempts.length }))
  }
}
