import { isDeepStrictEqual } from 'node:util'
import type { Campaign } from '../../../core/campaign/campaign.ts'
import { nextClockCommand } from '../../../core/campaign/clock.ts'
import type { By, Circumstances } from '../../../core/campaign/command.ts'
import { decide } from '../../../core/campaign/decide.ts'
import { DAY, HOUR } from './model-notices.ts'
import type { Now } from './model-orders.ts'
import { Meanings, brief, orderOf, viewOfCore, viewOfPlain } from './model-view.ts'
import { PlainCampaign } from './model.ts'
import { commandsOf, waited } from './moves.ts'
import type { Kind, Try } from './tries.ts'
import * as w from './world.ts'

/** In a zone without changes of the clock a day has 24 hours. */
const LEADS: Readonly<Record<string, number>> = { P14D: 14 * DAY, P7D: 7 * DAY, P2D: 2 * DAY, P1D: DAY, PT6H: 6 * HOUR }

/** One campaign twice: in the core and in the model. Every command goes to both, and both must be the same after it. */
export class Walk {
  readonly #onOutcome: (what: string) => void
  readonly #meanings = new Meanings()
  readonly #transcript: (() => string)[] = []
  readonly #plain: PlainCampaign
  #core: Campaign
  #now: Circumstances

  constructor(now: Circumstances, onOutcome: (what: string) => void) {
    this.#now = { ...now, zone: 'UTC' }
    this.#onOutcome = onOutcome
    this.#core = w.play(undefined, [now, w.creation()])
    this.#plain = new PlainCampaign(w.alice, brief(this.#core.content), w.DISCLOSURE.toMillis())
    this.#compare()
  }

  attempt(attempt: Try, step: number): void {
    if (attempt.kind === 'wait') this.#now = { ...this.#now, at: waited(this.#core, this.#now.at, attempt) }
    else if (attempt.kind === 'tick') this.#tick(attempt)
    else for (const by of commandsOf(this.#core, attempt, step)) this.#run(by)
  }

  #run(by: By): void {
    const order = orderOf(by, this.#meanings)
    const decision = decide(this.#core, by, this.#now)
    const reasons = this.#plain.run(order, this.#plainNow)
    const outcome = decision.outcome === 'refused' ? decision.code : 'done'
    this.#note(() => `${JSON.stringify(order)} → ${outcome}`)
    this.#onOutcome(order.do === 'propose' ? `${order.do} ${order.kind}: ${outcome}` : `${order.do}: ${outcome}`)
    const isSame = decision.outcome === 'refused' ? reasons.includes(decision.code) : reasons.length === 0
    if (!isSame) this.#disagree([`the core says ${outcome}`, `the model says ${reasons.length === 0 ? 'done' : reasons.join(' or ')}`])
    if (decision.outcome === 'refused') return
    this.#core = decision.campaign
    this.#compare()
  }

  /** The core goes on until there is nothing left to do; the model does all of it at once. */
  #tick({ isHalted, accounted: mask }: Kind<'tick'>): void {
    const accounted = this.#core.notices.filter(({ state }, n) => state === 'releasing' && (mask & (1 << (n % 16))) !== 0)
    const tick = { at: this.#now.at, isHalted, accounted }
    this.#note(
      () => `the clock ticks${isHalted ? ', halted' : ''}; accounted for: ${accounted.map(({ id }) => id).join(', ') || 'nothing'}`,
    )
    for (let command = nextClockCommand(this.#core, tick); command; command = nextClockCommand(this.#core, tick)) {
      const decision = decide(this.#core, w.clock(command), this.#now)
      if (decision.outcome === 'refused') this.#disagree([`the clock was refused ${command.kind}: ${decision.code}`])
      else this.#core = decision.campaign
    }
    this.#plain.tick(this.#plainNow, { isHalted, accounted: accounted.map(({ id }) => id) })
    this.#compare()
  }

  get #plainNow(): Now {
    const { at, quorum, lead } = this.#now
    return { at: at.toMillis(), lead: w.some(LEADS[lead]), needed: quorum }
  }

  #compare(): void {
    this.#meanings.learnFrom(this.#core)
    const [core, plain] = [viewOfCore(this.#core, this.#meanings, this.#now.at), viewOfPlain(this.#plain, this.#plainNow)]
    if (isDeepStrictEqual(core, plain)) return
    const lines = (view: object) => JSON.stringify(view, undefined, 1).split('\n')
    const only = (own: readonly string[], other: readonly string[]) => own.filter((line) => !other.includes(line))
    const [ofCore, ofPlain] = [lines(core), lines(plain)]
    this.#disagree(['only in the core:', ...only(ofCore, ofPlain), 'only in the model:', ...only(ofPlain, ofCore)])
  }

  #note(line: () => string): void {
    const at = w.stored(this.#now.at)
    this.#transcript.push(() => `${at}  ${line()}`)
  }

  #disagree(how: readonly string[]): never {
    const { quorum, lead } = this.#now
    const lines = this.#transcript.map((line) => line())
    throw new Error([`lead ${lead}, consents ${JSON.stringify(quorum)}`, ...lines, ...how].join('\n'))
  }
}
