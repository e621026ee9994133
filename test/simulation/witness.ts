import type { Campaign } from '../../core/campaign/campaign.ts'
import type { AudienceIndex, Chunk } from '../../core/campaign/audience.ts'
import type { Content } from '../../core/campaign/content.ts'
import { deliveryIdOf } from '../../core/delivery/attempts.ts'
import type { Delivery } from '../../core/delivery/delivery.ts'
import type { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import type { Fence, OutgoingMail, QueuedHint, SendOutcome } from '../../core/delivery/ports.ts'
import { noticeThatWaits } from '../../core/delivery/waiting.ts'
import type { TeamKeys } from '../../core/keys/team-key.ts'
import type { Digest } from '../../core/shared/digest.ts'
import type { NoticeId } from '../../core/shared/ids.ts'
import type { LoggedEvent } from '../fakes/log.ts'
import { type SimulatedMail, readMail } from './mails.ts'

/** A call that took effect, and what it answered. */
export interface Seen {
  readonly process: string
  readonly name: string
  readonly args: readonly unknown[]
  /** The table that it was made on. */
  readonly table: number
  readonly result: unknown
  /** The true time, in milliseconds. */
  readonly at: number
}

/** One look at the fences. */
export interface Look {
  readonly fence: Fence
  readonly at: number
}

/** A mail that the service took. */
export interface Sent {
  readonly at: number
  readonly mail: SimulatedMail
  readonly destination: string
  readonly sesId: string
  readonly tags: OutgoingMail['tags']
  readonly tls: OutgoingMail['tls']
  /** What its sender saw last. */
  readonly look: Look | undefined
  readonly claim: Claim | undefined
}

export interface Claim {
  readonly at: number
  /** The campaign as it was stored then. */
  readonly head: Campaign | undefined
  /** The claim itself: numbers of attempts come again when an old table is restored. */
  readonly token: string
  /** The version that its mail would carry. */
  readonly says: NonNullable<Delivery['attempts'][number]['says']> | undefined
}

/** An attempt that nobody holds, and whether it may go in plain. */
interface Opening {
  readonly number: number
  readonly isPlain: boolean
}

/** The claim of such an attempt. */
const OPEN = 'open'

/** What an operator lets happen alone; the reason or the address is of this order alone. */
export type Order =
  | { readonly kind: 'shorten'; readonly why: string; readonly disclosureAt: string }
  | { readonly kind: 'withdraw' | 'collapse'; readonly why: string }
  | { readonly kind: 'disclose'; readonly url: string }

/** Sees every effect from outside, and remembers what no store keeps. Judges nothing. */
export class Witness {
  readonly heads: { readonly at: number; readonly table: number; readonly campaign: Campaign }[] = []
  readonly contents = new Map<Digest, Content>()
  readonly audiences = new Map<Digest, AudienceIndex>()
  readonly chunks = new Map<Digest, Chunk>()
  /** Since when each key was the team's, by fingerprint. */
  readonly teamKeys = new Map<string, number>()
  /** By campaign and delivery: the attempts that were opened again, oldest first. */
  readonly openings = new Map<string, readonly Opening[]>()
  /** By campaign and delivery: how often an operator said that it may go in plain. */
  readonly words = new Map<string, number>()
  readonly claims = new Map<string, Claim>()
  readonly sent: Sent[] = []
  readonly logs: LoggedEvent[] = []
  readonly queued: QueuedHint['hint'][] = []
  /** By digest: who said yes to it. */
  readonly consents = new Map<Digest, Set<string>>()
  readonly orders: Order[] = []
  /** By delivery: how often an operator ordered another mail. */
  readonly resends = new Map<string, number>()
  /** Recipients whom an operator included, once for each time. */
  readonly included: string[] = []
  /** What the mail service really had to say. */
  readonly events: FeedbackEvent[] = []
  /** Of those, what was heard to the end, in the table in use. */
  readonly heard: FeedbackEvent[] = []
  /** How often each fault and each act happened. */
  readonly counts = new Map<string, number>()
  /** Whether an old table was restored: what was sent since then, no ledger knows. */
  isRestored = false
  /** By process and recipient, oldest first. */
  readonly #looks = new Map<string, readonly Look[]>()
  readonly #newest = new Map<string, Campaign>()

  /** With all that was seen until now; what is seen from now on is its own. */
  fork(): Witness {
    const fork = new Witness()
    for (const list of ['heads', 'sent', 'logs', 'queued', 'orders', 'included', 'events', 'heard'] as const) addAll(fork[list], this[list])
    for (const map of ['contents', 'audiences', 'chunks', 'teamKeys', 'openings', 'words', 'claims', 'resends'] as const)
      putAll(fork[map], this[map])
    putAll(fork.#looks, this.#looks)
    putAll(fork.#newest, this.#newest)
    for (const [digest, persons] of this.consents) fork.consents.set(digest, new Set(persons))
    return fork
  }

  /** The heads are what they were. */
  restored({ at, table }: { at: number; table: number }, heads: readonly Campaign[]): void {
    this.isRestored = true
    this.heard.splice(0)
    for (const campaign of heads) {
      this.heads.push({ at, table, campaign })
      this.#newest.set(`${table} ${campaign.id}`, campaign)
    }
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }

  letPlain(campaign: string, delivery: string): void {
    const name = `${campaign} ${delivery}`
    this.words.set(name, (this.words.get(name) ?? 0) + 1)
  }

  consent(digest: Digest, person: string): void {
    this.consents.set(digest, (this.consents.get(digest) ?? new Set()).add(person))
  }

  sees(seen: Seen): void {
    switch (seen.name) {
      case 'campaigns.write':
        return this.#wrote(seen)
      case 'documents.putContent':
        this.contents.set(seen.result as Digest, seen.args[1] as Content)
        return undefined
      case 'documents.putAudience':
        this.audiences.set(seen.result as Digest, seen.args[1] as AudienceIndex)
        return undefined
      case 'documents.putChunk':
        this.chunks.set(seen.result as Digest, seen.args[1] as Chunk)
        return undefined
      case 'teamKeys.write':
        return this.#tookKeys(seen)
      case 'ledger.create':
      case 'ledger.update':
        return this.#recorded(seen)
      case 'fences.look':
        return this.#looked(seen)
      case 'queue.put':
        this.queued.push(...(seen.args[0] as readonly QueuedHint[]).map(({ hint }) => hint))
        return undefined
      case 'mail.send':
        return this.#sent(seen)
      default:
        return undefined
    }
  }

  #tookKeys({ args, result, at }: Seen): void {
    if (result !== 'written') return
    for (const { fingerprint } of (args[0] as TeamKeys).current) if (!this.teamKeys.has(fingerprint)) this.teamKeys.set(fingerprint, at)
  }

  #wrote({ args, table, result, at }: Seen): void {
    if (result !== 'written') return
    const campaign = args[0] as Campaign
    this.heads.push({ at, table, campaign })
    this.#newest.set(`${table} ${campaign.id}`, campaign)
  }

  #looked({ process, args, result, at }: Seen): void {
    const name = `${process} ${String(args[1])}`
    this.#looks.set(name, [...(this.#looks.get(name) ?? []), { fence: result as Fence, at }])
  }

  /**
   * What the sender of a mail saw last. Mails to the team and to reporters ask for no recipient, so looks of one sender
   * for several of them are not told apart: of those since the claim, one that let the notice go is taken for the mail's.
   */
  #lookOf(process: string, mail: SimulatedMail, { notice, since }: { notice: string; since: number }): Look | undefined {
    if (isLookedUp(mail)) return this.#looks.get(`${process} ${mail.member?.id ?? ''}`)?.at(-1)
    const looks = this.#looks.get(`${process} undefined`) ?? []
    return looks.findLast(({ fence, at }) => at >= since && isGoing(fence, notice)) ?? looks.at(-1)
  }

  /** Of the notice that waits. It is looked at before it is known that it must. */
  #lookBeforeWaiting(process: string, { notice, delivery }: OutgoingMail['tags']): Look | undefined {
    const waiting = noticeThatWaits(notice as NoticeId) ?? ''
    const [, , addressee = ''] = delivery.split('_')
    const looks = this.#looks.get(`${process} ${addressee}`) ?? this.#looks.get(`${process} undefined`) ?? []
    return looks.findLast(({ fence }) => isGoing(fence, waiting)) ?? looks.at(-1)
  }

  #recorded({ args, table, result, at }: Seen): void {
    if (result !== 'claimed' && result !== 'written') return
    const { key, attempts } = args[0] as Delivery
    const newest = attempts.at(-1)
    const delivery = `${key.campaign} ${deliveryIdOf(key)}`
    if (newest?.claim === OPEN) this.#opened(delivery, { number: newest.number, isPlain: newest.plain ?? false })
    const name = `${delivery} ${attempts.length}`
    if (newest?.state !== 'claimed' || this.claims.get(name)?.token === newest.claim) return
    this.claims.set(name, { at, token: newest.claim, says: newest.says, head: this.#newest.get(`${table} ${key.campaign}`) })
  }

  #opened(delivery: string, opening: Opening): void {
    const openings = this.openings.get(delivery) ?? []
    if (!openings.some(({ number }) => number === opening.number)) this.openings.set(delivery, [...openings, opening])
  }

  #sent({ process, args, result, at }: Seen): void {
    const outcome = result as SendOutcome
    if (outcome.outcome !== 'accepted') return
    const { destination, raw, tags, tls } = args[0] as OutgoingMail
    const mail = readMail(raw.reveal())
    const claim = this.claims.get(`${tags.campaign} ${tags.delivery} ${tags.attempt}`)
    this.sent.push({
      at,
      mail,
      destination: destination.reveal(),
      sesId: outcome.sesId,
      tags,
      tls,
      look:
        mail.kind === 'waiting'
          ? this.#lookBeforeWaiting(process, tags)
          : this.#lookOf(process, mail, { notice: tags.notice, since: claim?.at ?? at }),
      claim,
    })
  }
}

const addAll = (to: unknown[], from: readonly unknown[]): void => void to.push(...from)

function putAll(to: Map<string, unknown>, from: ReadonlyMap<string, unknown>): void {
  for (const [key, value] of from) to.set(key, value)
}

const isGoing = ({ campaign, halted }: Fence, notice: string): boolean =>
  !halted && campaign?.notices.find(({ id }) => id === notice)?.state === 'releasing'

const isLookedUp = ({ member, kind }: SimulatedMail): boolean => member !== null && kind !== 'rehearsal'
