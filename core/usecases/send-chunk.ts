import type { Campaign, Notice } from '../campaign/campaign.ts'
import {
  type DeliveryState,
  bestAttempt,
  deliveryIdOf,
  isToSend,
  mayBePlain,
  nextContact,
  openSince,
  stateOf,
} from '../delivery/attempts.ts'
import type { ChunkHint, Delivery, DeliveryKey } from '../delivery/delivery.ts'
import { type Verdict, isGoingOut, lastLook } from '../delivery/last-look.ts'
import type { Fences, MailService, SendMail, SendOutcome, TroubleStore } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import { type Target, atContact, contactsOf } from '../delivery/targets.ts'
import { troubleIn } from '../keys/ladder.ts'
import type { Addressee } from '../notice/addressee.ts'
import { threadIdOf } from '../notice/thread.ts'
import type { Policy } from '../policy/policy.ts'
import type { Instant } from '../shared/clock.ts'
import { Confidential } from '../shared/confidential.ts'
import { Fault } from '../shared/fault.ts'
import { sideBySide } from '../shared/side-by-side.ts'
import { brokenPin } from './broken-pin.ts'
import { type LoadMaterial, type Material } from './load-material.ts'
import { type AttemptNews, type ClaimDeps, claimDelivery, newsOf } from './one-delivery.ts'
import { type RaiseDeps, makeRaiseAlarm, orLog } from './raise-alarm.ts'
import { toldBefore } from './told-before.ts'
import type { SendWaiting } from './send-waiting.ts'
import type { WriteMail, WrittenMail } from './write-mail.ts'

/** Members of a chunk that are worked on at a time. */
const WIDTH = 5
/** Below this nothing new is claimed: what was begun must be recorded in time. */
const LEAST_TIME_LEFT_MILLIS = 5_000

export interface SendChunkDeps extends ClaimDeps, RaiseDeps {
  readonly fences: Fences
  readonly troubles: TroubleStore
  readonly mail: MailService
  readonly loadMaterial: LoadMaterial
  readonly writeMail: WriteMail
  readonly sendWaiting: SendWaiting
  readonly policy: Pick<Policy, 'sealing' | 'sender'>
  readonly pause: (millis: number) => Promise<void>
}

/** How many deliveries ended a chunk's work in each state. */
type States = Readonly<Partial<Record<DeliveryState, number>>>

export type ChunkOutcome =
  | { readonly outcome: 'worked'; readonly states: States }
  | { readonly outcome: 'nothing-to-do'; readonly because: 'table-restored' | 'not-going-out' | 'halted' | 'all-settled' | 'pin-broken' }

/** @param timeLeftMillis - until the function is stopped */
export type SendChunk = (hint: ChunkHint, timeLeftMillis: () => number) => Promise<ChunkOutcome>

/**
 * Works through one chunk of a releasing notice: for each member claim, look, write, send once, record.
 *
 * ```
 *   (planned) ── claim ──▶ claimed ── last look ──▶ one SES call ──▶ accepted | uncertain
 *        ▲                    │            │              └─ certainly not taken ─▶ returned (later) | blocked
 *        └──── returned ◀─────┴── halted ──┴─ superseded ─▶ cancelled, removed ─▶ skipped, changed ─▶ blocked
 * ```
 */
export function makeSendChunk(deps: SendChunkDeps): SendChunk {
  const raise = orLog(makeRaiseAlarm(deps), deps.log)
  return async (hint, timeLeftMillis) => {
    const { campaign, halted, table } = await deps.fences.look(hint.campaign, undefined)
    if (table !== 'ours') return { outcome: 'nothing-to-do', because: 'table-restored' }
    const notice = campaign?.notices.find(({ id }) => id === hint.notice)
    if (!campaign || !notice || !isGoingOut(notice)) return { outcome: 'nothing-to-do', because: 'not-going-out' }
    if (halted) return { outcome: 'nothing-to-do', because: 'halted' }
    const deliveries = await deps.ledger.chunk(hint.campaign, hint.notice, hint.chunk)
    // Who is missing from the ledger of a notice that is released was not in its audience.
    if (notice.state === 'released' && !deliveries.some(isToSend)) return { outcome: 'nothing-to-do', because: 'all-settled' }
    const material = await materialOr(deps, { campaign, notice, chunk: hint.chunk })
    if (!material) {
      if (notice.state === 'released') await blockOpen(deps, deliveries)
      return { outcome: 'nothing-to-do', because: 'pin-broken' }
    }
    const known = new Map(deliveries.map((delivery) => [delivery.key.addressee, delivery]))
    const open = material.targets.filter(({ id }) => isToSend(known.get(id)) && (notice.state === 'releasing' || known.has(id)))
    if (open.length === 0) return { outcome: 'nothing-to-do', because: 'all-settled' }
    const work = new ChunkWork(deps, { campaign, notice, hint, material, timeLeftMillis })
    try {
      await work.run(open, known)
    } finally {
      // Also when one of them broke: what is blocked is not looked at again.
      const { withoutKey } = work
      const blocked = (work.states.blocked ?? 0) - withoutKey
      if (blocked > 0) await raise({ code: 'blocked', campaign: campaign.id, notice: notice.id }, blocked)
      if (withoutKey > 0) await raise({ code: 'key-unusable', campaign: campaign.id, notice: notice.id }, withoutKey)
    }
    return { outcome: 'worked', states: work.states }
  }
}

