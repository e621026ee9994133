import { describe, expect, test } from 'vitest'
import type { CampaignStore, HaltStore } from '../../core/campaign/ports.ts'
import type { Fences, TableGuard } from '../../core/delivery/ports.ts'
import type { RecipientStore } from '../../core/recipient/ports.ts'
import { instant } from '../fakes/clock.ts'
import { campaignAt, campaignId, entryAt, otherCampaignId, recipientAt, recipientId } from './sample.ts'

export interface FencedStores {
  readonly fences: Fences
  readonly campaigns: CampaignStore
  readonly halts: HaltStore
  readonly recipients: RecipientStore
  readonly guard: TableGuard
}

/** What every fence sees of the stores beside it. `make` gives new, empty ones. */
export function fencesContract(name: string, make: () => Promise<FencedStores>): void {
  const halt = { since: instant('2026-12-08T16:00:00Z'), by: 'alice', reason: 'seen in the wild' }

  describe(`${name} as fences`, () => {
    test('sees nothing where nothing is', async () => {
      const { fences } = await make()
      expect(await fences.look(campaignId, recipientId('a'))).toEqual({
        table: 'unclaimed',
        doubtUntil: undefined,
        campaign: undefined,
        halted: false,
        recipient: undefined,
      })
    })

    test('sees the newest head and the recipient as it is now', async () => {
      const { fences, campaigns, recipients } = await make()
      await campaigns.write(campaignAt(1), entryAt(1))
      await campaigns.write(campaignAt(2), entryAt(2))
      await recipients.write(recipientAt(1))
      await recipients.write(recipientAt(2, { state: 'suspended' }))
      expect(await fences.look(campaignId, recipientId('a'))).toEqual({
        table: 'unclaimed',
        doubtUntil: undefined,
        campaign: campaignAt(2),
        halted: false,
        recipient: { state: 'suspended', version: 2 },
      })
    })

    test('looks at no recipient when none is asked for', async () => {
      const { fences, recipients } = await make()
      await recipients.write(recipientAt(1))
      expect((await fences.look(campaignId, undefined)).recipient).toBeUndefined()
    })

    test('sees whose table it is, and since when it is accepted', async () => {
      const { fences, guard } = await make()
      await guard.claim()
      expect(await fences.look(campaignId, undefined)).toMatchObject({ table: 'ours', doubtUntil: undefined })
      await guard.accept(instant('2026-12-09T08:00:00Z'))
      expect(await fences.look(campaignId, undefined)).toMatchObject({ table: 'ours', doubtUntil: instant('2026-12-09T08:00:00Z') })
    })

    test.each(['ALL', campaignId] as const)('sees a halt of %s until it is lifted', async (scope) => {
      const { fences, halts } = await make()
      await halts.halt({ scope, ...halt })
      expect((await fences.look(campaignId, undefined)).halted).toBe(true)
      await halts.resume(scope)
      expect((await fences.look(campaignId, undefined)).halted).toBe(false)
    })

    test('is not stopped by the halt of another campaign', async () => {
      const { fences, halts } = await make()
      await halts.halt({ scope: otherCampaignId, ...halt })
      expect((await fences.look(campaignId, undefined)).halted).toBe(false)
    })
  })
}
