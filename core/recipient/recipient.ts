import * as z from 'zod'
import { Zone } from '../embargo/zone.ts'
import { Encryption, MailKey } from '../keys/mail-key.ts'
import { RecipientId } from '../shared/ids.ts'
import { MailAddress, normalisedAddress } from '../shared/mail-address.ts'
import { type Parsed, parseWith } from '../shared/parsed.ts'
import { lineOf, proseOf } from '../shared/text.ts'

export const RecipientState = z.enum(['active', 'suspended', 'removed'])
export type RecipientState = z.infer<typeof RecipientState>

export const Group = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a short lower-case name, such as distributors')

/** One for each contact, or one that names both. */
const MOST_KEYS = 2
/** Together, as base64: see `MailKey`. */
const MOST_KEY_CHARACTERS = 11_000
const fitTogether = (keys: readonly MailKey[]): boolean => keys.reduce((sum, { bytes }) => sum + bytes.length, 0) <= MOST_KEY_CHARACTERS

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
  /** Kept once they were found good. With `encryption: none` there are none, so that nobody who gave a key is written to without it. */
  keys: z.array(MailKey).max(MOST_KEYS).refine(fitTogether, 'must be smaller keys').default([]),
  /** How to reach somebody when no mail can: a number, and whom to ask for. */
  phone: lineOf(200).or(z.literal('')).default(''),
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
  /** Absent in what was approved before there were any. */
  keys: z.array(MailKey).optional(),
})
export type Member = z.infer<typeof Member>
