import { type DeliveryState, isTold } from '../../core/delivery/attempts.ts'
import type { NoticeStatus } from './status.ts'

/** How many are told by a notice, of those whom the ledger knows. */
export function toldIn(deliveries: NoticeStatus['deliveries']): number {
  const states = Object.keys(deliveries) as DeliveryState[]
  return states.filter(isTold).reduce((sum, state) => sum + (deliveries[state] ?? 0), 0)
}
