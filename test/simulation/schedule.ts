import { type ActName, ACTS } from './acts.ts'
import { FAULTS, FAULT_NAMES, type FaultName } from './faults.ts'
import { heal } from './heal.ts'
import { KEY_ACTS } from './key-acts.ts'
import { brokenBy } from './invariants.ts'
import { Stage } from './moves.ts'
import { outcomeOf } from './outcome.ts'
import { FATES, type Fate } from './post.ts'
import { Random } from './random.ts'
import { type Gate, type Process, drained } from './scheduler.ts'
import { type Setting, startOf } from './start.ts'
import { TROUBLES, type TroubleName } from './troubles.ts'
import { Trace } from './trace.ts'
import type { Tried } from './tried.ts'
import { World } from './world.ts'

/** A clock may be off by this much. */
const MOST_SKEW_MILLIS = 5 * 60 * 1000
/** Processes that run at a time. */
const MOST_RUNNING = 6
/** One schedule in so many is followed to the end of its campaigns. */
const TO_THE_END = 6

/** In one schedule in so many, operators see to who is blocked when all is quiet. */
const CLEARS_UP = 4

/** In one schedule in so many, bytes that were replaced stay so. */
const STAYS_BROKEN = 10

/** What happens next, and how often: letting somebody go on is most of it. */
const MOVES = { go: 80, hint: 5, event: 5, tick: 2, time: 2, act: 1, trouble: 1 } as const

/** How bad it is in one schedule. Drawn once, so that some are nearly quiet and some are a storm. */
interface Weather {
  readonly steps: number
  readonly faultChance: number
  readonly acts: readonly ActName[]
  readonly fates: Readonly<Record<Fate, number>>
  readonly skewMillis: number
}

/** One schedule, wholly made of its seed. */
export async function tryOut(seed: number, of: { readonly isTraced: boolean }): Promise<Tried> {
  const random = new Random(seed)
  const trace = new Trace(of.isTraced)
  const setting = settingOf(random)
  const world = new World(await startOf(setting), trace)
  const stage = new Stage(world, random)
  const weather = weatherOf(random)
  world.now += random.pick(JUMPS[setting.stage])
  world.note('the world', `begins as ${JSON.stringify(setting)}`)
  const schedule = new RandomSchedule(stage, weather)
  await schedule.run()
  const healing = { isToTheEnd: seed % TO_THE_END === 0, isMended: seed % STAYS_BROKEN !== 0 }
  let isAtRest = await heal(stage, { ...healing, running: schedule.running })
  if (seed % CLEARS_UP === 0) {
    for (const act of ['unblock in plain', 'unblock in plain', 'unblock'] as const) await stage.act(act)
    isAtRest &&= await heal(stage, healing)
  }
  const outcome = await outcomeOf(stage, { isAtRest, skewMillis: weather.skewMillis })
  return { broken: brokenBy(outcome), witness: world.witness, trace }
}

const DAY_MILLIS = 24 * 60 * 60 * 1000

/** Most schedules begin when something is about to happen. */
const JUMPS: Readonly<Record<Setting['stage'], readonly number[]>> = {
  list: [0],
  draft: [0, 6 * DAY_MILLIS],
  scheduled: [7 * DAY_MILLIS - 30_000, 7 * DAY_MILLIS + 30_000, 7 * DAY_MILLIS + 30_000, 13 * DAY_MILLIS, 14 * DAY_MILLIS - 120_000],
}

const KEYS_WEIGHTS = { none: 5, good: 2, bad: 2, ending: 2, misplaced: 1, neighbours: 1 } as const satisfies Readonly<
  Record<Setting['keys'], number>
>

function settingOf(random: Random): Setting {
  return {
    recipients: 2 + random.below(4),
    stage: random.weighted({ draft: 1, scheduled: 9, list: 0 }),
    campaigns: random.chance(0.1) ? 2 : 1,
    keys: random.weighted(KEYS_WEIGHTS),
    contacts: random.chance(0.3) ? 2 : 1,
  }
}

/** In some schedules operators have their hands full of keys. */
const ABOUT_KEYS: readonly ActName[] = [
  ...(Object.keys(KEY_ACTS) as (keyof typeof KEY_ACTS)[]),
  'unblock',
  'unblock in plain',
  'suspend a recipient',
]

function weatherOf(random: Random): Weather {
  const names = random.chance(0.3) ? ABOUT_KEYS : (Object.keys(ACTS) as ActName[])
  return {
    steps: 60 + random.below(340),
    faultChance: random.pick([0, 0.01, 0.03, 0.1]),
    acts: Array.from({ length: random.below(5) }, () => random.pick(names)),
    fates: { ...Object.fromEntries(Object.keys(FATES).map((fate) => [fate, random.below(2)])), delivered: 6 } as Record<Fate, number>,
    skewMillis: random.chance(0.5) ? MOST_SKEW_MILLIS : 0,
  }
}

