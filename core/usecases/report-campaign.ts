import type { Campaign, HistoryEntry, Notice } from '../campaign/campaign.ts'
import type { CampaignStore, DocumentStore, Halt, HaltStore, Lift } from '../campaign/ports.ts'
import type { Cause, StandingAlarm } from '../delivery/alarm.ts'
import { type DeliveryState, bestAttempt, deliveryIdOf, mayKnowBy, stateOf, triesOf } from '../delivery/attempts.ts'
import type { Attempt, Delivery } from '../delivery/delivery.ts'
import type { AlarmStore, Ledger, MailService } from '../delivery/ports.ts'
import { type SweepChunk, doneAt, leftToday } from '../delivery/sweep.ts'
import { toStored } from '../embargo/instant.ts'
import type { Clock } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { CampaignId } from '../shared/ids.ts'
import { sideBySide } from '../shared/side-by-side.ts'
import { noticeChunks } from './notice-chunks.ts'

const WIDTH = 16

export interface ReportDeps {
  readonly campaigns: CampaignStore
  readonly documents: DocumentStore
  readonly halts: HaltStore
  readonly ledger: Ledger
  readonly alarms: Pick<AlarmStore, 'standing'>
  readonly mail: Pick<MailService, 'quota'>
  readonly clock: Clock
}

export type Counts = Readonly<Partial<Record<DeliveryState, number>>>

export interface NoticeReport extends Notice {
  readonly members: number
  /** `planned` counts those for whom the ledger has nothing yet; of a cancelled notice nobody is. */
  readonly deliveries: Counts
}

/** How fast what is going out goes. */
export interface Pace {
  /** Mails of this campaign that nobody has tried to hand to SES yet. */
  readonly left: number
  /** What the account may send: a second, and still in these 24 hours, to whomever. */
  readonly perSecond: number
  readonly leftToday: number
  /** When the last of them will have gone, if nothing else goes out. */
  readonly doneAt: string
}

export type AlarmRow = Cause & { readonly raisedAt: string; readonly occurrence: number }

export interface CampaignReport {
  readonly campaign: Campaign
  readonly advisoryId: string
  readonly notices: readonly NoticeReport[]
  /** How many may know by an advance notice, or a reporters' date, of whatever version. */
  readonly mayKnow: { readonly recipients: number; readonly reporters: number }
  readonly halts: readonly Halt[]
  /** The newest resumption of each scope. */
  readonly lifts: readonly Lift[]
  /** What stands for this campaign or for the whole machine, oldest first. */
  readonly alarms: readonly AlarmRow[]
  /** While a notice goes out; `unknown` when SES does not say its quota. */
  readonly pace?: Pace | 'unknown'
}

/** `advisoryId` is missing where its content cannot be opened: the others are listed all the same. */
export type ListedCampaign = Campaign & { readonly advisoryId?: string }

export interface DeliveryRow {
  readonly delivery: string
  readonly addressee: string
  readonly notice: string
  readonly chunk: number
  readonly state: DeliveryState
  readonly mayKnow: boolean
  /** How often it was written. */
  readonly revision: number
  readonly contact: Attempt['contact']
  /** How often a sender took it up. */
  readonly attempts: number
  /** When the attempt that is shown was claimed or opened. */
  readonly claimedAt: string
  readonly changedAt: string
  readonly reason?: string
  /** The newest attempt, where an earlier one is what counts: such as a resend that was blocked. */
  readonly newest?: Pick<Attempt, 'state' | 'reason'>
}

/** What an operator sees of a campaign: from the ledger, never from a counter that could be wrong. */
export class CampaignReporting {
  readonly #deps: ReportDeps

  constructor(deps: ReportDeps) {
    this.#deps = deps
  }

