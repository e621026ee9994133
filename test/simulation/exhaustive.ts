import type { ActName } from './acts.ts'
import type { FaultKind } from './call.ts'
import { FAULTS, FAULT_NAMES } from './faults.ts'
import { heal } from './heal.ts'
import { brokenBy } from './invariants.ts'
import { Stage } from './moves.ts'
import { outcomeOf } from './outcome.ts'
import { Random } from './random.ts'
import { type Setting, startOf } from './start.ts'
import { type Story, type StoryName, STORIES } from './story.ts'
import { Trace } from './trace.ts'
import type { Tried } from './tried.ts'
import { type Start, World } from './world.ts'

/** Two recipients and a reporter. */
const SETTING: Omit<Setting, 'stage' | 'contacts' | 'keys'> = { recipients: 2, campaigns: 1 }

/** One call in so many is followed to the end of the campaign, the others to the end of what was due. */
const TO_THE_END = 12

/** The commands that change what a sender must look at, or what it may claim. */
const ACTING: readonly ActName[] = [
  'shorten',
  'withdraw',
  'halt',
  'suspend a recipient',
  'remove a recipient',
  'change a recipient',
  'resend',
]

/** The same where there are keys. */
const ACTING_ON_KEYS: readonly ActName[] = [
  'replace a key, and include them',
  'set a key that has expired',
  'rotate a key of the team',
  'unblock in plain',
]

type Meanwhile = Readonly<Record<string, (stage: Stage) => Promise<unknown>>>

const actsOf = (names: readonly ActName[]): Meanwhile => Object.fromEntries(names.map((act) => [act, (stage: Stage) => stage.act(act)]))

/** What others do while a call is under way: beside the faults of the call itself. */
const OTHERS: Meanwhile = {
  'the oldest table is restored': async ({ world }) => world.restoreOld('oldest'),
  'the table of a while ago is restored': async ({ world }) => world.restoreOld('table'),
  'another tick': (stage) => stage.tick(),
  'another sender': async (stage) => {
    for (const hint of [...stage.world.hints, ...stage.world.witness.queued]) await stage.deliver(hint)
  },
  'all that was told, told again': async (stage) => {
    for (const event of stage.world.witness.events) await stage.tell(event)
  },
  'all hints are lost': async ({ world }) => void world.hints.splice(0),
  'all that was told is lost': async ({ world }) => void world.events.splice(0),
}

const MEANWHILE: Meanwhile = { ...actsOf(ACTING), ...OTHERS }
const MEANWHILE_WITH_KEYS: Meanwhile = {
  ...actsOf(ACTING_ON_KEYS),
  ...OTHERS,
  'the team’s keys are lost': async ({ world }) => world.stores.table.items('team-keys').clear(),
  'the secrets of the team’s keys are lost': async ({ world }) => world.stores.table.items('team-secrets').clear(),
}

const meanwhileIn = ({ keys }: Story): Meanwhile => (keys === undefined ? MEANWHILE : MEANWHILE_WITH_KEYS)

/** A fault at the call with this number, in one story. */
export interface Single {
  readonly story: StoryName
  readonly call: number
  readonly fault: string
}

export const nameOf = ({ story, call, fault }: Single): string => `--story '${story}' --call ${call} --fault '${fault}'`

export const isStory = (name: string): name is StoryName => Object.hasOwn(STORIES, name)

/** A story from one of its steps on. */
interface Leg {
  readonly start: Start
  readonly step: number
  /** The number of its step's first call, in the whole story. */
  readonly firstCall: number
  /** What its step calls when nothing goes wrong. */
  readonly calls: readonly string[]
}

const legs = new Map<StoryName, Promise<readonly Leg[]>>()

/** Made once for each story: what comes before a fault goes well, so a schedule begins at the step of its fault. */
function legsOf(name: StoryName): Promise<readonly Leg[]> {
  const made = legs.get(name) ?? makeLegs(STORIES[name])
  legs.set(name, made)
  return made
}

async function makeLegs({ from, steps, contacts = 1, keys = 'none', fate }: Story): Promise<readonly Leg[]> {
  const made: Leg[] = []
  let start = await startOf({ ...SETTING, contacts, keys, stage: from })
  let firstCall = 1
  for (const [step, goOn] of steps.entries()) {
    const stage = stageAt(start, { fate, isTraced: false })
    const calls: string[] = []
    stage.world.choose = ({ name }) => void calls.push(name)
    await goOn(stage)
    made.push({ start, step, firstCall, calls })
    firstCall += calls.length
    start = stage.world.here()
  }
  return made
}

function stageAt(start: Start, { fate, isTraced }: { readonly fate: Story['fate']; readonly isTraced: boolean }): Stage {
  const world = new World(start, new Trace(isTraced))
  if (fate) world.fate = fate
  return new Stage(world, new Random(start.now))
}

/** Everything that can go wrong once in a story, at each of its calls. */
export async function* singles(): AsyncGenerator<Single> {
  for (const story of Object.keys(STORIES) as StoryName[]) {
    for (const { firstCall, calls } of await legsOf(story)) {
      for (const [index, name] of calls.entries()) {
        const call = firstCall + index
        for (const fault of FAULT_NAMES) if (FAULTS[fault].fits(name)) yield { story, call, fault }
        for (const fault of Object.keys(meanwhileIn(STORIES[story]))) yield { story, call, fault }
      }
    }
  }
}

/** Plays a story straight through, with one fault at one call. Before the step of that call everything went well. */
export async function play({ story, call, fault }: Single, { isTraced }: { readonly isTraced: boolean }): Promise<Tried> {
  const { steps, after = [], fate, staysBroken = false }: Story = STORIES[story]
  const leg = (await legsOf(story)).findLast(({ firstCall, step }) => firstCall <= call || step === 0)
  if (!leg) throw new RangeError('a story has a step')
  const stage = stageAt(leg.start, { fate, isTraced })
  const { world } = stage
  let count = leg.firstCall - 1
  world.choose = ({ name, process }) => {
    if (++count !== call) return undefined
    world.witness.count(fault)
    world.note(process.name, `${name} ✗ ${fault}`)
    return faultNamed(stage, fault, meanwhileIn(STORIES[story]))
  }
  for (const step of steps.slice(leg.step)) await step(stage)
  world.choose = () => undefined
  for (const step of after) await step(stage)
  const isAtRest = await heal(stage, { isToTheEnd: call % TO_THE_END === 0, isMended: !staysBroken })
  const outcome = await outcomeOf(stage, { isAtRest, skewMillis: 0 })
  return { broken: brokenBy(outcome), witness: world.witness, trace: world.trace }
}

function faultNamed(stage: Stage, fault: string, meanwhile: Meanwhile): FaultKind | undefined {
  const known = FAULT_NAMES.find((name) => name === fault)
  if (known) return FAULTS[known]
  const others = meanwhile[fault]
  if (!others) return undefined
  return {
    fits: () => true,
    run: async (call) => {
      stage.world.choose = () => undefined
      await others(stage)
      return call.go()
    },
  }
}
