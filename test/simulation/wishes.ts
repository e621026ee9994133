import { instantAt, toStored } from '../../core/embargo/instant.ts'
import type { MailKey } from '../../core/keys/mail-key.ts'
import type { RecipientDetails } from '../../core/recipient/recipient.ts'
import { MailAddress } from '../../core/shared/mail-address.ts'
import { mailKeyOf } from '../fakes/sealing.ts'

/** Tuesday, 1 December 2026, 09:00 UTC: a campaign is planned then, goes out in a week and is disclosed in two. */
export const BEGIN = Date.UTC(2026, 11, 1, 9)
const DAY_MILLIS = 24 * 60 * 60 * 1000
const storedAt = (millis: number): string => toStored(instantAt(millis))

const SOMEBODY_ELSE = MailAddress.parse('somebody@else.example')

/** When a key ends: before the advance notice, while it goes out, or before what is sent at the end. */
const ENDS = {
  early: storedAt(BEGIN + 5 * DAY_MILLIS),
  midway: storedAt(BEGIN + 7 * DAY_MILLIS + 40_000),
  late: storedAt(BEGIN + 13 * DAY_MILLIS + DAY_MILLIS / 2),
} as const

type Contacts = readonly MailAddress[]
type Wished = Pick<RecipientDetails, 'encryption' | 'keys'>

const keyOf = (address: MailAddress, more: { kind?: MailKey['kind']; usableUntil?: string } = {}): MailKey =>
  mailKeyOf({ address, ...more })
const first = ([address = SOMEBODY_ELSE]: Contacts): MailAddress => address

/** What a recipient asks for, and what keys they gave. */
const WISHES = {
  nothing: () => ({ encryption: 'none', keys: [] }),
  'a key': (contacts) => ({ encryption: 'preferred', keys: contacts.map((address) => keyOf(address)) }),
  'a certificate': (contacts) => ({ encryption: 'preferred', keys: [keyOf(first(contacts), { kind: 's-mime' })] }),
  'only by a key': (contacts) => ({ encryption: 'required', keys: [keyOf(first(contacts))] }),
  'preferred, without a key': () => ({ encryption: 'preferred', keys: [] }),
  'required, without a key': () => ({ encryption: 'required', keys: [] }),
  'a key that has ended': (contacts) => ({ encryption: 'preferred', keys: [keyOf(first(contacts), { usableUntil: ENDS.early })] }),
  'a key that ends midway': (contacts) => ({ encryption: 'preferred', keys: [keyOf(first(contacts), { usableUntil: ENDS.midway })] }),
  'only by a key that ends midway': (contacts) => ({
    encryption: 'required',
    keys: [keyOf(first(contacts), { usableUntil: ENDS.midway })],
  }),
  'only by a certificate that ends late': (contacts) => ({
    encryption: 'required',
    keys: [keyOf(first(contacts), { kind: 's-mime', usableUntil: ENDS.late })],
  }),
  'a key of another mailbox': () => ({ encryption: 'preferred', keys: [keyOf(SOMEBODY_ELSE)] }),
  'only by a key of another mailbox': () => ({ encryption: 'required', keys: [keyOf(SOMEBODY_ELSE)] }),
} as const satisfies Readonly<Record<string, (contacts: Contacts) => Wished>>

type WishName = keyof typeof WISHES

/** How a reporter may be written to. */
export type ReporterWish = 'preferred, without a key' | 'a key' | 'a key that ends midway' | 'required, without a key'

interface Keys {
  /** Of the recipients, in turn. */
  readonly recipients: readonly WishName[]
  readonly reporter: ReporterWish
}

/** Who has which keys when a schedule begins. */
export const KEYS = {
  none: { recipients: ['nothing'], reporter: 'preferred, without a key' },
  good: { recipients: ['a key', 'only by a key', 'a certificate', 'nothing'], reporter: 'a key' },
  bad: { recipients: ['a key that has ended', 'required, without a key', 'a key', 'nothing'], reporter: 'required, without a key' },
  ending: {
    recipients: ['a key that ends midway', 'only by a key that ends midway', 'only by a certificate that ends late', 'nothing'],
    reporter: 'a key that ends midway',
  },
  misplaced: {
    recipients: ['a key of another mailbox', 'only by a key of another mailbox', 'preferred, without a key'],
    reporter: 'preferred, without a key',
  },
  neighbours: { recipients: ['a key that has ended', 'a key'], reporter: 'a key' },
} as const satisfies Readonly<Record<string, Keys>>

export type KeysName = keyof typeof KEYS

/** What the recipient of this number, from 1, asks for. */
export function wishedBy(keys: KeysName, number: number, contacts: Contacts): Wished {
  const { recipients }: Keys = KEYS[keys]
  return WISHES[recipients[(number - 1) % recipients.length] ?? 'nothing'](contacts)
}

export const reportersKeyEndsAt = (wish: ReporterWish): string | undefined => (wish === 'a key that ends midway' ? ENDS.midway : undefined)
