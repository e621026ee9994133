import type { MailKey } from '../keys/mail-key.ts'
import type { AccessLog, AddressIndex, RecipientStore } from '../recipient/ports.ts'
import type { Recipient, RecipientDetails, RecipientState } from '../recipient/recipient.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import type { Clock } from '../shared/clock.ts'
import { Fault } from '../shared/fault.ts'
import type { IdSource, RecipientId } from '../shared/ids.ts'
import { type MailAddress, normalisedAddress } from '../shared/mail-address.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'

export interface RecipientDeps {
  readonly recipients: RecipientStore
  readonly addresses: AddressIndex
  readonly access: AccessLog
  readonly ids: IdSource
  readonly clock: Clock
}

export type AddOutcome = { readonly outcome: 'added' | 'unchanged'; readonly id: RecipientId } | Refusal
export type KeepOutcome = { readonly outcome: 'changed' | 'unchanged'; readonly recipient: Recipient } | Refusal

/** What adding these details would do, without doing it. */
export type AddForecast = 'new' | 'unchanged' | 'address-taken'

const TRIES = 3

/** The confidential list. An address belongs to one recipient, whatever its spelling and whatever crashes. */
export class RecipientKeeper {
  readonly #deps: RecipientDeps

  constructor(deps: RecipientDeps) {
    this.#deps = deps
  }

