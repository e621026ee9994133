import type { Campaign, HistoryEntry } from '../../core/campaign/campaign.ts'
import type { CampaignStore } from '../../core/campaign/ports.ts'
import type { CampaignId } from '../../core/shared/ids.ts'

export function memoryCampaigns(): CampaignStore {
  const heads = new Map<CampaignId, { readonly campaign: Campaign; readonly history: readonly HistoryEntry[] }>()
  return {
    read: async (id) => structuredClone(heads.get(id)?.campaign),
    list: async () => {
      const campaigns = [...heads.values()].map(({ campaign }) => structuredClone(campaign))
      return campaigns.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
    },
    async write(campaign, entry) {
      if (entry.seq !== campaign.version) throw new TypeError('a history entry is numbered by the version that it makes')
      const before = heads.get(campaign.id)
      if ((before?.campaign.version ?? 0) !== campaign.version - 1) return 'conflict'
      heads.set(campaign.id, structuredClone({ campaign, history: [...(before?.history ?? []), entry] }))
      return 'written'
    },
    history: async (id) => structuredClone(heads.get(id)?.history ?? []),
  }
}
