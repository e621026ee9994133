import type { AudienceIndex } from '../campaign/audience.ts'
import type { Notice } from '../campaign/campaign.ts'
import type { Content } from '../campaign/content.ts'
import type { Addressee } from '../notice/addressee.ts'
import type { NoticeKind, TemplateName } from '../notice/notice-kind.ts'
import type { Policy } from '../policy/policy.ts'
import type { Member } from '../recipient/recipient.ts'
import type { AddresseeId } from '../shared/ids.ts'
import { Fault } from '../shared/fault.ts'
import { type Attempt, TEAM_CHUNK } from './delivery.ts'
import type { SweepChunk } from './sweep.ts'

/** Chunks keep their numbers whatever a notice's audience is and however it grows: deliveries are found by them. */
export const REPORTERS_CHUNK = 1
const FIRST_RECIPIENTS_CHUNK = 2

/** What a rehearsal shows the team: each mail of the plan once. */
export const REHEARSED: readonly TemplateName[] = ['advance', 'reporter-date', 'reminder', 'day-ahead', 'disclosure-day']

/** One member of a chunk, with the mail that is for them. */
export interface Target {
  readonly id: AddresseeId
  readonly addressee: Addressee
  readonly template: TemplateName
}

/** A notice's audience as chunks to sweep; from counts alone, so that the clock opens nothing. */
export function chunksOf(notice: Notice, audience: AudienceIndex, reporters: number): readonly SweepChunk[] {
  const team = { chunk: TEAM_CHUNK, members: notice.kind === 'rehearsal' ? REHEARSED.length : 1 }
  const told = reporters > 0 ? [{ chunk: REPORTERS_CHUNK, members: reporters }] : []
  const recipients = audience.chunks.map(({ members }, index) => ({ chunk: FIRST_RECIPIENTS_CHUNK + index, members }))
  switch (notice.to) {
    case 'team':
      return [team]
    case 'reporters':
      return told
    case 'recipients':
      return recipients
    case 'recipients-and-reporters':
      return [...told, ...recipients]
    case 'all':
      return [team, ...told, ...recipients]
  }
}

/** The position in an audience index of a chunk of recipients; absent for the team's and the reporters'. */
export function recipientsPosition(chunk: number): number | undefined {
  return chunk >= FIRST_RECIPIENTS_CHUNK ? chunk - FIRST_RECIPIENTS_CHUNK : undefined
}

/**
 * The template of a notice to an addressee; a team that stands in for a reporter gets a task, whatever the notice is.
 * Nothing for a rehearsal, which has one for each of its mails.
 */
export function templateOf(kind: NoticeKind, addressee: Addressee): TemplateName | undefined {
  if (kind === 'rehearsal') return undefined
  return addressee.kind === 'team' && addressee.reporter !== undefined ? 'reporter-task' : kind
}

/** To whom a template speaks: of several, the one whom it tells most. */
export function audienceOf(template: TemplateName): Addressee['kind'] {
  switch (template) {
    case 'advance':
    case 'reminder':
    case 'disclosed':
    case 'collapse':
    case 'withdrawn':
      return 'recipient'
    case 'reporter-date':
      return 'reporter'
    case 'reporter-task':
    case 'day-ahead':
    case 'disclosure-day':
      return 'team'
  }
}

export const recipientAddressee = (member: Member): Addressee => {
  const [address] = member.contacts
  if (address === undefined) throw new TypeError('a member has a contact')
  return { kind: 'recipient', member, address, zone: member.zone }
}

/** The same member at their second contact, which an attempt was opened for. */
export function atContact(addressee: Addressee, contact: Attempt['contact']): Addressee {
  if (contact === 'first' || addressee.kind !== 'recipient') return addressee
  const address = addressee.member.contacts[1]
  if (address === undefined) throw new Fault('ITEM_MISSING', 'a member has no second contact', { retry: 'never' })
  return { ...addressee, address }
}

export const contactsOf = (addressee: Addressee): Attempt['contacts'] =>
  addressee.kind === 'recipient' ? addressee.member.contacts.length : 1

/** The team's own copy of its notices, in the zone of its policy. */
export const teamAddressee = (policy: Policy): Addressee => ({ kind: 'team', address: policy.project.contact, zone: policy.embargo.zone })

type Reporter = Content['advisory']['reporters'][number]

/** A reporter with an address; one without becomes a task to the team. */
export function reporterAddressee(reporter: Reporter, policy: Policy): Addressee {
  const { contact } = reporter
  if (contact.by === 'mail') return { kind: 'reporter', reporter, address: contact.address, zone: reporter.zone }
  return { kind: 'team', address: policy.project.contact, zone: policy.embargo.zone, reporter }
}
