import { describe, expect, test } from 'vitest'
import type { CampaignStore } from '../../core/campaign/ports.ts'
import { campaignAt, campaignId, entryAt, otherCampaignId } from './sample.ts'

type Make = () => Promise<CampaignStore>

/** What every campaign store does. `make` gives a new, empty one. */
export function campaignStoreContract(name: string, make: Make): void {
  describe(`${name} as a campaign store`, () => {
    test('reads back what was written, and nothing before', async () => {
      const store = await make()
      expect(await store.read(campaignId)).toBeUndefined()
      expect(await store.history(campaignId)).toEqual([])
      expect(await store.write(campaignAt(1), entryAt(1))).toBe('written')
      expect(await store.read(campaignId)).toEqual(campaignAt(1))
      expect(await store.history(campaignId)).toEqual([entryAt(1)])
    })

    versionTests(make)

    test('lists campaigns in order of creation, whatever their ids', async () => {
      const store = await make()
      const later = campaignAt(1, { id: otherCampaignId, createdAt: '2026-11-20T16:00:00.500Z' })
      await store.write(later, entryAt(1))
      await store.write(campaignAt(1), entryAt(1))
      expect(await store.list()).toEqual([campaignAt(1), later])
    })

    test('names every campaign once, whatever became of it', async () => {
      const store = await make()
      expect(await store.ids()).toEqual([])
      await store.write(campaignAt(1), entryAt(1))
      await store.write(campaignAt(2, { state: 'withdrawn' }), entryAt(2))
      await store.write(campaignAt(1, { id: otherCampaignId }), entryAt(1))
      expect((await store.ids()).toSorted()).toEqual([campaignId, otherCampaignId].toSorted())
    })

    test('keeps the histories of two campaigns apart', async () => {
      const store = await make()
      const other = (version: number) => campaignAt(version, { id: otherCampaignId })
      await store.write(campaignAt(1), entryAt(1))
      await store.write(other(1), entryAt(1, { who: 'bob' }))
      await store.write(other(2), entryAt(2, { who: 'clock' }))
      expect(await store.history(campaignId)).toEqual([entryAt(1)])
      expect(await store.history(otherCampaignId)).toEqual([entryAt(1, { who: 'bob' }), entryAt(2, { who: 'clock' })])
    })

    test('gives out copies: changing what was read changes nothing', async () => {
      const store = await make()
      await store.write(campaignAt(1), entryAt(1))
      const read = await store.read(campaignId)
      read?.notices.splice(0)
      expect(await store.read(campaignId)).toEqual(campaignAt(1))
    })

    test('refuses an entry that is not numbered by the version it makes', async () => {
      const store = await make()
      await expect(store.write(campaignAt(1), entryAt(2))).rejects.toThrow(TypeError)
    })
  })
}

function versionTests(make: Make): void {
  test('grows a history of any length, oldest first', async () => {
    const store = await make()
    const versions = Array.from({ length: 12 }, (_, index) => index + 1)
    for (const version of versions) expect(await store.write(campaignAt(version), entryAt(version))).toBe('written')
    expect(await store.history(campaignId)).toEqual(versions.map((version) => entryAt(version)))
  })

  test.each([
    ['the first version twice', 1],
    ['the version that is there', 2],
    ['a version that skips one', 4],
  ])('answers conflict to %s, and changes nothing', async (_, version) => {
    const store = await make()
    await store.write(campaignAt(1), entryAt(1))
    await store.write(campaignAt(2), entryAt(2))
    expect(await store.write(campaignAt(version, { state: 'withdrawn' }), entryAt(version))).toBe('conflict')
    expect(await store.read(campaignId)).toEqual(campaignAt(2))
    expect(await store.history(campaignId)).toEqual([entryAt(1), entryAt(2)])
  })

  test('answers conflict to a later version of a campaign that does not exist', async () => {
    const store = await make()
    expect(await store.write(campaignAt(2), entryAt(2))).toBe('conflict')
    expect(await store.read(campaignId)).toBeUndefined()
  })

  test('lets one of many writers of the same version win', async () => {
    const store = await make()
    await store.write(campaignAt(1), entryAt(1))
    const writers = ['alice', 'bob', 'carol', 'dave']
    const outcomes = await Promise.all(writers.map((who) => store.write(campaignAt(2), entryAt(2, { who }))))
    expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1)
    const winner = writers[outcomes.indexOf('written')]
    expect((await store.history(campaignId)).map(({ who }) => who)).toEqual(['alice', winner])
  })
}