/** Bytes that are not what was approved concern the whole notice: nothing of it goes on until an operator has looked. */
async function materialOr(deps: SendChunkDeps, of: { campaign: Campaign; notice: Notice; chunk: number }): Promise<Material | undefined> {
  try {
    return await deps.loadMaterial(of.campaign, of.notice, of.chunk)
  } catch (error) {
    if (!(error instanceof Fault) || error.retry === 'later') throw error
    if (of.notice.state === 'releasing') await deps.troubles.report(of.campaign.id, of.notice.id, brokenPin(error))
    return undefined
  }
}

/** What was opened again of a notice whose bytes are no longer in force: it ends, and an operator sees why. */
async function blockOpen(deps: SendChunkDeps, deliveries: readonly Delivery[]): Promise<void> {
  for (const before of deliveries.filter(isToSend)) {
    const delivery = await claimDelivery(deps, { key: before.key, before, contacts: bestAttempt(before).contacts })
    const number = before.attempts.length + 1
    if (delivery) await record(deps.ledger, delivery, { state: 'blocked', reason: 'not-in-force', at: deps.clock.now(), number })
  }
}

interface Batch {
  readonly campaign: Campaign
  readonly notice: Notice
  readonly hint: ChunkHint
  readonly material: Material
  readonly timeLeftMillis: () => number
}

/** Whom a notice is for that cannot be sealed to them, at which mailbox. */
interface WaitingFor {
  readonly delivery: Delivery
  readonly addressee: Addressee
  readonly send: SendMail
}

/** What this sender has claimed. */
interface Held {
  readonly delivery: Delivery
  readonly openedAt: Instant | undefined
}

class ChunkWork {
  readonly #deps: SendChunkDeps
  readonly #batch: Batch
  readonly #states: Partial<Record<DeliveryState, number>> = {}
  readonly #startedWith: number
  #turns = 0
  #withoutKey = 0
  /** Set by an answer that concerns the account, not the mail: the rest of the chunk waits for the sweep. */
  #isStopped = false

  constructor(deps: SendChunkDeps, batch: Batch) {
    this.#deps = deps
    this.#batch = batch
    this.#startedWith = batch.timeLeftMillis()
  }

  get states(): States {
    return this.#states
  }

  /** How many of them are blocked since they cannot be sealed to their addressee. */
  get withoutKey(): number {
    return this.#withoutKey
  }

  async run(open: readonly Target[], known: ReadonlyMap<string, Delivery>): Promise<void> {
    const { material } = this.#batch
    await this.#deps.mail.batch((send) =>
      sideBySide(open, WIDTH, async (target) => {
        await this.#turn()
        if (this.#isStopped || this.#batch.timeLeftMillis() < LEAST_TIME_LEFT_MILLIS) return
        const contacts = contactsOf(target.addressee)
        const says = { content: material.pin.content, disclosureAt: material.pin.disclosureAt }
        const delivery = await claimDelivery(this.#deps, { key: this.#keyOf(target), before: known.get(target.id), contacts, says })
        if (delivery) await this.#handle(target, { delivery, openedAt: openSince(known.get(target.id)), send })
      }),
    )
  }

  /** Waits until the account's rate allows one more. */
  async #turn(): Promise<void> {
    const { hint, timeLeftMillis } = this.#batch
    const wait = this.#turns++ * hint.everyMillis - (this.#startedWith - timeLeftMillis())
    if (wait > 0) await this.#deps.pause(wait)
  }

