import * as z from 'zod'
import { StoredInstant } from '../embargo/instant.ts'
import { CampaignId, DeliveryId, NoticeId } from '../shared/ids.ts'

/** The SES events that are subscribed; no opens, no clicks. */
export const FeedbackType = z.enum(['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Reject'])
export type FeedbackType = z.infer<typeof FeedbackType>

const Fields = z.strictObject({
  schema: z.literal('feedback/1'),
  type: FeedbackType,
  campaign: CampaignId,
  notice: NoticeId,
  delivery: DeliveryId,
  /** From 1. A tag is text, so it comes as digits. */
  attempt: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, 'must be the number of an attempt, in digits')
    .transform(Number),
  sesId: z.string().regex(/^[0-9A-Za-z-]{1,128}$/, 'must be an SES message id'),
  at: StoredInstant,
  /** There for a bounce, and only for one; `Suppressed` and `OnAccountSuppressionList` are sub-types. */
  bounce: z
    .strictObject({ type: z.enum(['Undetermined', 'Permanent', 'Transient']), subType: z.string().regex(/^[A-Za-z]{1,64}$/) })
    .optional(),
})

/**
 * What became of an attempt, as SES saw it. Events come in any order, more than once, or not at all.
 *
 * @see `core/shared/feedback-rules.ts`, which makes it from an SES event
 */
export const FeedbackEvent = Fields.refine((event) => (event.type === 'Bounce') === (event.bounce !== undefined), {
  path: ['bounce'],
  message: 'must be there for a bounce, and only for one',
})
export type FeedbackEvent = z.infer<typeof FeedbackEvent>
