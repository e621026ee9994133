import { fromStored } from '../../core/embargo/instant.ts'
import type { ActName } from './acts.ts'
import type { Stage } from './moves.ts'
import type { Setting } from './start.ts'
import type { World } from './world.ts'

/** How often an operator looks at the status and tries again. */
const TRIES = 3

type Step = (stage: Stage) => Promise<unknown>

async function untilDone(stage: Stage, act: ActName, isDone: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < TRIES && !(await isDone()); tries++) await stage.act(act)
}

const headOf = async ({ world }: Stage) => {
  const [id] = world.campaigns
  return id && world.stores.campaigns.read(id)
}

const create: Step = (stage) => untilDone(stage, 'create', async () => stage.world.campaigns.length > 0)

const approve: Step = async (stage) => {
  await untilDone(stage, 'approve as ben', async () => (await headOf(stage))?.proposal !== undefined)
  await untilDone(stage, 'approve as cleo', async () => (await headOf(stage))?.state !== 'draft')
}

const lead: Step = async (stage) => {
  const head = await headOf(stage)
  if (head) stage.world.now = Math.max(stage.world.now, fromStored(head.disclosureAt).minus({ days: 7 }).toMillis() + 1000)
}

const tick: Step = (stage) => stage.tick()

/** The oldest hint alone, so that the rest of the notice is still to go. */
const sendFirst: Step = async (stage) => {
  const [hint] = stage.world.hints.splice(0, 1)
  if (hint) await stage.deliver(hint)
}

/** All that is to be sent, while nothing is heard of it. */
const sendAll: Step = async (stage) => {
  for (const hint of stage.world.hints.splice(0)) await stage.deliver(hint)
}

const workOff: Step = (stage) => stage.workOff()
const shorten: Step = (stage) =>
  untilDone(stage, 'shorten', async () => (await headOf(stage))?.notices.some(({ id }) => id === 'advance-2') ?? true)
const withdraw: Step = (stage) => untilDone(stage, 'withdraw', async () => (await headOf(stage))?.state === 'withdrawn')
const breakBundle: Step = async ({ world }) => void world.broken.add('blobs.bundle')
const unblockInPlain: Step = (stage) => stage.act('unblock in plain')
/** Who was told in plain, and did not get it: that word was for one mail. */
const resend: Step = (stage) => stage.act('resend')
const minute: Step = async ({ world }) => void (world.now += 60_000)

export interface Story {
  readonly from: Setting['stage']
  /** What becomes of its mails. @default delivered */
  readonly fate?: World['fate']
  readonly contacts?: Setting['contacts']
  /** Who has which keys. @default nobody has any */
  readonly keys?: Setting['keys']
  /** Whether bytes that were replaced stay so. */
  readonly staysBroken?: boolean
  /** What goes well, whatever is tried. */
  readonly after?: readonly Step[]
  /** In each call of these every fault is tried. */
  readonly steps: readonly Step[]
}

const delivery = [lead, tick, workOff, minute, tick, workOff]

/** The ways of a campaign. An approval takes long, so what comes after it begins where one was given. */
export const STORIES = {
  'to the approval': { from: 'list', steps: [create, approve], after: delivery },
  'to the end': { from: 'scheduled', steps: delivery },
  'shortened in the middle': { from: 'scheduled', steps: [lead, tick, sendFirst, shorten, tick, workOff, minute, tick, workOff] },
  'withdrawn, and the templates are gone': {
    from: 'scheduled',
    staysBroken: true,
    steps: [lead, tick, workOff, withdraw, breakBundle, tick, workOff, tick],
  },
  'to a second contact, late': {
    from: 'scheduled',
    contacts: 2,
    fate: ({ destination }) => (destination.startsWith('security@org') ? 'bounced' : 'delivered'),
    steps: [lead, tick, sendAll, minute, tick, workOff, minute, tick, workOff],
  },
  'with a good key beside a bad one': {
    from: 'scheduled',
    keys: 'neighbours',
    fate: ({ mail }) => (mail.member !== null && mail.sealed === null ? 'bounced' : 'delivered'),
    steps: [lead, tick, workOff, unblockInPlain, workOff, resend, workOff],
  },
} as const satisfies Readonly<Record<string, Story>>

export type StoryName = keyof typeof STORIES
