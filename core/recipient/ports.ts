import type { RecipientId } from '../shared/ids.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import type { Recipient } from './recipient.ts'

export interface RecipientStore {
  /** Strongly consistent. */
  read(id: RecipientId): Promise<Recipient | undefined>
  /** Up to `limit` recipients with ids greater than `after`, in order of id, in every state. Strongly consistent. */
  page(after: RecipientId | undefined, limit: number): Promise<readonly Recipient[]>
  /** Writes `recipient`, if what is stored has version `recipient.version - 1` (nothing, for version 1). */
  write(recipient: Recipient): Promise<'written' | 'conflict'>
}

/** Which recipient an address belongs to. An address exists once, whatever its spelling. */
export interface AddressIndex {
  owner(address: MailAddress): Promise<RecipientId | undefined>
  /** Takes `address` for `recipient`; on `taken` nothing changed. Taking what one already has is `claimed`. */
  claim(
    address: MailAddress,
    recipient: RecipientId,
  ): Promise<{ readonly outcome: 'claimed' } | { readonly outcome: 'taken'; readonly by: RecipientId }>
  /** Gives `address` from `from` to `to`, if `from` still has it: the way to adopt an orphan of a crash. */
  adopt(address: MailAddress, from: RecipientId, to: RecipientId): Promise<'adopted' | 'conflict'>
  /** Frees `address`, if `recipient` has it. */
  release(address: MailAddress, recipient: RecipientId): Promise<void>
}

/** Who looked at the list, and why: sealed. */
export interface AccessRecord {
  readonly at: string
  readonly who: string
  readonly what: string
  readonly count: number
}
export interface AccessLog {
  record(entry: AccessRecord): Promise<void>
  /** Newest first. */
  entries(limit: number): Promise<readonly AccessRecord[]>
}
