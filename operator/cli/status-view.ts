import { AttemptState } from '../../core/delivery/delivery.ts'
import type { DeliveryState } from '../../core/delivery/attempts.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import { ageOf } from './age.ts'
import type { Attention } from './attention.ts'
import { type Fact, dateFacts } from './date-facts.ts'
import { consentsFor } from './forecast.ts'
import { becauseText, counted, toText } from './notice-text.ts'
import { paceFacts } from './pace-view.ts'
import type { NoticeStatus, Status } from './status.ts'
import { factsOf } from './table.ts'
import type { Terms } from './terms.ts'

/** Best first: what an operator hopes for, then what is on its way, then what is not. */
const ORDER: readonly DeliveryState[] = [...AttemptState.options.filter((state) => state !== 'returned').toReversed(), 'planned']

export function countsText(counts: Readonly<Partial<Record<DeliveryState, number | undefined>>>): string {
  const said = ORDER.flatMap((state) => (counts[state] === undefined ? [] : [`${state} ${counts[state]}`]))
  return said.join(', ') || 'none'
}

/** Everything about a campaign on one page; what needs an operator comes last, where the eye ends. */
export function statusText(status: Status, attention: readonly Attention[], terms: Terms): string {
  const { campaign, notices } = status
  const released = notices.filter(({ releasedAt }) => releasedAt !== undefined)
  const coming = notices.filter(({ releasedAt, state }) => releasedAt === undefined && state !== 'cancelled')
  const cancelled = notices.filter(({ releasedAt, state }) => releasedAt === undefined && state === 'cancelled')
  return [
    factsOf(headFacts(status, terms)),
    ...[...released, ...coming].map((notice) => noticeBlock(notice, campaign, terms)),
    ...(cancelled.length > 0 ? [cancelled.map((notice) => `${notice.id}  cancelled: ${reasonOf(notice)}`).join('\n')] : []),
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

function headFacts(status: Status, terms: Terms): readonly Fact[] {
  const { campaign, advisoryId, halts } = status
  const { approved, proposal } = campaign
  const { zone } = terms.policy.embargo
  return [
    ['campaign', campaign.id],
    ['advisory', advisoryId],
    ['state', campaign.state],
    ...dateFacts('disclosure', campaign.disclosureAt, zone),
    ...(approved ? [['audience', `${counted(approved.members, 'recipient')}, ${counted(approved.reporters, 'reporter')}`] as const] : []),
    ...(approved ? dateFacts('approved', approved.at, zone) : []),
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
    ...halts.flatMap(({ scope, since, by, reason }): readonly Fact[] => [
      [scope === 'ALL' ? 'halt of all' : 'halt', `by ${by}: ${reason}`],
      ...dateFacts('', since, zone),
    ]),
    ...liftFacts(status, zone),
    ...paceFacts(status, zone),
  ]
}

/** Since this campaign is there; while the same halt stands again, that one is what counts. */
function liftFacts({ campaign, halts, lifts }: Status, zone: string): readonly Fact[] {
  return lifts
    .filter(({ scope, at }) => fromStored(at) > fromStored(campaign.createdAt) && !halts.some((standing) => standing.scope === scope))
    .flatMap(({ scope, at, by, reason }): readonly Fact[] => [
      [scope === 'ALL' ? 'all resumed' : 'resumed', `by ${by}: ${reason}`],
      ...dateFacts('', at, zone),
    ])
}

function noticeBlock(notice: NoticeStatus, { approved }: Campaign, { policy }: Terms): string {
  const audience = { members: approved?.members ?? 0, reporters: approved?.reporters ?? 0 }
  const because = notice.because === undefined ? '' : `: ${reasonOf(notice)}`
  const facts = [
    ...dateFacts('due', notice.dueAt, policy.embargo.zone),
    ...(notice.releasedAt === undefined ? [] : dateFacts('released', notice.releasedAt, policy.embargo.zone)),
    ...(notice.releasedAt === undefined ? [] : [['deliveries', countsText(notice.deliveries)] as const]),
  ]
  return `${notice.id}  ${notice.state}${because}, to ${toText(notice, audience)}\n${factsOf(facts).replaceAll(/^/gm, '  ')}`
}

const reasonOf = ({ because }: NoticeStatus): string => becauseText(because ?? 'no reason recorded')

/** One line that changes when anything does: for a watch whose output nobody redraws. */
export function statusLine({ campaign, notices, alarms }: Status): string {
  const released = notices.filter(({ releasedAt, state }) => releasedAt !== undefined && state !== 'cancelled')
  const raised = alarms.length === 0 ? [] : [counted(alarms.length, 'alarm')]
  return [campaign.state, ...raised, ...released.map((notice) => `${notice.id} ${notice.state} (${countsText(notice.deliveries)})`)].join(
    '  ',
  )
}
