import { type Cause, type DeliveryCode, isAlarmNotice } from '../delivery/alarm.ts'
import { deliveryKeyOf, isToSend, isTold, stateOf } from '../delivery/attempts.ts'
import type { AttemptState, Delivery, DeliveryKey } from '../delivery/delivery.ts'
import type { FeedbackEvent } from '../delivery/feedback-event.ts'
import type { Ledger } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import { noticeThatWaits } from '../delivery/waiting.ts'
import { fromStored } from '../embargo/instant.ts'
import type { QueueChunk } from './queue-chunk.ts'
import { type RaiseDeps, makeRaiseAlarm } from './raise-alarm.ts'

export interface FeedbackDeps extends RaiseDeps {
  readonly ledger: Ledger
  readonly queueChunk: QueueChunk
}

export type TakeFeedback = (event: FeedbackEvent) => Promise<'recorded' | 'old' | 'unknown-delivery'>

/**
 * What SES tells of a mail raises its attempt's rank; what is unknown or old changes nothing. A bounce raises its alarm
 * at once, and where there is a second contact, opens an attempt to it. Everything after the record is done again when the
 * event comes again, so a crash in between loses nothing.
 */
export function makeTakeFeedback(deps: FeedbackDeps): TakeFeedback {
  const raise = makeRaiseAlarm(deps)
  return async (event) => {
    const key = deliveryKeyOf(event.campaign, event.delivery)
    const before = await deps.ledger.read(key)
    const attempt = before?.attempts.find(({ number }) => number === event.attempt)
    if (!before || !attempt || isAnothersMail(attempt.sesId, event.sesId)) {
      await raise({ code: 'unknown-delivery', campaign: event.campaign })
      return 'unknown-delivery'
    }
    const news = { state: stateAfter(event), at: fromStored(event.at), sesId: event.sesId, reason: reasonOf(event), number: event.attempt }
    const delivery = await record(deps.ledger, before, news)
    const code = alarmOf(delivery, event.attempt)
    if (code !== undefined) {
      const cause = { code, campaign: key.campaign, notice: key.notice }
      // An alarm's own mail that comes back makes no other mail to the same mailbox: the stack's alarm on the log has to do.
      if (isAlarmNotice(key.notice)) deps.log.error('alarm.raised', cause)
      else await raise(causeOf(code, key), 1)
    }
    if (code === 'bounced' || code === 'suppressed') await queueIfOpen(deps, delivery)
    return delivery === before ? 'old' : 'recorded'
  }
}

/** A mail that only says that a notice waits leaves its addressee where they were: they are not told, since their key cannot be used. */
function causeOf(code: DeliveryCode, { campaign, notice }: DeliveryKey): Cause {
  const waiting = noticeThatWaits(notice)
  return waiting === undefined ? { code, campaign, notice } : { code: 'key-unusable', campaign, notice: waiting }
}

async function queueIfOpen({ queueChunk }: FeedbackDeps, delivery: Delivery): Promise<void> {
  const { campaign, notice, chunk } = delivery.key
  if (isToSend(delivery)) await queueChunk(campaign, notice, chunk)
}

/** Who is not told, or did not want to be: an attempt that came to nothing is no alarm once another one was delivered. */
function alarmOf(delivery: Delivery, number: number): 'bounced' | 'suppressed' | 'rejected' | 'complained' | undefined {
  const state = delivery.attempts.find((attempt) => attempt.number === number)?.state
  if (state === 'complained') return state
  if (state !== 'bounced' && state !== 'suppressed' && state !== 'rejected') return undefined
  return isTold(stateOf(delivery)) ? undefined : state
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

/** SES did not try: the address bounced before, from this account or another. */
const SUPPRESSED: readonly string[] = ['Suppressed', 'OnAccountSuppressionList']

const reasonOf = ({ bounce }: FeedbackEvent): string | undefined => bounce && `bounce-${bounce.type}-${bounce.subType}`.toLowerCase()
