import { fromStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'
import { BEGINS, type CampaignStatus } from './story.ts'
import { parseInstant } from '../../core/embargo/instant-text.ts'

export interface DemoResult {
  readonly campaigns: readonly {
    readonly id: string
    readonly state: string
    readonly disclosureAt: string
    readonly notices: readonly {
      readonly kind: string
      readonly releasedAt: string | undefined
      readonly deliveries: Readonly<Record<string, number>>
    }[]
  }[]
  readonly mailDir: string
}

export function resultOf(statuses: readonly CampaignStatus[], mailDir: string): DemoResult {
  const campaigns = statuses.map(({ campaign: { id, state, disclosureAt }, notices }) => ({
    id,
    state,
    disclosureAt,
    notices: notices.map(({ kind, releasedAt, deliveries }) => ({
      kind,
      releasedAt,
      deliveries: { accepted: taken(deliveries), ...deliveries },
    })),
  }))
  return { campaigns, mailDir }
}

/** Mails that SES took, whatever became of them afterwards. */
function taken(deliveries: Readonly<Record<string, number>>): number {
  return ['accepted', 'delayed', 'delivered', 'bounced', 'complained'].reduce((sum, state) => sum + (deliveries[state] ?? 0), 0)
}

interface Moment {
  readonly at: string
  readonly says: string
}

/** What happened and what is still to come, in order of time. */
export function timelineOf(statuses: readonly CampaignStatus[]): string {
  const begins = parseInstant(BEGINS)
  const begun: Moment[] = begins.ok ? [{ at: begins.value.toISO(), says: 'the demo begins' }] : []
  const moments = [...begun, ...statuses.flatMap(momentsOf)].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return moments.map(({ at, says }) => `  ${presentInstant(fromStored(at), 'UTC').utc.padEnd(42)}  ${says}`).join('\n')
}

function momentsOf({ campaign, notices }: CampaignStatus): readonly Moment[] {
  const shown = notices.filter(({ state }) => state !== 'cancelled')
  return [
    ...shown.map(({ id, dueAt, releasedAt, deliveries }) => ({
      at: releasedAt ?? dueAt,
      says: `${campaign.id}  ${id} ${releasedAt === undefined ? 'is planned' : `went out: ${counts(deliveries)}`}`,
    })),
    { at: campaign.disclosureAt, says: `${campaign.id}  disclosure: patches, releases, advisory` },
  ]
}

const counts = (deliveries: Readonly<Record<string, number>>): string =>
  Object.entries(deliveries)
    .map(([state, n]) => `${n} ${state}`)
    .join(', ')
