import * as z from 'zod'
import { Zone } from '../embargo/zone.ts'
import { RecipientId } from '../shared/ids.ts'
import { MailAddress, normalisedAddress } from '../shared/mail-address.ts'
import { type Parsed, parseWith } from '../shared/parsed.ts'
import { lineOf, proseOf } from '../shared/text.ts'

export const RecipientState = z.enum(['active', 'suspended', 'removed'])
export type RecipientState = z.infer<typeof RecipientState>

export const Encryption = z.enum(['required', 'preferred', 'none'])
export const Group = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a short lower-case name, such as distributors')

const areDistinct = (contacts: readonly MailAddress[]): boolean => new Set(contacts.map(normalisedAddress)).size === contacts.length

/** One downstream organisation, as an operator gives it. Everything here is confidential. */
export const RecipientDetails = z.strictObject({
  organisation: lineOf(200),
  /** A role mailbox first, perhaps a second one. */
  contacts: z
    .array(MailAddress)
    .min(1)
    .max(2)
    .refine(areDistinct, { path: [1], error: 'must be another mailbox than the first contact' }),
  zone: Zone.default('UTC'),
  groups: z.array(Group).max(20).default([]),
  encryption: Encryption.default('preferred'),
  notes: proseOf(2000).default(''),
})
export type RecipientDetails = z.infer<typeof RecipientDetails>

export const parseDetails = (input: unknown): Parsed<RecipientDetails> => parseWith(RecipientDetails, input)

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
