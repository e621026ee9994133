import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { advanceNotice, approveByTwo, draft, importList } from '../../bench/campaign.ts'
import { people } from '../../bench/people.ts'
import { type Door, machineOf, sessionOf } from '../../bench/stack-client.ts'
import type { CampaignId } from '../../core/shared/ids.ts'
import { bodyOf, campaignsOf } from '../../operator/cli/api-client.ts'
import { type Moment, until } from './kill-moments.ts'
import { type ClockReading, type KillableStack, clockOf } from './killable-stack.ts'
import { type TakenMail, oddNames, takenMails, takenNumbers } from './mail-folder.ts'

/** A claim's lease, which is the sender's time-out and a minute, and a minute more. */
const PAST_EVERY_LEASE = { seconds: 180 }

/** Kinds of the notices that one write releases. */
const RELEASED: readonly string[] = ['advance', 'reporter-date']

/** Deliveries of those notices by state; `planned` are those for whom the ledger has nothing yet. */
type Counts = Readonly<Record<string, number>>

/** What one kill met, and what the start after it was like. */
export interface Killed {
  /** Mails that SES had taken by then. */
  readonly taken: number
  /** What lay in the mail folder beside whole mails, once the next life was ready. */
  readonly odd: readonly string[]
  /** The advance notice's state in the next life. */
  readonly notice: string
  readonly clockBefore: ClockReading
  readonly clockAfter: ClockReading
}

const NotTold = z.object({
  rows: z.array(z.object({ notice: z.string(), to: z.string(), organisation: z.string().optional(), state: z.string() })),
})

/** A campaign to everybody on a list, from the import until everything is settled; killed at each of the moments of its release. */
export class KillStory {
  readonly kills: Killed[] = []
  /** What each life said on stderr. */
  readonly said: string[] = []
  readonly #stack: KillableStack
  readonly #recipients: number
  #door!: Door
  #id!: CampaignId

  constructor(stack: KillableStack, recipients: number) {
    this.#stack = stack
    this.#recipients = recipients
  }

  async play(moments: readonly Moment[]) {
    const leadAt = await this.#approve()
    await this.#restart('kill')
    const approved = (await advanceNotice(this.#door, this.#id)).state
    await machineOf(this.#door).setClock(leadAt)
    for (const moment of moments) await this.#killAt(moment)
    const counts = await this.#finish()
    const notTold = NotTold.parse(await this.#stack.json('deliveries', this.#id, '--not-told', '--as', 'dave'))
    const exit = await this.#end('stop')
    return { approved, counts, notTold, exit, mails: await this.#mails(), odd: oddNames(this.#mailFolder) }
  }

  /** Returns at the moment at which the second approval is answered. */
  async #approve() {
    this.#door = await this.#stack.start('--clock', '2026-12-01T16:00Z')
    await importList(this.#door, people(this.#recipients), () => undefined)
    // Only a process that ends by itself leaves its modules compiled, and each start to come is quicker for it.
    await this.#restart('stop')
    const disclosureAt = (await machineOf(this.#door).now()).plus({ days: 14 })
    this.#id = await draft(this.#door, disclosureAt)
    await approveByTwo(this.#door, this.#id, () => undefined)
    return disclosureAt.minus({ days: 6 })
  }

  async #killAt({ mails, millis }: Moment): Promise<void> {
    const clockBefore = await clockOf(this.#door)
    const goal = this.#taken() + mails
    await until(`before kill ${this.kills.length + 1}, ${mails} more mails are taken`, () => this.#taken() >= goal, { seconds: 40 })
    await sleep(millis)
    await this.#end('kill')
    const taken = this.#taken()
    this.#door = await this.#stack.start()
    const odd = oddNames(this.#mailFolder)
    const clockAfter = await clockOf(this.#door)
    const { state: notice } = await advanceNotice(this.#door, this.#id)
    this.kills.push({ taken, odd, notice, clockBefore, clockAfter })
  }

  /** Lets the last life do what is left, and time pass until no lease of an earlier one stands. */
  async #finish(): Promise<Counts> {
    const machine = machineOf(this.#door)
    const patience = { seconds: 80, every: 400 }
    await until('nobody is left planned', async () => (await this.#counts())['planned'] === undefined, patience)
    await machine.setClock((await machine.now()).plus(PAST_EVERY_LEASE))
    await until('the notice is released', async () => (await advanceNotice(this.#door, this.#id)).state === 'released', patience)
    const reached = new Set((await this.#mails()).map(({ envelope }) => `${envelope.tags['notice']} ${envelope.destinations.join(' ')}`))
      .size
    const isTold = async () => (await this.#counts())['delivered'] === reached
    await until(`all of the ${reached} whose mails were taken are delivered`, isTold, patience)
    return this.#counts()
  }

  async #counts(): Promise<Counts> {
    const { notices } = await bodyOf(campaignsOf(sessionOf(this.#door, 'bob')).campaigns[':id'].$get({ param: { id: this.#id } }))
    const counts: Record<string, number> = {}
    for (const notice of notices.filter(({ kind }) => RELEASED.includes(kind))) {
      for (const [state, count = 0] of Object.entries(notice.deliveries)) counts[state] = (counts[state] ?? 0) + count
    }
    return counts
  }

  async #restart(how: 'kill' | 'stop'): Promise<void> {
    await this.#end(how)
    this.#door = await this.#stack.start()
  }

  async #end(how: 'kill' | 'stop'): Promise<number | null> {
    const exit = await this.#stack[how]()
    this.said.push(this.#stack.said)
    return exit
  }

  /** Without alarms, which are to the team. */
  async #mails(): Promise<readonly TakenMail[]> {
    const mails = await takenMails(this.#mailFolder)
    return mails.filter(({ envelope: { tags } }) => RELEASED.some((kind) => tags['notice']?.startsWith(`${kind}-`)))
  }

  #taken(): number {
    return takenNumbers(this.#mailFolder).length
  }

  get #mailFolder(): string {
    return join(this.#stack.data, 'mail')
  }
}
