import type { Campaign, HistoryEntry, Notice } from '../campaign/campaign.ts'
import type { CampaignStore, DocumentStore, Halt, HaltStore } from '../campaign/ports.ts'
import { type DeliveryState, bestAttempt, deliveryIdOf, stateOf } from '../delivery/attempts.ts'
import type { Attempt, Delivery } from '../delivery/delivery.ts'
import type { Ledger } from '../delivery/ports.ts'
import type { SweepChunk } from '../delivery/sweep.ts'
import { sideBySide } from '../shared/side-by-side.ts'
import { noticeChunks } from './notice-chunks.ts'

const WIDTH = 16

export interface ReportDeps {
  readonly campaigns: CampaignStore
  readonly documents: DocumentStore
  readonly halts: HaltStore
  readonly ledger: Ledger
}

export type Counts = Readonly<Partial<Record<DeliveryState, number>>>

export interface NoticeReport extends Notice {
  readonly members: number
  /** `planned` counts those for whom the ledger has nothing yet. */
  readonly deliveries: Counts
}

export interface CampaignReport {
  readonly campaign: Campaign
  readonly advisoryId: string
  readonly notices: readonly NoticeReport[]
  readonly halts: readonly Halt[]
}

export interface DeliveryRow {
  readonly delivery: string
  readonly addressee: string
  readonly notice: string
  readonly chunk: number
  readonly state: DeliveryState
  readonly contact: Attempt['contact']
  readonly attempts: number
  readonly changedAt: string
  readonly reason?: string
}

/** What an operator sees of a campaign: from the ledger, never from a counter that could be wrong. */
export class CampaignReporting {
  readonly #deps: ReportDeps

  constructor(deps: ReportDeps) {
    this.#deps = deps
  }

  async report(campaign: Campaign): Promise<CampaignReport> {
    const { advisory } = await this.#deps.documents.content(campaign.id, campaign.content)
    const notices: NoticeReport[] = []
    for (const notice of campaign.notices) notices.push(await this.#count(campaign, notice))
    return { campaign, advisoryId: advisory.id, notices, halts: await this.#deps.halts.standing(campaign.id) }
  }

  async history(campaign: Campaign): Promise<readonly HistoryEntry[]> {
    return this.#deps.campaigns.history(campaign.id)
  }

  /** The chunks of a notice's audience, to be read one after the other. */
  async chunks(campaign: Campaign, notice: Notice): Promise<readonly SweepChunk[]> {
    return noticeChunks(this.#deps.documents, campaign, notice)
  }

  async rows(campaign: Campaign, notice: Notice, chunks: readonly SweepChunk[]): Promise<readonly DeliveryRow[]> {
    const rows = new Map<number, readonly DeliveryRow[]>()
    await sideBySide(chunks, WIDTH, async ({ chunk }) => {
      rows.set(chunk, (await this.#deps.ledger.chunk(campaign.id, notice.id, chunk)).map(rowOf))
    })
    return chunks.flatMap(({ chunk }) => rows.get(chunk) ?? [])
  }

  async #count(campaign: Campaign, notice: Notice): Promise<NoticeReport> {
    const chunks = await this.chunks(campaign, notice)
    const members = chunks.reduce((sum, chunk) => sum + chunk.members, 0)
    if (notice.releasedAt === undefined) return { ...notice, members, deliveries: {} }
    const counts: Partial<Record<DeliveryState, number>> = {}
    for (const { state } of await this.rows(campaign, notice, chunks)) counts[state] = (counts[state] ?? 0) + 1
    const known = Object.values(counts).reduce((sum, n) => sum + n, 0)
    const planned = members - known + (counts.planned ?? 0)
    return { ...notice, members, deliveries: planned > 0 ? { ...counts, planned } : counts }
  }
}

function rowOf(delivery: Delivery): DeliveryRow {
  const { key, attempts } = delivery
  const best = bestAttempt(delivery)
  return {
    delivery: deliveryIdOf(key),
    addressee: key.addressee,
    notice: key.notice,
    chunk: key.chunk,
    state: stateOf(delivery),
    contact: best.contact,
    attempts: attempts.length,
    changedAt: best.changedAt,
    ...(best.reason === undefined ? {} : { reason: best.reason }),
  }
}
