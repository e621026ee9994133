import { makeAcceptTable } from '../../core/usecases/accept-table.ts'
import { makeBuildAudience, makeWidenAudience } from '../../core/usecases/build-audience.ts'
import { makeChangeCampaign } from '../../core/usecases/change-campaign.ts'
import { makeCreateCampaign, makeEditCampaign } from '../../core/usecases/draft-campaign.ts'
import { RecipientKeeper } from '../../core/usecases/keep-recipients.ts'
import { makeLoadMaterial, makeLoadStock } from '../../core/usecases/load-material.ts'
import { TeamKeyKeeper } from '../../core/usecases/keep-team-keys.ts'
import { makeNextContent } from '../../core/usecases/next-content.ts'
import { makePreflight } from '../../core/usecases/preflight.ts'
import { makeTryMails } from '../../core/usecases/preview.ts'
import { makeQueueChunk } from '../../core/usecases/queue-chunk.ts'
import { makeReopenDelivery } from '../../core/usecases/reopen-delivery.ts'
import { makeSealLetter, plainly } from '../../core/usecases/seal-letter.ts'
import { makeSendAlarm } from '../../core/usecases/send-alarm.ts'
import { makeSendChunk } from '../../core/usecases/send-chunk.ts'
import { makeSendWaiting } from '../../core/usecases/send-waiting.ts'
import { CampaignSteering } from '../../core/usecases/steer-campaign.ts'
import { makeTakeFeedback } from '../../core/usecases/take-feedback.ts'
import { makeTakeKeys } from '../../core/usecases/take-keys.ts'
import { makeTick } from '../../core/usecases/tick.ts'
import { inspectMemoryKey } from '../fakes/keys.ts'
import { composePlain, engine, makeWriteMail } from './mails.ts'
import { policy } from './policy.ts'
import { type Ended, Process } from './scheduler.ts'
import { loadSealingOf, mime } from './sealing.ts'
import type { World } from './world.ts'

export const TICK_SECONDS = 60
const TIMEOUT_SECONDS = { clock: 60, send: 60, feedback: 30, operator: 30 } as const

export type Role = keyof typeof TIMEOUT_SECONDS

const SENDERS_STORES = ['documents', 'blobs', 'writing', 'sealing', 'teamKeys', 'fences', 'ledger', 'troubles', 'alarms', 'mail'] as const

const OPERATORS_STORES = [
  'campaigns',
  'documents',
  'halts',
  'ledger',
  'recipients',
  'addresses',
  'access',
  'blobs',
  'sweeps',
  'mail',
  'writing',
  'guard',
  'queue',
  'teamKeys',
  'sealing',
] as const