  async forecast(details: RecipientDetails): Promise<AddForecast> {
    const owner = (await this.#owners(details.contacts)).find(({ recipient }) => recipient !== undefined)
    if (!owner?.recipient) return 'new'
    return isSame(owner.recipient, details) ? 'unchanged' : 'address-taken'
  }

  /**
   * Address items first, each conditionally, then the recipient. What a crash left in between is an address
   * whose recipient does not exist: it is adopted here, so that trying again always mends it.
   */
  async add(details: RecipientDetails): Promise<AddOutcome> {
    for (let tries = 0; tries < TRIES; tries++) {
      const owners = await this.#owners(details.contacts)
      const known = owners.find(({ recipient }) => recipient !== undefined)?.recipient
      if (known) return isSame(known, details) ? { outcome: 'unchanged', id: known.id } : addressTaken()
      const id = owners.find(({ orphan }) => orphan !== undefined)?.orphan ?? this.#deps.ids.recipientId()
      if (!(await this.#claimAll(details.contacts, id))) return addressTaken()
      const written = await this.#deps.recipients.write({ id, state: 'active', version: 1, details })
      if (written === 'written') return this.#confirm(id, details)
    }
    throw contended()
  }

  async change(id: RecipientId, details: RecipientDetails): Promise<KeepOutcome> {
    const recipient = await this.#deps.recipients.read(id)
    if (!recipient || recipient.state === 'removed') return unknownRecipient()
    if (canonicalJson(recipient.details) === canonicalJson(details)) return { outcome: 'unchanged', recipient }
    const added = without(details.contacts, recipient.details.contacts)
    if (!(await this.#claimAll(added, id))) return addressTaken()
    const outcome = await this.#write({ ...recipient, version: recipient.version + 1, details })
    if (outcome.outcome === 'changed') await this.#releaseUnused(id, { before: recipient.details.contacts, now: details.contacts })
    return outcome
  }

  /** Other keys, and everything else as it was read. */
  async changeKeys(recipient: Recipient, keys: readonly MailKey[]): Promise<KeepOutcome> {
    const details = { ...recipient.details, keys: [...keys] }
    if (recipient.state === 'removed') return unknownRecipient()
    if (isSame(recipient, details)) return { outcome: 'unchanged', recipient }
    return this.#write({ ...recipient, version: recipient.version + 1, details })
  }

  /** Removing frees the addresses, so that the organisation can come back; resuming a removed recipient is adding it. */
  async setState(id: RecipientId, state: RecipientState): Promise<KeepOutcome> {
    const recipient = await this.#deps.recipients.read(id)
    if (!recipient || recipient.state === 'removed') return unknownRecipient()
    if (recipient.state === state) return { outcome: 'unchanged', recipient }
    const outcome = await this.#write({ ...recipient, version: recipient.version + 1, state })
    if (outcome.outcome === 'changed' && state === 'removed') await this.#releaseUnused(id, { before: recipient.details.contacts, now: [] })
    return outcome
  }

  async read(id: RecipientId): Promise<Recipient | undefined> {
    return this.#deps.recipients.read(id)
  }

  /** The keys of whoever has one of these contacts now. */
  async keysOf(contacts: readonly MailAddress[]): Promise<readonly MailKey[]> {
    return (await this.#owners(contacts)).flatMap(({ recipient }) => recipient?.details.keys ?? [])
  }

  async page(after: RecipientId | undefined, limit: number): Promise<readonly Recipient[]> {
    return this.#deps.recipients.page(after, limit)
  }

  /** Before whole addresses are shown: the look is recorded, or there is none. */
  async recordAccess(who: string, what: string, count: number): Promise<void> {
    await this.#deps.access.record({ at: this.#deps.clock.now().toISO(), who, what, count })
  }

  async accesses(limit: number): ReturnType<AccessLog['entries']> {
    return this.#deps.access.entries(limit)
  }

  /** Whose each contact is; `orphan` is the id of an address whose recipient was never written. */
  async #owners(contacts: readonly MailAddress[]): Promise<{ orphan: RecipientId | undefined; recipient: Recipient | undefined }[]> {
    return Promise.all(
      contacts.map(async (address) => {
        const id = await this.#deps.addresses.owner(address)
        const recipient = id && (await this.#deps.recipients.read(id))
        return { orphan: recipient ? undefined : id, recipient: isOnList(recipient) ? recipient : undefined }
      }),
    )
  }

  /** All or none: what was claimed here before one was taken is given back. */
  async #claimAll(contacts: readonly MailAddress[], id: RecipientId): Promise<boolean> {
    const claimed: MailAddress[] = []
    for (const address of contacts) {
      if (!(await this.#claim(address, id))) {
        for (const other of claimed) await this.#deps.addresses.release(other, id)
        return false
      }
      claimed.push(address)
    }
    return true
  }

  async #claim(address: MailAddress, id: RecipientId): Promise<boolean> {
    const { addresses, recipients } = this.#deps
    const claim = await addresses.claim(address, id)
    if (claim.outcome === 'claimed') return true
    if (isOnList(await recipients.read(claim.by))) return false
    if ((await addresses.adopt(address, claim.by, id)) === 'conflict') return false
    if (!isOnList(await recipients.read(claim.by))) return true
    await addresses.adopt(address, id, claim.by) // its owner was only slow, and has come meanwhile
    return false
  }

  /** Whoever was adopted from while writing gives way: two recipients must never share an address. */
  async #confirm(id: RecipientId, details: RecipientDetails): Promise<AddOutcome> {
    const owners = await Promise.all(details.contacts.map((address) => this.#deps.addresses.owner(address)))
    if (owners.every((owner) => owner === id)) return { outcome: 'added', id }
    await this.#deps.recipients.write({ id, state: 'removed', version: 2, details })
    for (const address of details.contacts) await this.#deps.addresses.release(address, id)
    return addressTaken()
  }

  async #write(recipient: Recipient): Promise<KeepOutcome> {
    if ((await this.#deps.recipients.write(recipient)) === 'written') return { outcome: 'changed', recipient }
    return changedMeanwhile()
  }

  async #releaseUnused(id: RecipientId, contacts: { before: readonly MailAddress[]; now: readonly MailAddress[] }): Promise<void> {
    for (const address of without(contacts.before, contacts.now)) await this.#deps.addresses.release(address, id)
  }
}

/** Whoever was removed owns nothing any more, though a crash may have left their addresses. */
const isOnList = (recipient: Recipient | undefined): boolean => recipient !== undefined && recipient.state !== 'removed'

/** By mailbox, not by spelling: a new spelling of an address is no new address. */
function without(contacts: readonly MailAddress[], others: readonly MailAddress[]): readonly MailAddress[] {
  const known = new Set(others.map(normalisedAddress))
  return contacts.filter((address) => !known.has(normalisedAddress(address)))
}

const isSame = (recipient: Recipient, details: RecipientDetails): boolean => canonicalJson(recipient.details) === canonicalJson(details)

const addressTaken = (): Refusal =>
  refuse(
    'address-taken',
    'An address belongs to another recipient already, with other details.',
    'Find it with `recipients list`, and use `recipients change`.',
  )

const changedMeanwhile = (): Refusal =>
  refuse('changed-meanwhile', 'Somebody else changed this recipient at the same moment.', 'Look at it, and try again.')

const unknownRecipient = (): Refusal =>
  refuse('unknown-recipient', 'There is no such recipient on the list.', 'See `recipients list`; whoever was removed is added anew.')

const contended = () => new Fault('STORE_CONTENDED', 'a recipient changed too often while it was added', { retry: 'later' })
