import type { Campaign } from '../../../core/campaign/campaign.ts'
import { nextClockCommand } from '../../../core/campaign/clock.ts'
import type { By, Circumstances } from '../../../core/campaign/command.ts'
import { decide } from '../../../core/campaign/decide.ts'
import { LAWS } from './laws.ts'
import { commandsOf, waited } from './moves.ts'
import { type Notes, type Step, emptyNotes, noteChange, noteConsent } from './notes.ts'
import type { Kind, Try } from './tries.ts'
import * as w from './world.ts'

/** More than this in one tick is a circle. */
const TICK_LIMIT = 40

/** Runs tries against a campaign of its own, and checks every law after every change. */
export class Explorer {
  campaign: Campaign
  now: Circumstances
  readonly notes: Notes = emptyNotes()

  private readonly onStep: (step: Step) => void

  constructor(now: Circumstances, onStep: (step: Step) => void) {
    this.now = now
    this.onStep = onStep
    this.campaign = freeze(w.play(undefined, [now, w.creation()]))
  }

  attempt(attempt: Try, step: number): void {
    if (attempt.kind === 'wait') this.now = { ...this.now, at: waited(this.campaign, this.now.at, attempt) }
    else if (attempt.kind === 'tick') this.tick(attempt)
    else for (const by of commandsOf(this.campaign, attempt, step)) this.run(by)
  }

  /** Until there is nothing left to do; what the clock asks for is never refused. */
  tick({ isHalted, accounted: mask }: Kind<'tick'>): void {
    for (let count = 0; ; count += 1) {
      const accounted = this.campaign.notices.filter((notice, n) => notice.state === 'releasing' && (mask & (1 << (n % 16))) !== 0)

      const command = nextClockCommand(this.campaign, { at: this.now.at, isHalted, accounted })
      if (!command) return
      if (count === TICK_LIMIT) throw new Error('the clock does not come to rest')
      if (isHalted && command.kind === 'release') throw new Error('the clock releases during a halt')
      if (!this.run(w.clock(command))) throw new Error(`the clock was refused ${command.kind}`)
    }
  }

  run(by: By): boolean {
    const before = this.campaign
    const decision = decide(before, by, this.now)
    if (decision.outcome === 'refused') return false
    this.campaign = freeze(decision.campaign)
    const step: Step = { before, after: this.campaign, by, now: this.now, decision, notes: this.notes }
    noteConsent(step)
    for (const [law, holds] of Object.entries(LAWS)) if (!holds(step)) throw new Error(`broken: ${law}`)
    noteChange(step)
    this.onStep(step)
    return true
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}
