import type { Cause } from '../../../core/delivery/alarm.ts'
import { bestAttempt, deliveryIdOf, stateOf } from '../../../core/delivery/attempts.ts'
import type { Delivery } from '../../../core/delivery/delivery.ts'
import type { FeedbackEvent } from '../../../core/delivery/feedback-event.ts'
import { Fault } from '../../../core/shared/fault.ts'
import { type CampaignId, type DeliveryId, NoticeId } from '../../../core/shared/ids.ts'
import type { Unsent } from '../../fakes/mail.ts'
import type { LoggedEvent } from '../../fakes/log.ts'
import type { ReopenRequest } from '../../../core/usecases/reopen-delivery.ts'
import { type Team, ada, addRecipient, eventOf, makeTeam, run, scheduled, stored, toLead } from './team.ts'

export type Taken = Team['mail']['taken'][number]

/** The causes that stand, as `code`, `code notice`. */
export const standing = async (team: Team): Promise<readonly string[]> =>
  (await team.alarms.standing()).map(({ cause }) => nameOf(cause)).toSorted()

const nameOf = ({ code, notice }: Cause): string => [code, notice].filter((part) => part !== undefined).join(' ')

/** One tick, and what it queued, worked through. */
export const tickOnce = (team: Team) => run(team, { ticks: 1, deliver: false })

/** Time goes on, minute by minute only at its end. */
export async function pass(team: Team, minutes: number): Promise<void> {
  team.clock.advance({ minutes })
  await run(team, { ticks: 3, deliver: false })
}

export const hear = (team: Team, taken: Taken, type: FeedbackEvent['type']) => team.feedback(eventOf(team, taken, type))

/** The mails of a notice, oldest first. */
export const takenOf = (team: Team, notice: string): readonly Taken[] => team.mail.taken.filter(({ tags }) => tags.notice === notice)

export function only<T>(items: readonly T[]): T {
  const [item, ...others] = items
  if (item === undefined || others.length > 0) throw new Error(`one, and not ${items.length}`)
  return item
}

/** One recipient, whose advance notice went out with this answer of SES. */
export async function sentOne(answer: Unsent | 'accepted' | 'taken-but-unknown' = 'accepted', contacts: 1 | 2 = 1) {
  const team = await makeTeam({ recipients: 0, reporters: 'none' })
  const addresses = ['security@org1.example', 'second@org1.example'].slice(0, contacts)
  const member = await addRecipient(team.keeper, 1, { contacts: addresses })
  const { id } = await scheduled(team)
  toLead(team)
  team.mail.answer(answer)
  await run(team, { ticks: 3, deliver: false })
  return { team, id, member, delivery: deliveryIdOf(only(await deliveriesOf(team, id, 'advance-1')).key) }
}

export const destinationsOf = (team: Team, notice: string): readonly string[] => takenOf(team, notice).map(({ destination }) => destination)

/** Every delivery of a notice's first two chunks of recipients, the reporters' and the team's. */
export async function deliveriesOf(team: Team, id: CampaignId, notice: string): Promise<readonly Delivery[]> {
  const chunks = await Promise.all([0, 1, 2, 3].map((chunk) => team.ledger.chunk(id, NoticeId.parse(notice), chunk)))
  return chunks.flat()
}

/** What the deliveries of a notice show, with the reason of the attempt that counts. */
export async function shownOf(team: Team, id: CampaignId, notice = 'advance-1'): Promise<readonly string[]> {
  const shown = (await deliveriesOf(team, id, notice)).map((delivery) => {
    const { reason } = bestAttempt(delivery)
    return [stateOf(delivery), reason].filter((part) => part !== undefined).join(' ')
  })
  return shown.toSorted()
}

export const reopen = async (
  { team, id, delivery }: { team: Team; id: CampaignId; delivery: DeliveryId },
  how: ReopenRequest['how'] = 'resend',
  contact?: ReopenRequest['contact'],
) => team.reopen(ada, await stored(team, id), { delivery, how, why: 'asked by telephone', contact })

export const logged = (team: Team, event: string): readonly LoggedEvent[] => team.log.events.filter((line) => line.event === event)

export const away = () => new Fault('STORE_UNAVAILABLE', 'the table is away', { retry: 'later' })

/** An adapter whose calls of one name fail once, before they do anything. */
export function failingOnce<T extends object>(port: T, name: keyof T): T {
  let isLeft = true
  return new Proxy(port, {
    get(target, property, receiver) {
      if (property !== name || !isLeft) return Reflect.get(target, property, receiver) as unknown
      isLeft = false
      return () => Promise.reject(away())
    },
  })
}
