import type { Campaign, Notice } from '../campaign/campaign.ts'
import { type DeliveryState, claimed, claimedAgain, deliveryIdOf, mayKnowBy, stateOf } from '../delivery/attempts.ts'
import type { ChunkHint, Delivery, DeliveryKey } from '../delivery/delivery.ts'
import { type Verdict, lastLook } from '../delivery/last-look.ts'
import type { Fences, Ledger, MailService, SendMail, SendOutcome, TroubleStore } from '../delivery/ports.ts'
import { record } from '../delivery/record.ts'
import type { Target } from '../delivery/targets.ts'
import type { NoticeKind } from '../notice/notice-kind.ts'
import type { Clock } from '../shared/clock.ts'
import { Confidential } from '../shared/confidential.ts'
import { Fault } from '../shared/fault.ts'
import type { IdSource } from '../shared/ids.ts'
import type { Log } from '../shared/log.ts'
import { sideBySide } from '../shared/side-by-side.ts'
import type { LoadMaterial, Material } from './load-material.ts'
import { raiseAlarm } from './raise-alarm.ts'
import type { WriteMail, WrittenMail } from './write-mail.ts'

/** Members of a chunk that are worked on at a time. */
const WIDTH = 5
/** A claim outlives the function that made it by this much, so that no living sender's claim is taken for lost. */
const LEASE_MARGIN_SECONDS = 60
/** Below this nothing new is claimed: what was begun must be recorded in time. */
const LEAST_TIME_LEFT_MILLIS = 5_000

export interface SendChunkDeps {
  readonly fences: Fences
  readonly ledger: Ledger
  readonly troubles: TroubleStore
  readonly mail: MailService
  readonly loadMaterial: LoadMaterial
  readonly writeMail: WriteMail
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  /** The function's own time-out. */
  readonly timeoutSeconds: number
}

/** How many deliveries ended a chunk's work in each state. */
type States = Readonly<Partial<Record<DeliveryState, number>>>

export type ChunkOutcome =
  | { readonly outcome: 'worked'; readonly states: States }
  | { readonly outcome: 'nothing-to-do'; readonly because: 'not-releasing' | 'halted' | 'all-settled' | 'pin-broken' }

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
  return async (hint, timeLeftMillis) => {
    const fence = await deps.fences.look(hint.campaign, undefined)
    const notice = fence.campaign?.notices.find(({ id }) => id === hint.notice)
    if (!fence.campaign || notice?.state !== 'releasing') return { outcome: 'nothing-to-do', because: 'not-releasing' }
    if (fence.halted) return { outcome: 'nothing-to-do', because: 'halted' }
    const material = await materialOr(deps, { campaign: fence.campaign, notice, chunk: hint.chunk })
    if (!material) return { outcome: 'nothing-to-do', because: 'pin-broken' }
    const known = new Map(
      (await deps.ledger.chunk(hint.campaign, hint.notice, hint.chunk)).map((delivery) => [delivery.key.addressee, delivery]),
    )
    const open = material.targets.filter(({ id }) => stateOf(known.get(id)) === 'planned')
    if (open.length === 0) return { outcome: 'nothing-to-do', because: 'all-settled' }
    const work = new ChunkWork(deps, { campaign: fence.campaign, notice, chunk: hint.chunk, material, timeLeftMillis })
    try {
      await work.run(open, known)
    } finally {
      // Also when one of them broke: what is blocked or uncertain is never looked at again.
      raiseAlarms(deps.log, hint, work.states)
    }
    return { outcome: 'worked', states: work.states }
  }
}

function raiseAlarms(log: Log, { campaign, notice }: ChunkHint, states: States): void {
  for (const code of ['blocked', 'uncertain'] as const) {
    const count = states[code]
    if (count !== undefined) raiseAlarm(log, { campaign, code, notice, count })
  }
}

/** Bytes that are not what was approved concern the whole notice: nothing of it goes on until an operator has looked. */
async function materialOr(deps: SendChunkDeps, of: { campaign: Campaign; notice: Notice; chunk: number }): Promise<Material | undefined> {
  try {
    return await deps.loadMaterial(of.campaign, of.notice, of.chunk)
  } catch (error) {
    if (!(error instanceof Fault) || error.retry === 'later') throw error
    await deps.troubles.report(of.campaign.id, of.notice.id, `pin-broken-${error.code.toLowerCase().replaceAll('_', '-')}`)
    return undefined
  }
}

interface Batch {
  readonly campaign: Campaign
  readonly notice: Notice
  readonly chunk: number
  readonly material: Material
  readonly timeLeftMillis: () => number
}

/** What a claimed attempt becomes without a mail. */
type Instead = Pick<Extract<Verdict, { go: false }>, 'state' | 'reason'>

class ChunkWork {
  readonly #deps: SendChunkDeps
  readonly #batch: Batch
  readonly #states: Partial<Record<DeliveryState, number>> = {}
  /** Set by an answer that concerns the account, not the mail: the rest of the chunk waits for the sweep. */
  #isStopped = false

  constructor(deps: SendChunkDeps, batch: Batch) {
    this.#deps = deps
    this.#batch = batch
  }

  get states(): States {
    return this.#states
  }