  async #handle(target: Target, { delivery, openedAt, send }: Held & { send: SendMail }): Promise<void> {
    const { notice, campaign } = this.#batch
    const addressee = atContact(target.addressee, nextContact(delivery))
    const prepared = await this.#prepare({ ...target, addressee }, { delivery, openedAt })
    if (!('raw' in prepared)) return this.#record(delivery, await this.#afterWaiting(prepared, { delivery, addressee, send }))
    const outcome = await send({
      destination: new Confidential(addressee.address),
      raw: prepared.raw,
      tls: prepared.sealedTo === undefined ? 'required' : this.#deps.policy.sealing.tls,
      tags: { campaign: campaign.id, notice: notice.id, delivery: deliveryIdOf(delivery.key), attempt: String(delivery.attempts.length) },
    })
    await this.#heed(outcome)
    await this.#record(delivery, newsOf(outcome))
  }

  async #heed({ outcome, ...more }: SendOutcome): Promise<void> {
    const { campaign, notice } = this.#batch
    // Reported before it is recorded: a tick in between must not take the blocked member for the end of it.
    if (outcome === 'refused' && 'code' in more) await this.#deps.troubles.report(campaign.id, notice.id, `ses-${more.code}`)
    this.#isStopped ||= outcome === 'not-sent' || outcome === 'refused'
  }

  /** Whom a notice cannot be sealed to hears that it waits; as long as SES takes nothing, the notice is not over either. */
  async #afterWaiting(news: AttemptNews, { delivery, addressee, send }: WaitingFor): Promise<AttemptNews> {
    const trouble = news.state === 'blocked' ? troubleIn(news.reason)?.trouble : undefined
    if (trouble === undefined) return news
    const { material } = this.#batch
    const references = threadIdOf(material.told.content.threadKey, addressee, this.#deps.policy.sender.address)
    await this.#turn()
    const outcome = await this.#deps.sendWaiting({ key: delivery.key, addressee, trouble, references, send })
    if (outcome) await this.#heed(outcome)
    if (outcome?.outcome === 'not-sent' || outcome?.outcome === 'refused') return { state: 'returned', reason: outcome.code }
    this.#withoutKey += 1
    return news
  }

  /** The mail, after the last look; or what the claim becomes instead. What breaks here has certainly sent nothing. */
  async #prepare(target: Target, { delivery, openedAt }: Held): Promise<Pick<WrittenMail, 'raw' | 'sealedTo'> | AttemptNews> {
    const { notice, campaign, material } = this.#batch
    try {
      const told = await toldBefore(this.#deps.ledger, { campaign, notice, material, target, key: this.#keyOf(target) })
      const { teamKeys } = material
      const of = { campaign, notice, material, target, before: told.before, teamKeys, mayBePlain: mayBePlain(delivery) }
      const mail = told.isConcerned ? await this.#deps.writeMail(of) : undefined
      const verdict = await this.#lastLook(target, openedAt)
      // Whom it does not concern nothing keeps it from: what is blocked waits for an operator, and there is nothing to mend.
      if (!mail) return verdict.go || verdict.state === 'blocked' ? { state: 'skipped', reason: 'not-concerned' } : verdict
      if (!verdict.go) return verdict
      return 'blocked' in mail ? { state: 'blocked', reason: mail.blocked } : mail
    } catch (error) {
      await this.#record(delivery, { state: 'returned', reason: 'fault-before-sending' })
      throw error
    }
  }

  async #lastLook(target: Target, openedAt: Held['openedAt']): Promise<Verdict> {
    const { notice, campaign } = this.#batch
    const isRehearsal = notice.kind === 'rehearsal'
    const recipient = target.addressee.kind === 'recipient' && !isRehearsal ? target.addressee.member.id : undefined
    const fence = await this.#deps.fences.look(campaign.id, recipient)
    return lastLook({ notice: notice.id, digest: notice.digest, target, isRehearsal, openedAt }, fence, this.#deps.clock.now())
  }

  async #record(delivery: Delivery, { state, reason, sesId }: AttemptNews): Promise<void> {
    const news = { state, reason, sesId, at: this.#deps.clock.now(), number: delivery.attempts.length }
    const shown = stateOf(await record(this.#deps.ledger, delivery, news))
    this.#states[shown] = (this.#states[shown] ?? 0) + 1
  }

  #keyOf(target: Target): DeliveryKey {
    return { campaign: this.#batch.campaign.id, notice: this.#batch.notice.id, chunk: this.#batch.hint.chunk, addressee: target.id }
  }
}
