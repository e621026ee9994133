import { describe, expect, test } from 'vitest'
import type { SweepStore, TroubleStore } from '../../core/delivery/ports.ts'
import { NoticeId } from '../../core/shared/ids.ts'
import { instant } from '../fakes/clock.ts'
import { advance1, campaignId, otherCampaignId } from './sample.ts'

const reporterDate1 = NoticeId.parse('reporter-date-1')

/** What every sweep store does. `make` gives a new, empty one. */
export function sweepStoreContract(name: string, make: () => Promise<SweepStore>): void {
  describe(`${name} as a sweep store`, () => {
    test('keeps the last mark of each notice', async () => {
      const store = await make()
      const mark = { queued: 3, settled: 1, movedAt: instant('2026-12-08T16:00:00.250Z') }
      expect(await store.mark(campaignId, advance1)).toBeUndefined()
      await store.putMark(campaignId, advance1, { ...mark, queued: 2 })
      await store.putMark(campaignId, advance1, mark)
      expect(await store.mark(campaignId, advance1)).toEqual(mark)
      expect(await store.mark(campaignId, reporterDate1)).toBeUndefined()
      expect(await store.mark(otherCampaignId, advance1)).toBeUndefined()
    })

    test('keeps the last round of each notice, apart from its mark', async () => {
      const store = await make()
      const round = { next: 60, found: ['bounced', 'uncertain'] as const, from: instant('2026-12-08T16:15:00.250Z') }
      expect(await store.round(campaignId, advance1)).toBeUndefined()
      await store.putRound(campaignId, advance1, { ...round, next: 0, found: [] })
      await store.putRound(campaignId, advance1, round)
      expect(await store.round(campaignId, advance1)).toEqual(round)
      expect(await store.mark(campaignId, advance1)).toBeUndefined()
      expect(await store.round(campaignId, reporterDate1)).toBeUndefined()
      expect(await store.round(otherCampaignId, advance1)).toBeUndefined()
    })

    test('keeps the last budget, fractions of a mail included', async () => {
      const store = await make()
      expect(await store.budget()).toBeUndefined()
      const budget = { credit: 13.75, at: instant('2026-12-08T16:00:00Z') }
      await store.putBudget({ credit: 0, at: instant('2026-12-08T15:59:00Z') })
      await store.putBudget(budget)
      expect(await store.budget()).toEqual(budget)
    })
  })
}

/** What every trouble store does. `make` gives a new, empty one. */
export function troubleStoreContract(name: string, make: () => Promise<TroubleStore>): void {
  describe(`${name} as a trouble store`, () => {
    test('keeps the last code of each notice until it is cleared', async () => {
      const store = await make()
      await store.report(campaignId, advance1, 'digest-mismatch')
      await store.report(campaignId, advance1, 'MessageRejected')
      expect(await store.reported(campaignId, advance1)).toBe('MessageRejected')
      expect(await store.reported(campaignId, reporterDate1)).toBeUndefined()
      await store.clear(campaignId, advance1)
      await store.clear(campaignId, advance1)
      expect(await store.reported(campaignId, advance1)).toBeUndefined()
    })
  })
}
