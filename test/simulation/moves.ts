import type { QueuedHint } from '../../core/delivery/ports.ts'
import type { FeedbackEvent } from '../../core/delivery/feedback-event.ts'
import { type ActName, ACTS, NO_CAMPAIGN } from './acts.ts'
import type { Random } from './random.ts'
import type { Ended } from './scheduler.ts'
import { Staff } from './staff.ts'
import type { World } from './world.ts'

/** A world with people and machines in it: everything that can be set going. */
export class Stage {
  readonly world: World
  readonly random: Random
  readonly staff: Staff

  constructor(world: World, random: Random) {
    this.world = world
    this.random = random
    this.staff = new Staff(world)
  }

  async tick(): Promise<Ended<void>> {
    this.world.note('the clock', 'ticks')
    return this.staff.employ('clock', (tick) => tick())
  }

  async deliver(hint: QueuedHint['hint']): Promise<unknown> {
    this.world.note(
      'the queue',
      hint.schema === 'chunk-hint/1' ? `hands over ${hint.notice} chunk ${hint.chunk}` : `hands over alarm ${hint.cause.code}`,
    )
    return this.staff.employ('send', async ({ sendChunk, sendAlarm }, { startedAt, timeoutMillis }) => {
      if (hint.schema === 'alarm-hint/1') return void (await sendAlarm(hint))
      return void (await sendChunk(hint, () => startedAt + timeoutMillis - this.world.now))
    })
  }

  async tell(event: FeedbackEvent): Promise<unknown> {
    this.world.note('ses', `tells ${event.type} of ${event.delivery} attempt ${event.attempt}`)
    const { table } = this.world
    const ended = await this.staff.employ('feedback', (takeFeedback) => takeFeedback(event))
    if (ended.ended === 'returned' && ended.value !== 'unknown-delivery' && table === this.world.table) this.world.witness.heard.push(event)
    return ended
  }

  async act(name: ActName): Promise<unknown> {
    const { world, random } = this
    world.note('an operator', name)
    world.witness.count(`act: ${name}`)
    const id = world.campaigns.length > 0 ? random.pick(world.campaigns) : NO_CAMPAIGN
    return this.staff.employ('operator', (operator) => ACTS[name]({ operator, world, random, id }))
  }

  /** Everything that lies in the queues, once, oldest first; also what comes while it is worked on. */
  async workOff(): Promise<void> {
    const { hints, events } = this.world
    while (hints.length + events.length > 0) {
      for (const hint of hints.splice(0)) await this.deliver(hint)
      for (const event of events.splice(0)) await this.tell(event)
    }
  }
}
