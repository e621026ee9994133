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
import { World } from './world.ts'

/** Two recipients and a reporter. */
const SETTING: Omit<Setting, 'stage' | 'contacts'> = { recipients: 2, campaigns: 1, isOneEncrypted: false }

/** One call in so many is followed to the end of the campaign, the others to the end of what was due. */
const TO_THE_END = 5

/** The commands that change what a sender must look at, or what it may claim. */
const ACTING: readonly ActName[] = [
  'shorten',
  'shorten to an hour',
  'withdraw',
  'halt',
  'halt all',
  'unhold',
  'edit the date',
  'suspend a recipient',
  'remove a recipient',
  'change a recipient',
  'resend',
]

/** What others do while a call is under way: beside the faults of the call itself. */
const MEANWHILE: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
  ...Object.fromEntries(ACTING.map((act) => [act, (stage: Stage) => stage.act(act)])),
  'an old table is restored': async ({ world }) => world.restoreOld(),
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

/** A fault at the call with this number, in one story. */
export interface Single {
  readonly story: StoryName
  readonly call: number
  readonly fault: string
}

export const nameOf = ({ story, call, fault }: Single): string => `--story '${story}' --call ${call} --fault '${fault}'`

export const isStory = (name: string): name is StoryName => Object.hasOwn(STORIES, name)

/** Everything that can go wrong once in a story, at each of its calls. */
export async function* singles(): AsyncGenerator<Single> {
  for (const story of Object.keys(STORIES) as StoryName[]) {
    const calls: string[] = []
    await play({ story, call: 0, fault: 'none' }, { isTraced: false, onCall: (name) => void calls.push(name) })
    for (const [index, name] of calls.entries()) {
      const call = index + 1
      for (const fault of FAULT_NAMES) if (FAULTS[fault].fits(name)) yield { story, call, fault }
      for (const fault of Object.keys(MEANWHILE)) yield { story, call, fault }
    }
  }
}

/** Plays a story straight through, with one fault at one call. */
export async function play(single: Single, of: { isTraced: boolean; onCall?: (name: string) => void }): Promise<Tried> {
  const trace = new Trace(of.isTraced)
  const { from, steps, after = [], contacts = 1, fate }: Story = STORIES[single.story]
  const world = new World(await startOf({ ...SETTING, contacts, stage: from }), trace)
  const stage = new Stage(world, new Random(single.call))
  if (fate) world.fate = fate
  let count = 0
  world.choose = ({ name, process }) => {
    of.onCall?.(name)
    if (++count !== single.call) return undefined
    world.witness.count(single.fault)
    world.note(process.name, `${name} ✗ ${single.fault}`)
    return faultNamed(stage, single.fault)
  }
  for (const step of steps) await step(stage)
  world.choose = () => undefined
  for (const step of after) await step(stage)
  const isAtRest = await heal(stage, { isToTheEnd: single.call % TO_THE_END === 0 })
  const outcome = await outcomeOf(stage, { isAtRest, skewMillis: 0 })
  return { broken: brokenBy(outcome), witness: world.witness, trace }
}

function faultNamed(stage: Stage, fault: string): FaultKind | undefined {
  const known = FAULT_NAMES.find((name) => name === fault)
  if (known) return FAULTS[known]
  const others = MEANWHILE[fault]
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
