import type { Campaign, Notice } from '../campaign/campaign.ts'
import { latest } from '../campaign/plan.ts'
import type { CampaignStore, DocumentStore } from '../campaign/ports.ts'
import { isAccounted, leftTwice, stateOf, wasOpened } from '../delivery/attempts.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Ledger } from '../delivery/ports.ts'
import { Fault } from '../shared/fault.ts'
import { sideBySide } from '../shared/side-by-side.ts'
import { noticeChunks } from './notice-chunks.ts'

const WIDTH = 16

export interface VerifyDeps {
  readonly campaigns: CampaignStore
  readonly documents: DocumentStore
  readonly ledger: Ledger
}

export interface NoticeVerdict {
  readonly notice: string
  readonly members: number
  /** Members for whom the ledger has an end, or something that an operator was told of. */
  readonly accounted: number
  /** Members for whom it has none although the notice is `released`; of one that a newer version stands in for nobody. */
  readonly missing: number
  /** Deliveries beyond the number of members. */
  readonly strangers: number
  /** Deliveries that SES took twice without an operator's word or a bounce in between. */
  readonly twice: number
}

export interface CampaignVerdict {
  readonly isSound: boolean
  /** `broken`: an entry is missing, foreign or changed. */
  readonly history: { readonly chain: 'whole' | 'broken'; readonly entries: number }
  readonly notices: readonly NoticeVerdict[]
}

export type VerifyCampaign = (campaign: Campaign) => Promise<CampaignVerdict>

/** Recounts the ledger against the audience, chunk by chunk, and follows the history's chain of hashes. */
export function makeVerifyCampaign(deps: VerifyDeps): VerifyCampaign {
  return async (campaign) => {
    const history = await historyOf(deps, campaign)
    const notices: NoticeVerdict[] = []
    for (const notice of campaign.notices) if (notice.releasedAt !== undefined) notices.push(await recount(deps, campaign, notice))
    const isSound = history.chain === 'whole' && notices.every(({ missing, strangers, twice }) => missing + strangers + twice === 0)
    return { isSound, history, notices }
  }
}

async function historyOf({ campaigns }: VerifyDeps, campaign: Campaign): Promise<CampaignVerdict['history']> {
  try {
    const entries = (await campaigns.history(campaign.id)).length
    return { chain: entries >= campaign.version ? 'whole' : 'broken', entries }
  } catch (error) {
    if (error instanceof Fault && error.retry === 'never') return { chain: 'broken', entries: 0 }
    throw error
  }
}

/** By chunk: an audience's index counts its members without naming them, so nobody who counts opens the list. */
async function recount(deps: VerifyDeps, campaign: Campaign, notice: Notice): Promise<NoticeVerdict> {
  const sum = { members: 0, accounted: 0, strangers: 0, twice: 0 }
  let again = 0
  await sideBySide(await noticeChunks(deps.documents, campaign, notice), WIDTH, async ({ chunk, members }) => {
    const deliveries = await deps.ledger.chunk(campaign.id, notice.id, chunk)
    sum.members += members
    sum.accounted += Math.min(members, deliveries.filter((delivery) => isAccounted(stateOf(delivery))).length)
    sum.strangers += Math.max(0, deliveries.length - members)
    sum.twice += deliveries.filter(leftTwice).length
    again += deliveries.filter(isOnItsWayAgain).length
  })
  const isWhole = notice.state === 'released' && isNewest(campaign, notice)
  return { notice: notice.id, ...sum, missing: isWhole ? Math.max(0, sum.members - sum.accounted - again) : 0 }
}

/** An audience may have grown since an older version went out, and whoever came later was never in that one. */
const isNewest = ({ notices }: Campaign, { id, kind }: Notice): boolean => latest(notices, kind)?.id === id

/** Opened again, by an operator or after a bounce, and not over: it is in the ledger, and the rounds see to it. */
const isOnItsWayAgain = (delivery: Delivery): boolean => wasOpened(delivery) && !isAccounted(stateOf(delivery))
