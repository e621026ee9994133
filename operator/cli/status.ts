import type { CampaignId } from '../../core/shared/ids.ts'
import { type Campaigns, bodyOf } from './api-client.ts'

/** A campaign, what each of its notices came to, and the halts that stand for it. */
export const statusOf = (campaigns: Campaigns, id: CampaignId) => bodyOf(campaigns.campaigns[':id'].$get({ param: { id } }))
export type Status = Awaited<ReturnType<typeof statusOf>>
export type NoticeStatus = Status['notices'][number]
