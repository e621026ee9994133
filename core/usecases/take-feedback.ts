import type { AttemptState } from '../delivery/delivery.ts'
import { deliveryKeyOf } from '../delivery/attempts.ts'
import type { FeedbackEvent } from '../delivery/feedback-event.ts'
import type { Ledger } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import { fromStored } from '../embargo/instant.ts'
import type { Log } from '../shared/log.ts'
import { type DeliveryAlarmCode, raiseAlarm } from './raise-alarm.ts'

export type TakeFeedback = (event: FeedbackEvent) => Promise<'recorded' | 'old' | 'unknown-delivery'>

/** What SES tells of a mail raises its attempt's rank; what is unknown or old changes nothing. */
export function makeTakeFeedback(deps: { readonly ledger: Ledger; readonly log: Log }): TakeFeedback {
  return async (event) => {
    const key = deliveryKeyOf(event.campaign, event.delivery)
    const delivery = await deps.ledger.read(key)
    const attempt = delivery?.attempts.find(({ number }) => number === event.attempt)
    if (!delivery || !attempt || isAnothersMail(attempt.sesId, event.sesId)) return 'unknown-delivery'
    const news = { state: stateAfter(event), at: fromStored(event.at), sesId: event.sesId, reason: reasonOf(event), number: event.attempt }
    if ((await record(deps.ledger, delivery, news)) === delivery) return 'old'
    if (isAlarming(news.state)) raiseAlarm(deps.log, { campaign: event.campaign, code: news.state, notice: event.notice, count: 1 })
    return 'recorded'
  }
}

/** An event of a mail that is not this attempt's: forged, or of a table that was restored. */
const isAnothersMail = (known: string | undefined, told: string): boolean => known !== undefined && known !== told

function stateAfter({ type, bounce }: FeedbackEvent): AttemptState {
  switch (type) {
    case 'Send':
      return 'accepted'
    case 'Delivery':
      return 'delivered'
    case 'DeliveryDelay':
      return 'delayed'
    case 'Bounce':
      return bounce && SUPPRESSED.includes(bounce.subType) ? 'suppressed' : 'bounced'
    case 'Complaint':
      return 'complained'
    case 'Reject':
      return 'rejected'
  }
}

/** Who is not told, or did not want to be. */
const isAlarming = (state: AttemptState): state is Extract<AttemptState, DeliveryAlarmCode> =>
  state === 'bounced' || state === 'complained' || state === 'rejected' || state === 'suppressed'

/** SES did not try: the address bounced before, from this account or another. */
const SUPPRESSED: readonly string[] = ['Suppressed', 'OnAccountSuppressionList']

const reasonOf = ({ bounce }: FeedbackEvent): string | undefined => bounce && `bounce-${bounce.type}-${bounce.subType}`.toLowerCase()