  /** Every campaign, in order of creation. */
  async list(): Promise<readonly ListedCampaign[]> {
    const campaigns = await this.#deps.campaigns.list()
    const advisories = new Map<CampaignId, string>()
    await sideBySide(campaigns, WIDTH, async ({ id, content }) => {
      const advisory = await orNothing(async () => (await this.#deps.documents.content(id, content)).advisory.id)
      if (advisory !== undefined) advisories.set(id, advisory)
    })
    return campaigns.map((campaign) => {
      const advisoryId = advisories.get(campaign.id)
      return advisoryId === undefined ? campaign : { ...campaign, advisoryId }
    })
  }

  async report(campaign: Campaign): Promise<CampaignReport> {
    const { documents, halts } = this.#deps
    const { advisory } = await documents.content(campaign.id, campaign.content)
    const notices: NoticeReport[] = []
    const knowing = { advance: new Set<string>(), 'reporter-date': new Set<string>() }
    for (const notice of campaign.notices) {
      const { report, rows } = await this.#count(campaign, notice)
      notices.push(report)
      if (notice.kind !== 'advance' && notice.kind !== 'reporter-date') continue
      for (const row of rows) if (row.mayKnow) knowing[notice.kind].add(row.addressee)
    }
    const pace = await this.#pace(notices)
    return {
      campaign,
      advisoryId: advisory.id,
      notices,
      mayKnow: { recipients: knowing.advance.size, reporters: knowing['reporter-date'].size },
      halts: await halts.standing(campaign.id),
      lifts: await halts.lifts(campaign.id),
      alarms: (await this.alarms()).filter((alarm) => alarm.campaign === undefined || alarm.campaign === campaign.id),
      ...(pace === undefined ? {} : { pace }),
    }
  }

  /** Every alarm that stands, oldest first. */
  async alarms(): Promise<readonly AlarmRow[]> {
    const standing = await this.#deps.alarms.standing()
    return standing.toSorted((a, b) => a.raisedAt.toMillis() - b.raisedAt.toMillis()).map(alarmRow)
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

  async #count(campaign: Campaign, notice: Notice): Promise<{ report: NoticeReport; rows: readonly DeliveryRow[] }> {
    const chunks = await this.chunks(campaign, notice)
    const members = chunks.reduce((sum, chunk) => sum + chunk.members, 0)
    if (notice.releasedAt === undefined) return { report: { ...notice, members, deliveries: {} }, rows: [] }
    const counts: Partial<Record<DeliveryState, number>> = {}
    const rows = await this.rows(campaign, notice, chunks)
    for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
    const { planned: again = 0, ...known } = counts
    const planned = notice.state === 'cancelled' ? 0 : notice.state === 'released' ? again : members - sumOf(known)
    return { report: { ...notice, members, deliveries: planned > 0 ? { ...known, planned } : known }, rows }
  }

  async #pace(notices: readonly NoticeReport[]): Promise<Pace | 'unknown' | undefined> {
    const going = notices.filter(({ state }) => state === 'releasing')
    if (going.length === 0) return undefined
    const quota = await orNothing(() => this.#deps.mail.quota())
    if (quota === undefined) return 'unknown'
    const left = going.reduce((sum, { deliveries }) => sum + (deliveries.planned ?? 0), 0)
    const done = doneAt(left, quota, this.#deps.clock.now())
    return { left, perSecond: quota.perSecond, leftToday: leftToday(quota), doneAt: done === 'never' ? done : toStored(done) }
  }
}

const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

const alarmRow = ({ cause, raisedAt, occurrence }: StandingAlarm): AlarmRow => ({ ...cause, raisedAt: toStored(raisedAt), occurrence })

/** What cannot be had does not keep the rest of a page from those who need it. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

function rowOf(delivery: Delivery): DeliveryRow {
  const { key } = delivery
  const state = stateOf(delivery)
  const shown = shownAttempt(delivery, state)
  const newest = delivery.attempts.at(-1)
  return {
    delivery: deliveryIdOf(key),
    addressee: key.addressee,
    notice: key.notice,
    chunk: key.chunk,
    state,
    mayKnow: mayKnowBy(delivery),
    revision: delivery.revision,
    contact: shown.contact,
    attempts: triesOf(delivery),
    claimedAt: shown.claimedAt,
    changedAt: shown.changedAt,
    ...(shown.reason === undefined ? {} : { reason: shown.reason }),
    ...(newest && newest !== shown ? { newest: briefly(newest) } : {}),
  }
}

const briefly = ({ state, reason }: Attempt): Pick<Attempt, 'state' | 'reason'> => (reason === undefined ? { state } : { state, reason })

/** Of one that is on its way the newest attempt says to whom and why; otherwise the one that counts. */
function shownAttempt(delivery: Delivery, state: DeliveryState): Attempt {
  const newest = delivery.attempts.at(-1)
  return newest && (state === 'planned' || state === 'claimed') ? newest : bestAttempt(delivery)
}
