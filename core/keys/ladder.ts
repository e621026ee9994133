import * as z from 'zod'
import type { Instant } from '../shared/clock.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import { KeyFault } from './key-fault.ts'
import { type Encryption, type MailKey, isUsableAt, keyFor } from './mail-key.ts'

/** Why a mail cannot be sealed to somebody who gave a key, or asked for it. */
export const KeyTrouble = z.enum([
  /** They ask for encryption and have given no key. */
  'missing',
  /** They have given a key, but none that names this mailbox. */
  'of-other-mailbox',
  ...KeyFault.options,
])
export type KeyTrouble = z.infer<typeof KeyTrouble>

/** What an addressee asks for, and has given for it. */
export interface Wish {
  readonly encryption: Encryption
  readonly keys: readonly MailKey[]
}

/** The team asks for nothing: its mail goes to its own mailbox, over TLS. */
export const NO_WISH: Wish = { encryption: 'none', keys: [] }

export type Rung =
  | { readonly how: 'plain' }
  | { readonly how: 'sealed'; readonly key: MailKey }
  | { readonly how: 'blocked'; readonly trouble: KeyTrouble }

/**
 * How a mail may go to this mailbox. In plain to whoever asks for nothing, and to whoever would prefer encryption and gave no key; to
 * nobody else, but for an operator's word. That word never counts for whoever requires it.
 */
export function rungOf({ encryption, keys }: Wish, { address, at, mayBePlain }: RungOf): Rung {
  if (encryption === 'none') return { how: 'plain' }
  const key = keyFor(address, keys)
  if (key !== undefined && isUsableAt(key, at)) return { how: 'sealed', key }
  if (encryption === 'preferred' && (mayBePlain || keys.length === 0)) return { how: 'plain' }
  if (key !== undefined) return { how: 'blocked', trouble: 'expired' }
  return { how: 'blocked', trouble: keys.length === 0 ? 'missing' : 'of-other-mailbox' }
}

interface RungOf {
  readonly address: MailAddress
  readonly at: Instant
  /** An operator let this very delivery go out in plain. */
  readonly mayBePlain: boolean
}

const REQUIRED = 'required-key-'
const PREFERRED = 'key-'

/** The code of a delivery that is blocked by this. It says whether they require encryption, since whoever unblocks it opens no list. */
export const reasonOfTrouble = (trouble: KeyTrouble, encryption: Encryption): string =>
  `${encryption === 'required' ? REQUIRED : PREFERRED}${trouble}`

/** What `reasonOfTrouble` wrote; nothing for any other reason. */
export function troubleIn(reason: string | undefined): { readonly trouble: KeyTrouble; readonly isRequired: boolean } | undefined {
  const prefix = [REQUIRED, PREFERRED].find((start) => reason?.startsWith(start))
  const trouble = KeyTrouble.safeParse(prefix === undefined ? undefined : reason?.slice(prefix.length))
  return trouble.success ? { trouble: trouble.data, isRequired: prefix === REQUIRED } : undefined
}
