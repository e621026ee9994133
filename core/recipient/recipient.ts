import { z } from 'zod'
import { Zone } from '../embargo/zone.ts'
import { RecipientId } from '../shared/ids.ts'
import { MailAddress } from '../shared/mail-address.ts'

export const RecipientState = z.enum(['active', 'suspended', 'removed'])
export type RecipientState = z.infer<typeof RecipientState>

export const Encryption = z.enum(['required', 'preferred', 'none'])
export const Group = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a short lower-case name, such as distributors')

/** One downstream organisation, as an operator gives it. Everything here is confidential. */
export const RecipientDetails = z.strictObject({
  organisation: z.string().trim().min(1).max(200),
  /** A role mailbox first, perhaps a second one. */
  contacts: z.array(MailAddress).min(1).max(2),
  zone: Zone.default('UTC'),
  groups: z.array(Group).max(20).default([]),
  encryption: Encryption.default('preferred'),
  notes: z.string().max(2000).default(''),
})
export type RecipientDetails = z.infer<typeof RecipientDetails>

export interface Recipient {
  readonly id: RecipientId
  readonly state: RecipientState
  /** Raised by every change of details or state. */
  readonly version: number
  readonly details: RecipientDetails
}

/** A recipient as an approval pins it. Only these bytes are ever mailed to. */
export const Member = z.strictObject({
  id: RecipientId,
  version: z.int().positive(),
  organisation: z.string(),
  contacts: z.array(MailAddress).min(1).max(2),
  zone: Zone,
  encryption: Encryption,
})
export type Member = z.infer<typeof Member>
