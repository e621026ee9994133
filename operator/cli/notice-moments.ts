import { isDue } from '../../core/campaign/plan.ts'
import type { DeliveryState } from '../../core/delivery/attempts.ts'
import { AttemptState } from '../../core/delivery/delivery.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { spanText } from './age.ts'
import { becauseText, toText } from './notice-text.ts'
import type { NoticeStatus, Status } from './status.ts'
import { toldIn } from './told.ts'
import type { Moment } from './moment.ts'

/** A tick comes a little after what it lets out is due. */
const LATE_MINUTES = 10

/** A notice where it went out, or where it is due. */
export function noticeMoment(notice: NoticeStatus, status: Pick<Status, 'campaign' | 'halts'>, now: Instant): Moment {
  const { approved } = status.campaign
  const to = toText(notice, { members: approved?.members ?? 0, reporters: approved?.reporters ?? 0 })
  return notice.releasedAt === undefined
    ? comingMoment(notice, to, { now, isHalted: status.halts.length > 0 })
    : goneMoment(notice, { to, releasedAt: fromStored(notice.releasedAt) })
}

function goneMoment(notice: NoticeStatus, { to, releasedAt }: { to: string; releasedAt: Instant }): Moment {
  const { id, state } = notice
  const went = state === 'releasing' ? `${id} goes out to ${to}` : `${id} went out to ${to}`
  const stopped = state === 'cancelled' || state === 'held' ? `, and ${state === 'held' ? 'is held' : 'stopped'}: ${reasonOf(notice)}` : ''
  return {
    at: releasedAt,
    mark: state === 'held' ? 'trouble' : 'done',
    says: `${went}${latenessOf(notice, releasedAt)}${stopped}`,
    counts: toldText(notice),
  }
}

function latenessOf({ dueAt }: NoticeStatus, releasedAt: Instant): string {
  const due = fromStored(dueAt)
  return releasedAt > due.plus({ minutes: LATE_MINUTES }) ? `, ${spanText(due, releasedAt)} late` : ''
}

function comingMoment(notice: NoticeStatus, to: string, { now, isHalted }: { now: Instant; isHalted: boolean }): Moment {
  const { id, state } = notice
  const at = fromStored(notice.dueAt)
  if (state === 'cancelled') return { at, mark: 'dropped', says: `${id} does not go out: ${reasonOf(notice)}` }
  if (state === 'held') return { at, mark: 'trouble', says: `${id} to ${to} is held: ${reasonOf(notice)}` }
  if (!isDue(notice, now)) return { at, mark: 'coming', says: `${id} to ${to}` }
  return isHalted
    ? { at, mark: 'trouble', says: `${id} to ${to} is due, and waits while a halt stands` }
    : { at, mark: 'coming', says: `${id} to ${to} is due, and goes out within a minute` }
}

const reasonOf = ({ because }: NoticeStatus): string => becauseText(because ?? 'no reason recorded')

/** In the order of a delivery's way; what was only asked to come back is planned. */
const NOT_TOLD: readonly DeliveryState[] = [
  'planned',
  ...AttemptState.options.filter((state) => state !== 'returned' && state !== 'delivered' && state !== 'complained'),
]

/** How many are told, and what became of the others: `told 13 of 14, blocked 1`. Told means delivered, and nothing less. */
function toldText({ members, deliveries, mayKnowOnly }: NoticeStatus): string {
  const told = `told ${toldIn(deliveries)}${mayKnowOnly ? '' : ` of ${members}`}`
  const spam = deliveries.complained === undefined ? '' : ` (complained ${deliveries.complained})`
  const others = NOT_TOLD.flatMap((state) => (deliveries[state] === undefined ? [] : [`${state} ${deliveries[state]}`]))
  return [`${told}${spam}`, ...others].join(', ')
}
