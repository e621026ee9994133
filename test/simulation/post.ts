import type { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import { instantAt, toStored } from '../../core/embargo/instant.ts'
import type { CampaignId, DeliveryId, NoticeId } from '../../core/shared/ids.ts'
import type { Sent } from './witness.ts'

/** What becomes of a mail after SES took it: the events that it will tell of. */
export const FATES = {
  delivered: ['Send', 'Delivery'],
  bounced: ['Send', 'Bounce'],
  'bounced after delivery': ['Send', 'Delivery', 'Bounce'],
  delayed: ['Send', 'DeliveryDelay', 'Delivery'],
  complained: ['Send', 'Delivery', 'Complaint'],
  rejected: ['Send', 'Reject'],
  silent: [],
} as const satisfies Readonly<Record<string, readonly FeedbackEvent['type'][]>>

export type Fate = keyof typeof FATES

export function eventsOf({ tags, sesId }: Pick<Sent, 'tags' | 'sesId'>, fate: Fate, at: number): FeedbackEvent[] {
  return FATES[fate].map((type, index) => ({
    schema: 'feedback/1',
    type,
    campaign: tags.campaign as CampaignId,
    notice: tags.notice as NoticeId,
    delivery: tags.delivery as DeliveryId,
    attempt: Number(tags.attempt),
    sesId,
    at: toStored(instantAt(at + 1000 * (index + 1))),
    ...(type === 'Bounce' ? { bounce: { type: 'Permanent' as const, subType: 'General' } } : {}),
  }))
}