/** Calls of which a schedule has few, and that matter most. */
const RARE: ReadonlySet<string> = new Set(['mail.send', 'sealing.seal'])

/** Many at once, each at its own pace, and something wrong with any of them. */
class RandomSchedule {
  readonly running = new Set<Promise<unknown>>()
  readonly #stage: Stage
  readonly #weather: Weather
  #last: Process | undefined

  constructor(stage: Stage, weather: Weather) {
    this.#stage = stage
    this.#weather = weather
    const { world, staff, random } = stage
    world.scheduler.isInterleaving = true
    world.choose = ({ name, process }) => {
      if (!random.chance(RARE.has(name) ? 5 * weather.faultChance : weather.faultChance)) return undefined
      const fault = random.pick(FITTING.get(name) ?? fitting(name))
      world.witness.count(fault)
      world.note(process.name, `${name} ✗ ${fault}`)
      return FAULTS[fault]
    }
    world.fate = () => random.weighted(weather.fates)
    staff.isCold = () => random.chance(0.2)
    staff.skewMillis = () => (weather.skewMillis === 0 ? 0 : random.below(2 * weather.skewMillis + 1) - weather.skewMillis)
  }

  async run(): Promise<void> {
    for (let step = 0; step < this.#weather.steps; step++) {
      await drained()
      this.#move()
    }
    await drained()
  }

  #move(): void {
    const { world, random } = this.#stage
    const { gates } = world.scheduler
    const isFull = gates.length > 0 && this.running.size >= MOST_RUNNING
    const move = isFull ? 'go' : random.weighted(MOVES)
    switch (move) {
      case 'go':
        return this.#letOn(gates)
      case 'hint':
        return this.#deliver()
      case 'event':
        return this.#tell()
      case 'tick':
        return this.#begin(this.#stage.tick())
      case 'time':
        return this.#timePasses()
      case 'act':
        return this.#act()
      case 'trouble':
        return this.#trouble()
    }
  }

  /** Mostly whoever went last, so that some get far while others stand still. */
  #letOn(gates: readonly Gate[]): void {
    const { world, random } = this.#stage
    if (gates.length === 0) return
    const same = random.chance(0.7) ? gates.findIndex(({ process }) => process === this.#last) : -1
    const index = same < 0 ? random.below(gates.length) : same
    this.#last = gates[index]?.process
    world.scheduler.open(index)
  }

  #begin(work: Promise<unknown>): void {
    this.running.add(work)
    void work.finally(() => this.running.delete(work))
  }

  /** Any of those that wait, and now and then once more later. */
  #deliver(): void {
    const { world, random } = this.#stage
    if (world.hints.length === 0) return
    const [hint] = world.hints.splice(random.below(world.hints.length), 1)
    if (!hint) return
    if (random.chance(0.15)) {
      world.hints.push(hint)
      world.witness.count('hint twice')
    }
    this.#begin(this.#stage.deliver(hint))
  }

  #tell(): void {
    const { world, random } = this.#stage
    if (world.events.length === 0) return
    const [event] = world.events.splice(random.below(world.events.length), 1)
    if (!event) return
    if (random.chance(0.15)) {
      world.events.push(event)
      world.witness.count('event twice')
    }
    this.#begin(this.#stage.tell(event))
  }

  /** A little while somebody is at work; far when nobody is. */
  #timePasses(): void {
    const { world, random } = this.#stage
    const seconds = this.running.size > 0 ? random.pick([0.02, 0.1, 0.5, 1, 2, 4, 8, 16, 61]) : random.pick([20, 61, 61, 130, 1000, 5000])
    world.now += seconds * 1000
    world.note('time', `passes: ${seconds} s`)
  }

  #act(): void {
    if (this.#weather.acts.length > 0) this.#begin(this.#stage.act(this.#stage.random.pick(this.#weather.acts)))
  }

  #trouble(): void {
    const { world, random } = this.#stage
    const name = random.pick(Object.keys(TROUBLES) as TroubleName[])
    world.note('trouble', name)
    if (TROUBLES[name](world, random) === 'happened') world.witness.count(name)
  }
}

const FITTING = new Map<string, readonly FaultName[]>()

function fitting(name: string): readonly FaultName[] {
  const faults = FAULT_NAMES.filter((fault) => FAULTS[fault].fits(name))
  FITTING.set(name, faults)
  return faults
}