/** The real use cases, wired as each function wires them. */
const ROLES = {
  clock: (world: World, process: Process) => {
    const { guard, ...stores } = world.storesFor(
      process,
      ...(['guard', 'campaigns', 'documents', 'fences', 'ledger', 'troubles', 'alarms', 'sweeps', 'queue', 'mail'] as const),
    )
    const machine = { clock: world.clockOf(process), log: world.logOf(process), policy }
    return makeTick({ ...stores, table: guard, ...machine, tickSeconds: TICK_SECONDS })
  },
  send: (world: World, process: Process) => {
    const { documents, blobs, writing, sealing, teamKeys, ...stores } = world.storesFor(process, ...SENDERS_STORES)
    const material = { documents, blobs, engine, policy }
    const loadMaterial = makeLoadMaterial({ ...material, loadStock: makeLoadStock(material), teamKeys })
    const machine = { clock: world.clockOf(process), log: world.logOf(process), ids: world.ids }
    const deps = { ...stores, ...machine, timeoutSeconds: TIMEOUT_SECONDS.send }
    const pause = async (millis: number): Promise<void> => void (world.now += millis)
    const loadSealing = loadSealingOf(sealing, world.ids)
    const wrap = makeSealLetter({ compose: composePlain, mime, loadSealing, secrets: teamKeys, clock: machine.clock })
    const writeMail = makeWriteMail({ letter: writing.letter, wrap })
    const sendWaiting = makeSendWaiting({ ...deps, compose: writing.waiting, policy })
    const sendChunk = makeSendChunk({ ...deps, loadMaterial, writeMail, sendWaiting, policy, pause })
    const sendAlarm = makeSendAlarm({ ...deps, compose: writing.alarm, policy })
    return { sendChunk, sendAlarm }
  },
  feedback: (world: World, process: Process) => {
    const { ledger, alarms, queue } = world.storesFor(process, 'ledger', 'alarms', 'queue')
    return makeTakeFeedback({ ledger, alarms, queueChunk: makeQueueChunk(queue), clock: world.clockOf(process), log: world.logOf(process) })
  },
  operator: (world: World, process: Process) => {
    const stores = world.storesFor(process, ...OPERATORS_STORES)
    const { campaigns, documents, halts, ledger, recipients, addresses, access, blobs, sweeps, mail, teamKeys } = stores
    const machine = { clock: world.clockOf(process), log: world.logOf(process), policy }
    const { clock } = machine
    const { ids } = world
    const change = makeChangeCampaign({ campaigns, ...machine })
    const preflight = makePreflight({ campaigns, documents, mail, teamKeys, policy, holidays: { on: () => [] }, clock })
    const loadStock = makeLoadStock({ documents, blobs, engine, policy })
    const writeMail = makeWriteMail({ letter: stores.writing.letter, wrap: plainly(composePlain) })
    const building = { campaigns, documents, recipients, loadStock, writeMail, teamKeys, policy, clock, ids }
    const takeKeys = makeTakeKeys({ inspect: inspectMemoryKey, clock })
    const nextContent = makeNextContent({ documents, blobs, ids, takeKeys })
    const tryMails = makeTryMails({ loadStock, writeMail, teamKeys, policy })
    return {
      stores,
      clock,
      preflight,
      create: makeCreateCampaign({ documents, blobs, change, ids, takeKeys, table: stores.guard }),
      edit: makeEditCampaign({ documents, blobs, change, ids, takeKeys }),
      build: makeBuildAudience(building),
      widen: makeWidenAudience(building),
      steering: new CampaignSteering({ documents, halts, ledger, sweeps, change, preflight, nextContent, tryMails, clock }),
      reopen: makeReopenDelivery({ ledger, change, queueChunk: makeQueueChunk(stores.queue), policy, clock }),
      acceptTable: makeAcceptTable({ table: stores.guard, campaigns, halts, clock, log: machine.log }),
      keeper: new RecipientKeeper({ recipients, addresses, access, ids, clock }),
      teamKeys: new TeamKeyKeeper({ store: teamKeys, loadSealing: loadSealingOf(stores.sealing, ids), ...machine }),
    }
  },
}

type Made<R extends Role> = ReturnType<(typeof ROLES)[R]>
export type Operator = Made<'operator'>

interface Hired {
  readonly role: Role
  readonly process: Process
  readonly made: unknown
  /** The table that it works on. */
  readonly table: number
}

/** The running copies of each function. Whoever is free takes the next invocation; whoever died is replaced by a new one. */
export class Staff {
  readonly #world: World
  readonly #hired: Hired[] = []
  /** How far the clock of the next copy is off. */
  skewMillis: (role: Role) => number = () => 0
  /** Whether an invocation gets a copy of its own, though another is free. */
  isCold: () => boolean = () => false
  #count = 0

  constructor(world: World) {
    this.#world = world
  }

  get processes(): readonly Process[] {
    return this.#hired.map(({ process }) => process)
  }

  async employ<R extends Role, T>(role: R, work: (made: Made<R>, process: Process) => Promise<T>): Promise<Ended<T>> {
    const free = this.isCold() ? undefined : this.#hired.find((hired) => hired.role === role && this.#isFree(hired))
    const { process, made } = free ?? this.#hire(role)
    const ended = await process.run(() => work(made as Made<R>, process), this.#world.now)
    if (ended.ended !== 'returned') this.#world.note(process.name, ended.ended === 'died' ? 'is gone' : `failed: ${String(ended.error)}`)
    return ended
  }

  #isFree({ process, table }: Hired): boolean {
    return !process.isBusy && !process.isDead && table === this.#world.table
  }

  #hire(role: Role): Hired {
    const timeoutMillis = TIMEOUT_SECONDS[role] * 1000
    const process = new Process({ name: `${role}-${++this.#count}`, timeoutMillis, skewMillis: this.skewMillis(role) })
    if (process.skewMillis !== 0) this.#world.witness.count('clock is off')
    const { table } = this.#world
    const hired = { role, process, table, made: ROLES[role](this.#world, process) }
    this.#hired.push(hired)
    return hired
  }
}
