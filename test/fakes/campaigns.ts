import type { Campaign, HistoryEntry } from '../../core/campaign/campaign.ts'
import type { CampaignStore } from '../../core/campaign/ports.ts'
import { copyOf } from './copy.ts'
import { memoryTable } from './table.ts'

export function memoryCampaigns(table = memoryTable()): CampaignStore {
  const heads = table.items<{ readonly campaign: Campaign; readonly history: readonly HistoryEntry[] }>('campaigns')
  return {
    read: async (id) => copyOf(heads.get(id)?.campaign),
    ids: async () => [...heads.values()].map(({ campaign }) => campaign.id),
    list: async () => {
      const campaigns = [...heads.values()].map(({ campaign }) => copyOf(campaign))
      return campaigns.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
    },
    async write(campaign, entry) {
      if (entry.seq !== campaign.version) throw new TypeError('a history entry is numbered by the version that it makes')
      const before = heads.get(campaign.id)
      if ((before?.campaign.version ?? 0) !== campaign.version - 1) return 'conflict'
      heads.set(campaign.id, copyOf({ campaign, history: [...(before?.history ?? []), entry] }))
      return 'written'
    },
    history: async (id) => copyOf(heads.get(id)?.history ?? []),
  }
}
