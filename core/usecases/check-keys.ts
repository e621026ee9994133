import type { Campaign } from '../campaign/campaign.ts'
import type { Content } from '../campaign/content.ts'
import type { CampaignStore, DocumentStore } from '../campaign/ports.ts'
import type { AlarmStore } from '../delivery/ports.ts'
import { fromStored } from '../embargo/instant.ts'
import { type CheckedAt, type CheckedContact, type KeyStanding, checkContacts } from '../keys/key-check.ts'
import type { KeyKind, MailKey } from '../keys/mail-key.ts'
import { matches } from '../recipient/audience.ts'
import type { RecipientStore } from '../recipient/ports.ts'
import type { Recipient } from '../recipient/recipient.ts'
import type { Clock } from '../shared/clock.ts'
import type { CampaignId, RecipientId } from '../shared/ids.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'
import type { RaiseAlarm } from './raise-alarm.ts'
import { wishOf } from './seal-letter.ts'

const READ_AHEAD = 200
const KEYS_ENDING = { code: 'keys-ending' } as const

/** A key that somebody has to do something about. Without an address. */
export interface KeyRow {
  readonly addressee: 'recipient' | 'reporter'
  readonly id: RecipientId
  /** A reporter's is their place in the advisory: whoever keeps the list does not keep reporters. */
  readonly organisation: string
  readonly contact: 'first' | 'second'
  readonly standing: Exclude<KeyStanding, 'ok'>
  readonly kind?: KeyKind | undefined
  readonly fingerprint?: string | undefined
  readonly usableUntil?: string | undefined
}

export interface KeyPage {
  readonly outcome: 'checked'
  readonly rows: readonly KeyRow[]
  /** How many have been looked at. */
  readonly looked: number
  /** From whom to go on; null at the end. */
  readonly next: RecipientId | null
}

export interface CheckKeysRequest {
  /** Whose audience, and until when a key must do; absent for the whole list as it is now. */
  readonly campaign?: CampaignId | undefined
  readonly after?: RecipientId | undefined
}

export interface CheckKeysDeps {
  readonly recipients: RecipientStore
  readonly campaigns: CampaignStore
  readonly documents: DocumentStore
  readonly clock: Clock
}

/** Looks at the keys of everybody on the list who is active, a page at a time, and on the last page at the campaign's reporters'. */
export type CheckKeys = (request: CheckKeysRequest) => Promise<KeyPage | Refusal>

export function makeCheckKeys(deps: CheckKeysDeps): CheckKeys {
  return async ({ campaign: id, after }) => {
    const campaign = id && (await deps.campaigns.read(id))
    if (id && !campaign) return refuse('unknown-campaign', 'There is no such campaign.', 'See `campaign list`.')
    const content = campaign && (await deps.documents.content(campaign.id, campaign.content))
    const at: CheckedAt = { now: deps.clock.now(), disclosureAt: campaign && disclosureOf(campaign) }
    const page = await deps.recipients.page(after, READ_AHEAD)
    const next = page.length === READ_AHEAD ? (page.at(-1)?.id ?? null) : null
    const wanted = page.filter((recipient) => (content ? matches(content.audience, recipient) : recipient.state === 'active'))
    const rows = wanted.flatMap((recipient) => recipientRows(recipient, at))
    const reporters = next === null && content ? reporterRows(content, at) : []
    return { outcome: 'checked', rows: [...rows, ...reporters], looked: wanted.length, next }
  }
}

const disclosureOf = ({ disclosureAt }: Campaign) => fromStored(disclosureAt)

const recipientRows = ({ id, details }: Recipient, at: CheckedAt): readonly KeyRow[] =>
  rowsOf({ addressee: 'recipient', id, organisation: details.organisation }, checkContacts(details.contacts, details, at))

const reporterRows = ({ advisory }: Content, at: CheckedAt): readonly KeyRow[] =>
  advisory.reporters.flatMap((reporter, index) => {
    const { id, contact, zone } = reporter
    if (contact.by !== 'mail') return []
    const wish = wishOf({ kind: 'reporter', reporter, address: contact.address, zone })
    const who = { addressee: 'reporter' as const, id, organisation: `reporter ${index + 1} of the advisory` }
    return rowsOf(who, checkContacts([contact.address], wish, at))
  })

function rowsOf(who: Pick<KeyRow, 'addressee' | 'id' | 'organisation'>, contacts: readonly CheckedContact[]): readonly KeyRow[] {
  return contacts.flatMap(({ contact, standing, key }) => {
    if (standing === 'ok') return []
    return [{ ...who, contact, standing, ...(key && shownOf(key)) }]
  })
}

const shownOf = ({ kind, fingerprint, usableUntil }: MailKey) => ({ kind, fingerprint, ...(usableUntil !== undefined && { usableUntil }) })

/** Whether it is a key that was good once. Whoever requires encryption and never gave one was told of when they were added. */
const isEnding = ({ standing }: KeyRow): boolean => standing !== 'no-key'

export interface WatchKeysDeps {
  readonly checkKeys: CheckKeys
  readonly alarms: Pick<AlarmStore, 'clear'>
  readonly raiseAlarm: RaiseAlarm
}

/**
 * Looks at the whole list and raises an alarm with the number of keys that have ended or soon will. What was raised before is
 * cleared first: the keys of this week may be others than the week before's, and are told of anew.
 */
export type WatchKeys = () => Promise<{ readonly ending: number }>

export function makeWatchKeys({ checkKeys, alarms, raiseAlarm }: WatchKeysDeps): WatchKeys {
  return async () => {
    let ending = 0
    for (let after: RecipientId | null | undefined; after !== null;) {
      const page = await checkKeys({ after })
      if (page.outcome === 'refused') throw new TypeError('a list without a campaign cannot be refused')
      ending += page.rows.filter(isEnding).length
      after = page.next
    }
    await alarms.clear(KEYS_ENDING)
    if (ending > 0) await raiseAlarm(KEYS_ENDING, ending)
    return { ending }
  }
}
