import { describe, expect, test } from 'vitest'
import type { AlarmStore } from '../../core/delivery/ports.ts'
import { instant } from '../fakes/clock.ts'
import { advance1, campaignId, otherCampaignId } from './sample.ts'

/** What every alarm store does. `make` gives a new, empty one. */
export function alarmStoreContract(name: string, make: () => Promise<AlarmStore>): void {
  const at = instant('2026-12-08T16:00:00.250Z')
  const later = instant('2026-12-08T17:00:00Z')
  const cause = { code: 'bounced', campaign: campaignId, notice: advance1 } as const

  describe(`${name} as an alarm store`, () => {
    test('raises a cause once while it stands', async () => {
      const store = await make()
      expect(await store.standing()).toEqual([])
      expect(await store.raise(cause, at)).toBe('raised')
      expect(await store.raise(cause, later)).toBe('standing')
      expect(await store.standing()).toEqual([{ cause, raisedAt: at, occurrence: 1 }])
    })

    test('of several at once, one raises it', async () => {
      const store = await make()
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => store.raise(cause, at)))
      expect(outcomes.toSorted()).toEqual(['raised', 'standing', 'standing', 'standing', 'standing'])
    })

    test('counts how often it came back', async () => {
      const store = await make()
      await store.raise(cause, at)
      await store.clear(cause)
      await store.clear(cause)
      expect(await store.standing()).toEqual([])
      expect(await store.raise(cause, later)).toBe('raised')
      expect(await store.standing()).toEqual([{ cause, raisedAt: later, occurrence: 2 }])
    })

    test('tells causes apart by code, campaign and notice', async () => {
      const store = await make()
      const causes = [
        cause,
        { ...cause, code: 'blocked' as const },
        { ...cause, campaign: otherCampaignId },
        { code: 'too-slow' as const, campaign: campaignId },
        { code: 'table-restored' as const },
      ]
      for (const each of causes) expect(await store.raise(each, at)).toBe('raised')
      await store.clear(cause)
      const left = (await store.standing()).map((alarm) => alarm.cause)
      expect(left).toHaveLength(4)
      expect(left).toEqual(expect.arrayContaining(causes.slice(1)))
    })

    test('clearing what never stood is harmless', async () => {
      const store = await make()
      await store.clear(cause)
      expect(await store.raise(cause, at)).toBe('raised')
    })
  })
}
