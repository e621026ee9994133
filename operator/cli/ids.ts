import type * as z from 'zod'
import { CampaignId, DeliveryId, NoticeId, RecipientId } from '../../core/shared/ids.ts'
import { parseWith } from '../../core/shared/parsed.ts'
import { accepted } from './stop.ts'

/** Each @throws Stop (2) on anything else, before anybody is asked */
export const campaignIdOf = (text: string): CampaignId => checked(CampaignId, text, 'the campaign id') as CampaignId
export const recipientIdOf = (text: string): RecipientId => checked(RecipientId, text, 'the recipient id') as RecipientId
export const deliveryIdOf = (text: string): DeliveryId => checked(DeliveryId, text, 'the delivery id') as DeliveryId
export const noticeIdOf = (text: string): NoticeId => checked(NoticeId, text, 'the notice id') as NoticeId

/** A brand is lost on the way through a parser that is general, so the casts above put it back on what was parsed. */
const checked = (schema: z.ZodType, text: string, what: string): unknown => accepted(parseWith(schema, text), what)
