import type { Campaign, HistoryEntry } from '../../../core/campaign/campaign.ts'
import { decide } from '../../../core/campaign/decide.ts'
import type { NoticeStatus, Status } from '../../../operator/cli/status.ts'
import * as w from '../../core/campaign/world.ts'

export interface Played {
  readonly campaign: Campaign
  readonly history: readonly HistoryEntry[]
}

/** One command after the other by the rules of the core, and the history that they leave. */
export function played(...steps: readonly w.Step[]): Played {
  let campaign: Campaign | undefined
  const history: HistoryEntry[] = []
  for (const [now, step] of steps) {
    const decision = decide(campaign, typeof step === 'function' ? step(w.some(campaign)) : step, now)
    if (decision.outcome === 'refused') throw new Error(decision.code)
    campaign = decision.campaign
    history.push(decision.entry)
  }
  return { campaign: w.some(campaign), history }
}

type Deliveries = Readonly<Record<string, NoticeStatus['deliveries']>>

/** What the API says of a campaign whose notices came to this. */
export function statusOf(campaign: Campaign, deliveries: Deliveries = {}, others: Partial<Status> = {}): Status {
  const membersOf = ({ to }: Campaign['notices'][number]): number => ({ team: 1, reporters: 1, recipients: 30 })[to as string] ?? 31
  return {
    campaign,
    advisoryId: 'ADV-2026-0003',
    notices: campaign.notices.map((notice) => ({ ...notice, members: membersOf(notice), deliveries: deliveries[notice.id] ?? {} })),
    mayKnow: { recipients: 0, reporters: 0 },
    halts: [],
    lifts: [],
    alarms: [],
    ...others,
  }
}

const TOLD: Deliveries = {
  'advance-1': { delivered: 27, complained: 1, blocked: 1, bounced: 1 },
  'reporter-date-1': { delivered: 1 },
  'advance-2': { delivered: 4, accepted: 10, planned: 16 },
  'reporter-date-2': { accepted: 1 },
}

export const MOVED = w.utc('2026-12-10T16:00:00Z')
const EARLY = w.hours(w.ADVANCE, 5)

/** Approved by two, told, halted, shortened while a halt stands no more; the next version is going out. */
export const SHORTENED = played(
  [w.at(w.CREATED, w.TWO), w.creation()],
  [w.at(w.hours(w.CREATED, 20), w.TWO), (campaign) => w.propose(w.bob, w.approval(campaign))],
  [w.at(w.hours(w.CREATED, 23), w.TWO), (campaign) => w.consent(w.carol, campaign)],
  [w.at(w.ADVANCE, w.TWO), w.clock({ kind: 'release' })],
  [w.at(w.hours(w.ADVANCE, 1), w.TWO), w.settle('advance-1')],
  [w.at(w.hours(w.ADVANCE, 1), w.TWO), w.settle('reporter-date-1')],
  [
    w.at(EARLY, w.TWO),
    () =>
      w.propose(w.alice, {
        kind: 'shorten',
        content: w.digest('shortened'),
        disclosureAt: MOVED,
        why: 'exploited in the wild, says a honeypot of the team',
      }),
  ],
  [w.at(EARLY.plus({ minutes: 1 }), w.TWO), w.clock({ kind: 'release' })],
  [w.at(EARLY, w.TWO), () => w.propose(w.bob, { kind: 'include', audience: w.digest('wider'), members: 31, why: 'joined' })],
)

export const SHORTENED_STATUS: Status = statusOf(SHORTENED.campaign, TOLD, {
  lifts: [{ scope: 'ALL', at: '2026-12-01T09:30:00Z', by: 'alice', reason: 'drilled' }],
})
export const SHORTENED_NOW = EARLY.plus({ minutes: 7 })