  async run(open: readonly Target[], known: ReadonlyMap<string, Delivery>): Promise<void> {
    await this.#deps.mail.batch((send) =>
      sideBySide(open, WIDTH, async (target) => {
        if (this.#isStopped || this.#batch.timeLeftMillis() < LEAST_TIME_LEFT_MILLIS) return
        const delivery = await this.#claim(target, known.get(target.id))
        if (delivery) await this.#handle(target, { delivery, send })
      }),
    )
  }

  /** Creates the delivery, or takes up one that went back to planned. At most one sender gets it. */
  async #claim(target: Target, before: Delivery | undefined): Promise<Delivery | undefined> {
    const { clock, ids, ledger, timeoutSeconds } = this.#deps
    const at = clock.now()
    const claim = {
      claim: ids.token(),
      contact: 'first' as const,
      at,
      leaseUntil: at.plus({ seconds: timeoutSeconds + LEASE_MARGIN_SECONDS }),
    }
    const next = before ? claimedAgain(before, claim) : claimed(this.#keyOf(target), claim)
    const outcome = before ? await ledger.update(next) : await ledger.create(next)
    return outcome === 'claimed' || outcome === 'written' ? next : undefined
  }

  async #handle(target: Target, { delivery, send }: { delivery: Delivery; send: SendMail }): Promise<void> {
    const { notice, campaign } = this.#batch
    const prepared = await this.#prepare(target, delivery)
    if (!('raw' in prepared)) return this.#record(delivery, prepared)
    const outcome = await send({
      destination: new Confidential(target.addressee.address),
      raw: prepared.raw,
      tags: { campaign: campaign.id, notice: notice.id, delivery: deliveryIdOf(delivery.key), attempt: String(delivery.attempts.length) },
    })
    // Reported before it is recorded: a tick in between must not take the blocked member for the end of it.
    if (outcome.outcome === 'refused') await this.#deps.troubles.report(campaign.id, notice.id, `ses-${outcome.code}`)
    await this.#record(delivery, this.#newsOf(outcome))
  }

  /** The mail, after the last look; or what the claim becomes instead. What breaks here has certainly sent nothing. */
  async #prepare(target: Target, delivery: Delivery): Promise<Pick<WrittenMail, 'raw'> | Instead> {
    const { notice, campaign, material } = this.#batch
    try {
      const told = await this.#whatTheyWereTold(target)
      const mail = told.isConcerned ? await this.#deps.writeMail({ campaign, notice, material, target, mayKnow: told.mayKnow }) : undefined
      const verdict = await this.#lastLook(target)
      if (!verdict.go) return verdict
      if (!mail) return { state: 'skipped', reason: 'not-concerned' }
      return 'blocked' in mail ? { state: 'blocked', reason: mail.blocked } : mail
    } catch (error) {
      await this.#record(delivery, { state: 'returned', reason: 'fault-before-sending' })
      throw error
    }
  }

  async #lastLook(target: Target): Promise<Verdict> {
    const { notice, campaign } = this.#batch
    const isRehearsal = notice.kind === 'rehearsal'
    const recipient = target.addressee.kind === 'recipient' && !isRehearsal ? target.addressee.member.id : undefined
    const fence = await this.#deps.fences.look(campaign.id, recipient)
    return lastLook({ notice: notice.id, digest: notice.digest, target, isRehearsal }, fence, this.#deps.clock.now())
  }

  #newsOf(outcome: SendOutcome): { state: 'accepted' | 'returned' | 'blocked' | 'uncertain'; reason?: string; sesId?: string } {
    switch (outcome.outcome) {
      case 'accepted':
        return { state: 'accepted', sesId: outcome.sesId }
      case 'not-sent':
        this.#isStopped = true
        return { state: 'returned', reason: outcome.code }
      case 'refused':
        this.#isStopped = true
        return { state: 'blocked', reason: `ses-${outcome.code}` }
      case 'unknown':
        return { state: 'uncertain', reason: outcome.code }
    }
  }

  async #record(delivery: Delivery, news: Pick<Parameters<typeof record>[2], 'state' | 'reason' | 'sesId'>): Promise<void> {
    const at = this.#deps.clock.now()
    const { state, reason, sesId } = news
    const written = await record(this.#deps.ledger, delivery, { state, reason, sesId, at, number: delivery.attempts.length })
    const shown = stateOf(written)
    this.#states[shown] = (this.#states[shown] ?? 0) + 1
  }

  /** From the ledger's earlier notices: whether this addressee may know, and whether this notice is for them at all. */
  async #whatTheyWereTold(target: Target): Promise<{ mayKnow: boolean; isConcerned: boolean }> {
    const { campaign, notice } = this.#batch
    if (!notice.mayKnowOnly && notice.version === 1) return { mayKnow: false, isConcerned: true }
    const kinds: readonly NoticeKind[] = notice.mayKnowOnly ? ['advance', 'reporter-date'] : [notice.kind]
    const earlier = campaign.notices.filter(({ id, kind }) => id !== notice.id && kinds.includes(kind))
    const deliveries = await Promise.all(earlier.map(({ id }) => this.#deps.ledger.read({ ...this.#keyOf(target), notice: id })))
    const knows = deliveries.some(mayKnowBy)
    return { mayKnow: knows, isConcerned: !notice.mayKnowOnly || knows }
  }

  #keyOf(target: Target): DeliveryKey {
    return { campaign: this.#batch.campaign.id, notice: this.#batch.notice.id, chunk: this.#batch.chunk, addressee: target.id }
  }
}
