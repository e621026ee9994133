import * as z from 'zod'
import { Zone } from '../embargo/zone.ts'
import { KeyFile } from '../keys/key-file.ts'
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

const said = {
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
  /** How to reach somebody when no mail can: a number, and whom to ask for. */
  phone: proseOf(200)
    .refine((text) => !/[\t\n\r]/.test(text), 'must be one line')
    .default(''),
  notes: proseOf(2000).default(''),
}

/** Whoever gave a key is never written to without it. */
const isKeyWanted = ({ encryption, keys }: { encryption: Encryption; keys: readonly unknown[] }): boolean =>
  encryption !== 'none' || keys.length === 0
const UNWANTED_KEY = {
  path: ['encryption'],
  error: 'must not be none where there is a key: leave the key out, or say preferred or required',
}

/** One downstream organisation, with keys that were found good. Everything here is confidential. */
export const RecipientDetails = z
  .strictObject({ ...said, keys: z.array(MailKey).max(MOST_KEYS).refine(fitTogether, 'must be smaller keys').default([]) })
  .refine(isKeyWanted, UNWANTED_KEY)
export type RecipientDetails = z.infer<typeof RecipientDetails>

/** Keys as they are given, before anybody looked into them. */
export const GivenKeys = z.strictObject({
  keys: z.array(KeyFile).max(MOST_KEYS).default([]),
  /** For a mail program that knows no AuthEnvelopedData; absent leaves a certificate that is kept as it is. */
  isOldClient: z.boolean().optional(),
})
export type GivenKeys = z.infer<typeof GivenKeys>

/** The same organisation as an operator gives it. */
export const GivenDetails = z.strictObject({ ...said, ...GivenKeys.shape }).refine(isKeyWanted, UNWANTED_KEY)
export type GivenDetails = z.infer<typeof GivenDetails>

export const parseGiven = (input: unknown): Parsed<GivenDetails> => parseWith(GivenDetails, input)

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
