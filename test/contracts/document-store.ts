import { describe, expect, test } from 'vitest'
import type { DocumentStore } from '../../core/campaign/ports.ts'
import { digestOf, digestOfBytes } from '../../core/shared/digest.ts'
import { audienceIndex, build, campaignId, chunk, content, findings, otherCampaignId } from './sample.ts'

/** What every document store does. `make` gives a new, empty one. */
export function documentStoreContract(name: string, make: () => Promise<DocumentStore>): void {
  describe(`${name} as a document store`, () => {
    test('gives documents back under the digest of their canonical JSON', async () => {
      const store = await make()
      const digests = [
        await store.putContent(campaignId, content),
        await store.putChunk(campaignId, chunk),
        await store.putAudience(campaignId, audienceIndex),
      ] as const
      expect(digests).toEqual([digestOf(content), digestOf(chunk), digestOf(audienceIndex)])
      expect(await store.content(campaignId, digests[0])).toEqual(content)
      expect(await store.chunk(campaignId, digests[1])).toEqual(chunk)
      expect(await store.audience(campaignId, digests[2])).toEqual(audienceIndex)
    })

    test('takes the same document twice', async () => {
      const store = await make()
      const digest = await store.putContent(campaignId, content)
      expect(await store.putContent(campaignId, content)).toBe(digest)
      expect(await store.content(campaignId, digest)).toEqual(content)
    })

    test('says that a document is missing: never put, of another campaign, or of another kind', async () => {
      const store = await make()
      const digest = await store.putContent(campaignId, content)
      await expect(store.content(campaignId, digestOfBytes('never put'))).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MISSING' })
      await expect(store.content(otherCampaignId, digest)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MISSING' })
      await expect(store.chunk(campaignId, digest)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MISSING' })
      await expect(store.audience(campaignId, digest)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MISSING' })
    })

    test('keeps the last findings under a key', async () => {
      const store = await make()
      const key = digestOfBytes('key')
      expect(await store.findings(campaignId, key)).toBeUndefined()
      await store.putFindings(campaignId, key, { ...findings, blocked: 7 })
      await store.putFindings(campaignId, key, findings)
      expect(await store.findings(campaignId, key)).toEqual(findings)
      expect(await store.findings(otherCampaignId, key)).toBeUndefined()
    })

    test('keeps how far each build came', async () => {
      const store = await make()
      expect(await store.build(campaignId, build.id)).toBeUndefined()
      await store.putBuild(campaignId, { ...build, outside: 7 })
      await store.putBuild(campaignId, build)
      expect(await store.build(campaignId, build.id)).toEqual(build)
      expect(await store.build(otherCampaignId, build.id)).toBeUndefined()
    })
  })
}
