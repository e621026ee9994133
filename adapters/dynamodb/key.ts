import type { HaltScope } from '../../core/campaign/ports.ts'
import type { Digest } from '../../core/shared/digest.ts'
import type { CampaignId, NoticeId, RecipientId } from '../../core/shared/ids.ts'
import type { Cause } from '../../core/delivery/alarm.ts'
import type { DeliveryKey } from '../../core/delivery/delivery.ts'

/** Where an item lies in the one table; see ARCHITECTURE.md, "Table". */
export interface Key {
  readonly pk: string
  readonly sk: string
}

export const CAMPAIGNS = 'CAMPAIGNS'
export const HALT = 'HALT'
export const HISTORY_PREFIX = 'HISTORY#'
export const ACCESS = 'ACCESS'
export const ALARMS = 'ALARMS'
/** The first hex digit of a recipient's id: spreads the list over sixteen partitions, in order. */
export const SHARDS = Array.from('0123456789abcdef')

export const headKey = (id: CampaignId): Key => ({ pk: CAMPAIGNS, sk: id })
export const campaignPartition = (id: CampaignId): string => `CAMPAIGN#${id}`
/** Six digits, so that text order is number order. */
export const historyKey = (id: CampaignId, seq: number): Key => ({
  pk: campaignPartition(id),
  sk: `${HISTORY_PREFIX}${String(seq).padStart(6, '0')}`,
})
export const contentKey = (id: CampaignId, digest: Digest): Key => ({ pk: campaignPartition(id), sk: `CONTENT#${digest}` })
export const audienceKey = (id: CampaignId, digest: Digest): Key => ({ pk: campaignPartition(id), sk: `AUDIENCE#${digest}` })
export const chunkKey = (id: CampaignId, digest: Digest): Key => ({ pk: campaignPartition(id), sk: `CHUNK#${digest}` })
export const findingsKey = (id: CampaignId, key: Digest): Key => ({ pk: campaignPartition(id), sk: `FINDINGS#${key}` })
export const buildKey = (id: CampaignId, buildId: string): Key => ({ pk: campaignPartition(id), sk: `BUILD#${buildId}` })
export const sweepKey = (id: CampaignId, notice: NoticeId): Key => ({ pk: campaignPartition(id), sk: `SWEEP#${notice}` })
export const roundKey = (id: CampaignId, notice: NoticeId): Key => ({ pk: campaignPartition(id), sk: `ROUND#${notice}` })
export const troubleKey = (id: CampaignId, notice: NoticeId): Key => ({ pk: `TROUBLE#${id}`, sk: notice })
export const haltKey = (scope: HaltScope): Key => ({ pk: HALT, sk: scope })
export const liftKey = (scope: HaltScope): Key => ({ pk: HALT, sk: `LIFTED#${scope}` })
export const recipientPartition = (shard: string): string => `RECIPIENTS#${shard}`
export const recipientKey = (id: RecipientId): Key => ({ pk: recipientPartition(id.charAt(0)), sk: id })
export const addressKey = (hmac: string): Key => ({ pk: `ADDRESS#${hmac}`, sk: 'ADDRESS' })
export const noticePartition = ({ campaign, notice, chunk }: Omit<DeliveryKey, 'addressee'>): string =>
  `NOTICE#${campaign}#${notice}#${chunk}`
export const deliveryKey = (key: DeliveryKey): Key => ({ pk: noticePartition(key), sk: key.addressee })
export const alarmKey = ({ code, campaign, notice }: Cause): Key => ({ pk: ALARMS, sk: [campaign ?? '-', notice ?? '-', code].join('#') })
/** Names the table that this one was made to be. A partition of its own, so that who may read it cannot read what else is under CONTROL. */
export const TABLE: Key = { pk: 'TABLE', sk: 'TABLE' }
/** Apart from the key of the addresses: who keeps the pace has no business with that. */
export const PACE: Key = { pk: 'PACE', sk: 'PACE' }
export const ADDRESS_SECRET: Key = { pk: 'CONTROL', sk: 'ADDRESS-KEY' }
/** Public and secret halves apart, and apart from CONTROL: who keeps the list reads the ones, and touches nothing of the others. */
export const TEAM_KEYS: Key = { pk: 'TEAM-KEYS', sk: 'TEAM-KEYS' }
export const teamSecretKey = (fingerprint: string): Key => ({ pk: 'TEAM-SECRETS', sk: fingerprint })

/** A key as it stands inside sealed bytes. */
export const placeOf = ({ pk, sk }: Key): string => `${pk}|${sk}`
