import type { Instant } from '../shared/clock.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import type { Wish } from './ladder.ts'
import { type MailKey, isUsableAt, keyFor } from './mail-key.ts'

/** A notice may be sent again, and a patch asked for, for some days after the disclosure. */
const DAYS_AFTER_DISCLOSURE = 7
/** Long enough for its owner to hear of it and to extend it. */
const DAYS_OF_WARNING = 14

export const lastNeededAt = (disclosureAt: Instant): Instant => disclosureAt.plus({ days: DAYS_AFTER_DISCLOSURE })

/** How the key for a mailbox stands, the worst first. `ends-before`: before all of a campaign's mails have gone. */
export const KEY_STANDINGS = ['no-key', 'wrong-mailbox', 'expired', 'ends-before', 'ends-soon', 'ok'] as const
export type KeyStanding = (typeof KEY_STANDINGS)[number]

export interface CheckedAt {
  readonly now: Instant
  /** Of the campaign that it is for, if any. */
  readonly disclosureAt?: Instant | undefined
}

export interface CheckedKey {
  readonly standing: KeyStanding
  /** Absent for `no-key` and `wrong-mailbox`. */
  readonly key?: MailKey
}

/** How the key that mail to this mailbox is sealed to stands. */
export function checkKey(address: MailAddress, keys: readonly MailKey[], { now, disclosureAt }: CheckedAt): CheckedKey {
  if (keys.length === 0) return { standing: 'no-key' }
  const key = keyFor(address, keys)
  if (key === undefined) return { standing: 'wrong-mailbox' }
  return { standing: standingOf(key, { now, disclosureAt }), key }
}

function standingOf(key: MailKey, { now, disclosureAt }: CheckedAt): KeyStanding {
  if (!isUsableAt(key, now)) return 'expired'
  if (disclosureAt !== undefined && !isUsableAt(key, lastNeededAt(disclosureAt))) return 'ends-before'
  return isUsableAt(key, now.plus({ days: DAYS_OF_WARNING })) ? 'ok' : 'ends-soon'
}

/** Whether mail that should be sealed cannot be: then nothing goes to this mailbox until somebody has done something. */
export function isUnusable(standing: KeyStanding): boolean {
  switch (standing) {
    case 'no-key':
    case 'wrong-mailbox':
    case 'expired':
    case 'ends-before':
      return true
    case 'ends-soon':
    case 'ok':
      return false
  }
}

/** Whether the key for any of the mailboxes, or the lack of one, matters to an addressee at all. */
const isSealedTo = ({ encryption, keys }: Wish): boolean => encryption === 'required' || (encryption === 'preferred' && keys.length > 0)

/** The first contact is where mail goes; what is wrong with the second one's key shows when the first one's mail bounces. */
export interface CheckedContact extends CheckedKey {
  readonly contact: 'first' | 'second'
}

/** An addressee's contacts as far as mail to them is sealed: none for one who asks for nothing, or gave no key and requires none. */
export function checkContacts(contacts: readonly MailAddress[], wish: Wish, at: CheckedAt): readonly CheckedContact[] {
  if (!isSealedTo(wish)) return []
  return contacts.map((address, index) => ({ contact: index === 0 ? 'first' : 'second', ...checkKey(address, wish.keys, at) }))
}
