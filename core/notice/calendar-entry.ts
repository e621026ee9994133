import { presentInstant } from '../embargo/presentation.ts'
import type { Instant } from '../shared/clock.ts'
import { digestOfBytes } from '../shared/digest.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import { type NoticeInput, goneDate } from './notice-input.ts'
import { neutralTitle } from './subject.ts'
import { addresseeIdOf } from './thread.ts'

/** The end of an embargo, as it stands in the calendar of one addressee. Nothing in it tells of the advisory. */
export interface CalendarEntry {
  readonly uid: string
  /** Of two entries with one `uid` the higher one holds; of two that are the same in this, the one stamped later. */
  readonly sequence: number
  /** `cancelled`: the date no longer holds, and no other stands in for it. */
  readonly status: 'confirmed' | 'cancelled'
  readonly startsAt: Instant
  readonly stampedAt: Instant
  readonly summary: string
  /** Of several lines. */
  readonly description: string
  readonly organizer: { readonly name: string; readonly address: MailAddress }
}

/**
 * What a mail says to its addressee's calendar; nothing when the embargo has ended as planned, since what stands there is right.
 * A task to the team keeps the team's own entry: it is the same date.
 *
 * @see RFC 5546, section 2.1.4 on the order of entries and section 3.2.1 on what a published one must hold
 */
export function calendarEntryOf(input: NoticeInput, stampedAt: Instant): CalendarEntry | undefined {
  const { addressee, content, ending, disclosureAt, policy } = input
  if (ending === 'disclosed') return undefined
  const isCancelled = ending !== undefined
  const date = isCancelled && addressee.kind !== 'team' ? goneDate(input) : disclosureAt
  return {
    uid: calendarIdOf(input),
    sequence: content.moves ?? 0,
    status: isCancelled ? 'cancelled' : 'confirmed',
    startsAt: date,
    stampedAt,
    summary: summaryOf(input, isCancelled),
    description: descriptionOf({ ...input, disclosureAt: date }, isCancelled),
    organizer: { name: policy.sender.name, address: policy.sender.address },
  }
}

/**
 * Constant for a campaign and addressee, and tied to no other of them, like the thread's id. A rehearsal has one of its own:
 * were it the team's, the real entry would seem to be there already.
 */
export function calendarIdOf({
  content,
  addressee,
  policy,
  rehearsal,
}: Pick<NoticeInput, 'content' | 'addressee' | 'policy' | 'rehearsal'>): string {
  const label = rehearsal ? 'calendar-rehearsal/1' : 'calendar/1'
  const hash = digestOfBytes(`${label}|${content.threadKey}|${addresseeIdOf(addressee)}`).slice(0, 32)
  const { address } = policy.sender
  return `${hash}@${address.slice(address.lastIndexOf('@') + 1)}`
}

/** Says that it is off in words too: not every calendar shows the status. */
function summaryOf(input: NoticeInput, isCancelled: boolean): string {
  return [input.rehearsal ? '[REHEARSAL]' : '', isCancelled ? 'Cancelled:' : '', neutralTitle(input)]
    .filter((part) => part !== '')
    .join(' ')
}

function descriptionOf({ rehearsal, disclosureAt, addressee }: NoticeInput, isCancelled: boolean): string {
  const { utc, local } = presentInstant(disclosureAt, addressee.zone)
  return [
    ...(rehearsal ? ['This is a rehearsal: nothing happens at this time.'] : []),
    isCancelled ? 'This date no longer holds:' : 'The embargo ends:',
    utc,
    ...(local === undefined ? [] : [local]),
    isCancelled
      ? 'The mail that this came with says why, and what to do.'
      : 'The mail that this came with says more. Please do not copy it here.',
  ].join('\n')
}
