import type { CampaignStore, HaltStore } from '../../core/campaign/ports.ts'
import type { Fences } from '../../core/delivery/ports.ts'
import type { RecipientStore } from '../../core/recipient/ports.ts'
import type { MemoryTableGuard } from './table-guard.ts'

/** Looks at what the other stores hold. */
export function memoryFences(stores: {
  campaigns: CampaignStore
  halts: HaltStore
  recipients: RecipientStore
  guard: MemoryTableGuard
}): Fences {
  return {
    async look(campaign, recipient) {
      const live = recipient === undefined ? undefined : await stores.recipients.read(recipient)
      return {
        ...(await stores.guard.look()),
        campaign: await stores.campaigns.read(campaign),
        halted: (await stores.halts.standing(campaign)).length > 0,
        recipient: live && { state: live.state, version: live.version },
      }
    },
  }
}
