import * as z from 'zod'
import { RecipientId } from '../shared/ids.ts'
import { Digest } from '../shared/digest.ts'
import { CHUNK_SIZE } from './audience.ts'
import { KeyCounts } from './findings.ts'
import { StoredInstant } from '../embargo/instant.ts'

/** How far the walk over the list has come: it goes in pages, since a call may take 30 seconds. Clear; ids, digests and counts. */
export const AudienceBuild = z.strictObject({
  schema: z.literal('audience-build/1'),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** What the mails were rendered from. */
  content: Digest,
  disclosureAt: StoredInstant,
  bundle: Digest,
  startedAt: StoredInstant,
  /** The last recipient that was looked at. */
  after: RecipientId.optional(),
  chunks: z.array(z.strictObject({ digest: Digest, members: z.int().min(1).max(CHUNK_SIZE) })),
  outside: z.int().nonnegative(),
  ...KeyCounts.shape,
  largestMail: z.int().nonnegative(),
  unrenderable: z.array(RecipientId).max(20),
  unrenderableCount: z.int().nonnegative(),
})
export type AudienceBuild = z.infer<typeof AudienceBuild>
