import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { AudienceIndex, Chunk } from '../../core/campaign/audience.ts'
import { AudienceBuild } from '../../core/campaign/audience-build.ts'
import { Content } from '../../core/campaign/content.ts'
import { Findings } from '../../core/campaign/findings.ts'
import type { DocumentStore } from '../../core/campaign/ports.ts'
import type { Json } from '../../core/shared/canonical-json.ts'
import { type Digest, digestOf } from '../../core/shared/digest.ts'
import { Fault } from '../../core/shared/fault.ts'
import type { Purpose, Vault } from '../../core/shared/vault.ts'
import { type Key, audienceKey, buildKey, chunkKey, contentKey, findingsKey, placeOf } from './key.ts'
import { Bytes, parseStored } from './stored.ts'
import type { StoredItem } from './range.ts'
import { ABSENT, dynamoTable } from './table.ts'

const SealedItem = z.object({ sealed: Bytes })
const IndexItem = z.object({ index: z.unknown() })
const FindingsItem = z.object({ findings: Findings })
const BuildItem = z.object({ build: AudienceBuild })

/**
 * A campaign's documents under `CAMPAIGN#<id>`: contents and chunks sealed; audience indexes, builds and findings clear.
 * What a digest names is compared with it before it is parsed, so nothing that was not approved is ever read.
 */
export function dynamoDocuments({ db, table, vault }: { db: DynamoDBClient; table: string; vault: Vault }): DocumentStore {
  const items = dynamoTable(db, table)

  async function putSealed(key: Key, purpose: Purpose, value: Json): Promise<void> {
    const sealed = await vault.seal({ purpose, place: placeOf(key) }, value)
    // Whoever comes second finds the same document there.
    await items.put(key, { sealed }, ABSENT)
  }

  async function existing(key: Key): Promise<StoredItem> {
    const stored = await items.get(key)
    if (stored) return stored
    throw new Fault('ITEM_MISSING', 'a document is not there', { retry: 'never', facts: { place: placeOf(key) } })
  }

  async function openSealed(key: Key, purpose: Purpose): Promise<unknown> {
    const { sealed } = parseStored(SealedItem, await existing(key), key)
    return vault.open({ purpose, place: placeOf(key) }, sealed)
  }

  return {
    async putContent(id, content) {
      const digest = digestOf(content)
      await putSealed(contentKey(id, digest), 'content', content)
      return digest
    },
    async content(id, digest) {
      const key = contentKey(id, digest)
      return verified(Content, await openSealed(key, 'content'), { key, digest })
    },
    async putChunk(id, chunk) {
      const digest = digestOf(chunk)
      await putSealed(chunkKey(id, digest), 'audience', chunk)
      return digest
    },
    async chunk(id, digest) {
      const key = chunkKey(id, digest)
      return verified(Chunk, await openSealed(key, 'audience'), { key, digest })
    },
    async putAudience(id, index) {
      const digest = digestOf(index)
      await items.put(audienceKey(id, digest), { index }, ABSENT)
      return digest
    },
    async audience(id, digest) {
      const key = audienceKey(id, digest)
      const { index } = parseStored(IndexItem, await existing(key), key)
      return verified(AudienceIndex, index, { key, digest })
    },
    async putFindings(id, key, findings) {
      await items.put(findingsKey(id, key), { findings })
    },
    async findings(id, key) {
      const stored = await items.get(findingsKey(id, key))
      return stored && parseStored(FindingsItem, stored, findingsKey(id, key)).findings
    },
    async putBuild(id, build) {
      await items.put(buildKey(id, build.id), { build })
    },
    async build(id, buildId) {
      const stored = await items.get(buildKey(id, buildId))
      return stored && parseStored(BuildItem, stored, buildKey(id, buildId)).build
    },
  }
}

/** What was stored is JSON by the way it came in; only its digest says whether it is the JSON that was meant. */
function verified<T>(schema: z.ZodType<T>, stored: unknown, { key, digest }: { key: Key; digest: Digest }): T {
  if (digestOf(stored as Json) !== digest) {
    throw new Fault('DIGEST_MISMATCH', 'a document is not the one that its digest names', {
      retry: 'never',
      facts: { place: placeOf(key) },
    })
  }
  return parseStored(schema, stored, key)
}
