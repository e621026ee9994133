import * as z from 'zod'
import { Member } from '../recipient/recipient.ts'
import { Digest, digestOf } from '../shared/digest.ts'

/** Members in one chunk at the most: what one queue message, one KMS call and one sender's batch stand for. */
export const CHUNK_SIZE = 25

/** Sealed, immutable, by its digest. Members in order of id. */
export const Chunk = z.strictObject({ schema: z.literal('chunk/1'), members: z.array(Member).min(1).max(CHUNK_SIZE) })
export type Chunk = z.infer<typeof Chunk>

/**
 * The audience of recipients: its chunks in order. Immutable, by its digest. Holds digests and counts only.
 * An audience that grew keeps its former chunks in their places, so that deliveries keep their keys.
 */
export const AudienceIndex = z.strictObject({
  schema: z.literal('audience/1'),
  chunks: z.array(z.strictObject({ digest: Digest, members: z.int().min(1).max(CHUNK_SIZE) })),
})
export type AudienceIndex = z.infer<typeof AudienceIndex>

/** The audience of what goes to the team alone. */
export const EMPTY_AUDIENCE: AudienceIndex = { schema: 'audience/1', chunks: [] }

export const digestOfChunk = (chunk: Chunk): Digest => digestOf(chunk)
export const digestOfAudience = (index: AudienceIndex): Digest => digestOf(index)
export const membersOf = (index: AudienceIndex): number => index.chunks.reduce((sum, chunk) => sum + chunk.members, 0)
