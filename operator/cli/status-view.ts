import { AttemptState } from '../../core/delivery/delivery.ts'
import type { DeliveryState } from '../../core/delivery/attempts.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'
import type { HistoryEntry } from '../../core/campaign/campaign.ts'
import { ageOf } from './age.ts'
import type { Attention } from './attention.ts'
import { type Fact, dateFacts } from './date-facts.ts'
import { consentsFor } from './forecast.ts'
import { counted } from './notice-text.ts'
import { paceFacts } from './pace-view.ts'
import type { Status } from './status.ts'
import { factsOf } from './table.ts'
import type { Terminal } from './terminal.ts'
import type { Terms } from './terms.ts'
import { timelineText } from './timeline-text.ts'
import { timelineOf } from './timeline.ts'

/** Best first: what an operator hopes for, then what is on its way, then what is not. */
const ORDER: readonly DeliveryState[] = [...AttemptState.options.filter((state) => state !== 'returned').toReversed(), 'planned']

export function countsText(counts: Readonly<Partial<Record<DeliveryState, number | undefined>>>): string {
  const said = ORDER.flatMap((state) => (counts[state] === undefined ? [] : [`${state} ${counts[state]}`]))
  return said.join(', ') || 'none'
}

export interface Page {
  readonly status: Status
  readonly history: readonly HistoryEntry[]
  readonly attention: readonly Attention[]
  readonly terms: Terms
  /** The operator's, beside UTC. */
  readonly zone: string
}

/** Everything about a campaign on one page; what needs an operator comes last, where the eye ends. */
export function statusText(page: Page, paint: Terminal['style']): string {
  const { status, history, attention, terms, zone } = page
  return [
    factsOf(headFacts(page)),
    timelineText(timelineOf(status, history, terms.now), { zone, paint }),
    ...(status.alarms.length > 0 ? [alarmsText(status, terms)] : []),
    attention.length > 0
      ? `Needs attention\n${attention.map(({ says, run }) => `  ${says}\n    $ ${run}`).join('\n')}`
      : 'Nothing needs attention.',
  ].join('\n\n')
}

function alarmsText({ alarms }: Status, { now }: Terms): string {
  const lines = alarms.map(({ code, notice, raisedAt }) => {
    const what = notice === undefined ? code : `${code} on ${notice}`
    return `  ${what}, since ${presentInstant(fromStored(raisedAt), 'UTC').utc} (${ageOf(raisedAt, now)})`
  })
  return ['Alarms', ...lines, '    $ ./forewarn alarms'].join('\n')
}

/** What the timeline does not say: what is in force, what is proposed, and how fast it goes. */
function headFacts({ status, terms, zone }: Page): readonly Fact[] {
  const { campaign, advisoryId } = status
  const { approved, proposal } = campaign
  return [
    ['campaign', campaign.id],
    ['advisory', advisoryId],
    ['state', campaign.state],
    ...dateFacts('disclosure', campaign.disclosureAt, zone),
    ...(approved ? [['audience', `${counted(approved.members, 'recipient')}, ${counted(approved.reporters, 'reporter')}`] as const] : []),
    ...(approved ? [['digest', approved.digest] as const] : []),
    ...(proposal
      ? [
          [
            'proposal',
            `${proposal.kind}, by ${proposal.proposedBy}: ${proposal.approvals.length} of ${consentsFor(proposal.kind, terms)} approvals`,
          ] as const,
          ['', proposal.digest] as const,
        ]
      : []),
    ...paceFacts(status, zone),
  ]
}

/** One line that changes when anything does: for a watch whose output nobody redraws. */
export function statusLine({ campaign, notices, alarms }: Status): string {
  const released = notices.filter(({ releasedAt, state }) => releasedAt !== undefined && state !== 'cancelled')
  const raised = alarms.length === 0 ? [] : [counted(alarms.length, 'alarm')]
  return [campaign.state, ...raised, ...released.map((notice) => `${notice.id} ${notice.state} (${countsText(notice.deliveries)})`)].join(
    '  ',
  )
}
