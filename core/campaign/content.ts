import * as z from 'zod'
import { StoredInstant } from '../embargo/instant.ts'
import { Advisory } from '../advisory/advisory.ts'
import { Group } from '../recipient/recipient.ts'
import { Digest } from '../shared/digest.ts'
import { HttpsLink } from '../shared/text.ts'

/** Who is in the audience: everybody active, or the active members of at least one of these groups. */
export const AudienceRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('groups'), groups: z.array(Group).min(1).max(20) }),
])
export type AudienceRule = z.infer<typeof AudienceRule>

const Token = z.string().regex(/^[0-9a-f]{32}$/)

/**
 * What a campaign says, sealed, by its digest. Immutable: a change makes the next one,
 * and `change` then tells the readers of the version before what is different, and why.
 */
export const Content = z.strictObject({
  schema: z.literal('content/1'),
  /** Random, so that the digest confirms nobody's guess. */
  salt: Token,
  /** Random and constant for a campaign: seeds the thread id of each addressee. */
  threadKey: Token,
  advisory: Advisory,
  audience: AudienceRule,
  /** How often the date was moved or dropped since the first approval; absent means never. Calendars order our entries by it. */
  moves: z.int().positive().optional(),
  /** Where the advisory is public, once it is. */
  published: z.array(HttpsLink).min(1).max(20).optional(),
  change: z
    .strictObject({
      /** Told to the addressees. */
      why: z.string().min(1).max(2000),
      /** What those who may know were told before; absent when nobody was told anything yet. */
      previous: z.strictObject({ content: Digest, disclosureAt: StoredInstant }).optional(),
    })
    .optional(),
})
export type Content = z.infer<typeof Content>
