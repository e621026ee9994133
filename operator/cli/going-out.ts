import type { Notice } from '../../core/campaign/campaign.ts'
import { isDue } from '../../core/campaign/plan.ts'
import type { Instant } from '../../core/shared/clock.ts'
import type { Status } from './status.ts'

/** Whether anything moves now, or will at the next tick: what a halt or a rule keeps back does not. */
export function isGoingOut({ notices, halts }: Status, now: Instant): boolean {
  if (notices.some(({ deliveries }) => deliveries.claimed !== undefined)) return true
  return halts.length === 0 && notices.some((notice) => notice.state === 'releasing' || isDue(notice, now))
}

/** What comes next by the plan, if anything does. */
export function nextPlanned(notices: readonly Notice[]): Notice | undefined {
  const planned = notices.filter(({ state }) => state === 'planned')
  return planned.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0]
}
