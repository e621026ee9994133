import * as z from 'zod'

/**
 * Ids are random and tell nothing: they are the only names that leave sealed bytes.
 * 128 bits as hex for addressees; 80 bits in Crockford's base 32 for campaigns, which people type.
 */
export const CampaignId = z
  .string()
  .regex(/^c-[0-9a-hjkmnp-tv-z]{16}$/, 'must be a campaign id, such as c-4k2m9x7q1d8z5t3w')
  .brand<'CampaignId'>()
export type CampaignId = z.infer<typeof CampaignId>

export const RecipientId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must be a recipient id: 32 lower-case hex digits')
  .brand<'RecipientId'>()
export type RecipientId = z.infer<typeof RecipientId>

/** A recipient's id, a reporter's (of the same form), or `team` and `team-<kind>`. */
export const AddresseeId = z
  .string()
  .regex(/^([0-9a-f]{32}|team(-[a-z-]+)?)$/, 'must be an addressee id')
  .brand<'AddresseeId'>()
export type AddresseeId = z.infer<typeof AddresseeId>

/** `<kind>-<version>`, such as `advance-1`. */
export const NoticeId = z
  .string()
  .regex(/^[a-z-]+-[1-9][0-9]*$/, 'must be a notice id, such as advance-1')
  .brand<'NoticeId'>()
export type NoticeId = z.infer<typeof NoticeId>

/** `<notice>_<chunk>_<addressee>`: opaque to whom it is not for, and fit for an SES tag. */
export const DeliveryId = z
  .string()
  .regex(/^[a-z-]+-[1-9][0-9]*_(0|[1-9][0-9]*)_([0-9a-f]{32}|team(-[a-z-]+)?)$/, 'must be a delivery id')
  .brand<'DeliveryId'>()
export type DeliveryId = z.infer<typeof DeliveryId>

/** An operator's short name in the policy. */
export const PersonId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a short lower-case name, such as alice')
  .brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>

/** Source of randomness; a port, since the core has none. */
export interface IdSource {
  campaignId(): CampaignId
  recipientId(): RecipientId
  /** 128 random bits as 32 hex digits. */
  token(): string
}
