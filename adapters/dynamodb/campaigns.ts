import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { Campaign, HistoryEntry } from '../../core/campaign/campaign.ts'
import type { CampaignStore } from '../../core/campaign/ports.ts'
import { Digest, digestOfBytes } from '../../core/shared/digest.ts'
import { Fault } from '../../core/shared/fault.ts'
import { CampaignId } from '../../core/shared/ids.ts'
import type { Vault } from '../../core/shared/vault.ts'
import { CAMPAIGNS, HISTORY_PREFIX, campaignPartition, headKey, historyKey, placeOf } from './key.ts'
import { Bytes, parseStored } from './stored.ts'
import { ABSENT, type Table, dynamoTable } from './table.ts'

/** The head, and in it the newest history entry: sealed as it will stand among the others. */
const Head = z.object({ campaign: Campaign, entry: Bytes, previousHash: Digest.optional() })

const HeadKey = z.object({ sk: CampaignId })

const Copied = z.object({ seq: z.int().positive(), entry: Bytes, previousHash: Digest.optional() })
type Copied = z.infer<typeof Copied>

/** Campaigns under `CAMPAIGNS`, and their histories under `CAMPAIGN#<id>`, each entry with the hash of the sealed bytes before it. */
export function dynamoCampaigns({ db, table, vault }: { db: DynamoDBClient; table: string; vault: Vault }): CampaignStore {
  const items = dynamoTable(db, table)

  async function headOf(id: CampaignId) {
    const stored = await items.get(headKey(id))
    return stored && parseStored(Head, stored, headKey(id))
  }

  return {
    read: async (id) => (await headOf(id))?.campaign,
    async ids(): Promise<readonly CampaignId[]> {
      const stored = await items.query({ pk: CAMPAIGNS })
      return stored.map((item) => parseStored(HeadKey, item, { pk: CAMPAIGNS, sk: String(item['sk']) }).sk)
    },
    async list() {
      const stored = await items.query({ pk: CAMPAIGNS })
      const campaigns = stored.map((item) => parseStored(Head, item, { pk: CAMPAIGNS, sk: String(item['sk']) }).campaign)
      return campaigns.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
    },
    async write(campaign, entry) {
      if (entry.seq !== campaign.version) throw new TypeError('a history entry is numbered by the version that it makes')
      const before = campaign.version === 1 ? undefined : await headOf(campaign.id)
      if (before?.campaign.version !== (campaign.version === 1 ? undefined : campaign.version - 1)) return 'conflict'
      if (before) await copyOut(items, before)
      const place = placeOf(historyKey(campaign.id, entry.seq))
      const head = {
        campaign,
        entry: await vault.seal({ purpose: 'history', place }, entry),
        previousHash: before && digestOfBytes(before.entry),
      }
      return items.put(headKey(campaign.id), head, { ...unchangedSince(before?.campaign), ours: 'entry' })
    },
    async history(id) {
      // The head comes first: whatever is written meanwhile only adds entries after it.
      const head = await headOf(id)
      if (!head) return []
      const stored = await items.query({ pk: campaignPartition(id), prefix: HISTORY_PREFIX })
      const copied = stored.map((item) => parseStored(Copied, item, { pk: campaignPartition(id), sk: String(item['sk']) }))
      const chain = [...copied.filter(({ seq }) => seq < head.campaign.version), { ...head, seq: head.campaign.version }]
      refuseBroken(id, chain)
      return Promise.all(chain.map((link) => openEntry(vault, id, link)))
    },
  }
}

const unchangedSince = (campaign: Campaign | undefined) =>
  campaign === undefined
    ? ABSENT
    : { expression: '#campaign.#version = :version', names: ['campaign', 'version'], values: { version: campaign.version } }

/** Puts the head's entry among the others, before the next one takes its place. A repeat finds the same bytes there. */
async function copyOut(items: Table, { campaign, entry, previousHash }: z.infer<typeof Head>): Promise<void> {
  await items.put(historyKey(campaign.id, campaign.version), { seq: campaign.version, entry, previousHash }, ABSENT)
}

function refuseBroken(id: CampaignId, chain: readonly Copied[]): void {
  const isWhole = chain.every(({ seq, previousHash }, index) => {
    const before = chain[index - 1]
    return seq === index + 1 && previousHash === (before && digestOfBytes(before.entry))
  })
  if (!isWhole)
    throw new Fault('ITEM_SWAPPED', 'the history of a campaign has a gap or a foreign entry', { retry: 'never', facts: { campaign: id } })
}

async function openEntry(vault: Vault, id: CampaignId, { seq, entry }: Copied): Promise<HistoryEntry> {
  const key = historyKey(id, seq)
  return parseStored(HistoryEntry, await vault.open({ purpose: 'history', place: placeOf(key) }, entry), key)
}
