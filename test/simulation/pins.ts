import type { Campaign, Notice } from '../../core/campaign/campaign.ts'
import { type Pin, digestOfPin } from '../../core/campaign/pin.ts'
import { policy } from './policy.ts'
import type { Witness } from './witness.ts'

/** What an operator's order may replace of what was in force, and what must have been ordered. */
function isOrdered(witness: Witness, pin: Pin, before: Pin): boolean {
  const { change, published = [] } = witness.contents.get(pin.content) ?? {}
  const order = witness.orders.find((given) => (given.kind === 'disclose' ? published.includes(given.url) : given.why === change?.why))
  const isSameElse = pin.audience === before.audience && pin.bundle === before.bundle
  const isSameDate = order?.kind === 'shorten' ? pin.disclosureAt === order.disclosureAt : pin.disclosureAt === before.disclosureAt
  return order !== undefined && isSameElse && isSameDate
}

/** Whether enough persons said yes to these bytes, or to what an operator's own order made them from. */
export function isApproved(witness: Witness, campaign: Campaign['id'], pin: Pin): boolean {
  const digest = digestOfPin(pin)
  if ((witness.consents.get(digest)?.size ?? 0) >= policy.approvals) return true
  const heads = witness.heads.filter((head) => head.campaign.id === campaign)
  const first = heads.findIndex((head) => head.campaign.approved?.digest === digest)
  const before = heads[first - 1]?.campaign.approved?.pin
  return before !== undefined && isOrdered(witness, pin, before) && isApproved(witness, campaign, before)
}

export const pinOf = (campaign: Campaign, notice: Notice): Pin | undefined =>
  [campaign.rehearsal, campaign.approved?.pin].find((pin) => pin !== undefined && digestOfPin(pin) === notice.digest)
