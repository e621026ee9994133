import { hasBegun, latest } from '../../core/campaign/plan.ts'
import type { DeliveryState } from '../../core/delivery/attempts.ts'
import { newestReleased } from './newest-released.ts'
import { becauseText } from './notice-text.ts'
import type { Status } from './status.ts'

/** Something that will not go on by itself, and the command that shows or mends it. */
export interface Attention {
  readonly says: string
  readonly run: string
}

/** States in which somebody is not told, and that nothing but an operator changes. */
const STUCK: readonly DeliveryState[] = ['blocked', 'uncertain', 'bounced', 'suppressed', 'rejected']

export function attentionOf({ campaign, notices, halts, alarms }: Status): readonly Attention[] {
  const { id } = campaign
  const current = notices.filter((notice) => notice.state !== 'cancelled' && latest(notices, notice.kind)?.id === notice.id)
  return [
    ...(alarms.some(({ code }) => code === 'table-restored')
      ? [{ says: 'the table is a restored copy, so nothing goes out', run: './forewarn restore accept --reason "…"' }]
      : []),
    ...halts.map(({ scope }) =>
      scope === 'ALL'
        ? { says: 'everything is halted', run: './forewarn resume --reason "…"' }
        : { says: 'this campaign is halted', run: `./forewarn resume ${id} --reason "…"` },
    ),
    ...(campaign.state === 'due' && !hasBegun(campaign)
      ? [{ says: 'the disclosure date has come and nobody was told', run: `./forewarn campaign withdraw ${id} --reason "…"` }]
      : []),
    ...current
      .filter(({ state }) => state === 'held')
      .map((notice) => ({
        says: `${notice.id} is held: ${becauseText(notice.because ?? 'no reason recorded')}`,
        run: `./forewarn campaign resume ${id} --notice ${notice.id} --reason "…"`,
      })),
    ...newestReleased(notices.filter(({ state }) => state !== 'cancelled')).flatMap((notice) => {
      const stuck = STUCK.flatMap((state) => {
        const count = notice.deliveries[state] ?? 0
        return count > 0 ? [`${count} ${state}`] : []
      })
      if (stuck.length === 0) return []
      return [
        { says: `not told by ${notice.id}: ${stuck.join(', ')}`, run: `./forewarn deliveries ${id} --not-told --notice ${notice.id}` },
      ]
    }),
    ...(campaign.proposal
      ? [{ says: `a proposal (${campaign.proposal.kind}) waits for approvals`, run: `./forewarn campaign approve ${id}` }]
      : []),
  ]
}
