import type { Notice } from '../../core/campaign/campaign.ts'
import { latest } from '../../core/campaign/plan.ts'

/**
 * The newest version of each kind that has begun to go out: what says who is told. A newer version that is only planned,
 * or that a halt keeps back, has told nobody yet.
 */
export function newestReleased<N extends Notice>(notices: readonly N[]): readonly N[] {
  const released = notices.filter(({ releasedAt }) => releasedAt !== undefined)
  return released.filter(({ id, kind }) => latest(released, kind)?.id === id)
}
