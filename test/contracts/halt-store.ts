import { describe, expect, test } from 'vitest'
import type { HaltScope, HaltStore } from '../../core/campaign/ports.ts'
import { instant } from '../fakes/clock.ts'
import { campaignId, otherCampaignId } from './sample.ts'

const haltOf = (scope: HaltScope, reason = 'seen in the wild') => ({ scope, since: instant('2026-12-08T16:00:00Z'), by: 'alice', reason })

/** What every halt store does. `make` gives a new, empty one. */
export function haltStoreContract(name: string, make: () => Promise<HaltStore>): void {
  describe(`${name} as a halt store`, () => {
    test('a halt of one campaign stands for it alone', async () => {
      const store = await make()
      await store.halt(haltOf(campaignId))
      expect(await store.standing(campaignId)).toEqual([haltOf(campaignId)])
      expect(await store.standing(otherCampaignId)).toEqual([])
    })

    test('a halt of all stands for every campaign, beside its own', async () => {
      const store = await make()
      await store.halt(haltOf('ALL'))
      await store.halt(haltOf(campaignId))
      expect((await store.standing(campaignId)).map(({ scope }) => scope).sort()).toEqual(['ALL', campaignId])
      expect(await store.standing(otherCampaignId)).toEqual([haltOf('ALL')])
    })

    test('a second halt takes the place of the first', async () => {
      const store = await make()
      await store.halt(haltOf('ALL'))
      await store.halt(haltOf('ALL', 'still'))
      expect(await store.standing(campaignId)).toEqual([haltOf('ALL', 'still')])
    })

    test('resuming lifts that halt and no other, and may be done twice', async () => {
      const store = await make()
      await store.halt(haltOf('ALL'))
      await store.halt(haltOf(campaignId))
      await store.resume('ALL')
      await store.resume('ALL')
      expect(await store.standing(campaignId)).toEqual([haltOf(campaignId)])
    })

    test('who resumed and why is kept, the newest of each scope, and is no halt', async () => {
      const store = await make()
      const lift = (reason: string) => ({ at: instant('2026-12-08T17:00:00Z'), by: 'ben', reason })
      await store.halt(haltOf('ALL'))
      await store.resume('ALL', lift('looked into'))
      await store.resume('ALL', lift('looked into again'))
      await store.resume(campaignId, lift('a right patch'))
      expect((await store.lifts(campaignId)).toSorted((a, b) => (a.scope < b.scope ? -1 : 1))).toEqual([
        { scope: 'ALL', ...lift('looked into again') },
        { scope: campaignId, ...lift('a right patch') },
      ])
      expect(await store.lifts(otherCampaignId)).toEqual([{ scope: 'ALL', ...lift('looked into again') }])
      expect(await store.standing(campaignId)).toEqual([])
    })
  })
}
