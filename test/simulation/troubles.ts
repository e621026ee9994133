import type { Random } from './random.ts'
import type { World } from './world.ts'

type Trouble = (world: World, random: Random) => 'happened' | 'nothing'

const lose = (from: unknown[], random: Random): 'happened' | 'nothing' => {
  if (from.length === 0) return 'nothing'
  from.splice(random.below(from.length), 1)
  return 'happened'
}

/** Bytes that a release needs. */
const BYTES = ['blobs.bundle', 'blobs.patch', 'documents.content', 'documents.chunk', 'documents.audience', 'teamKeys.secret'] as const

/** What goes wrong by itself, and not with a call. A new one is one entry. */
export const TROUBLES = {
  'a hint is lost': ({ hints }, random) => lose(hints, random),
  'an event is lost': ({ events }, random) => lose(events, random),
  'an event is forged': (world, random) => {
    const { events } = world.witness
    if (events.length === 0) return 'nothing'
    const event = random.pick(events)
    const forgery = random.pick([
      { attempt: 9 },
      { sesId: 'ses-forged', type: random.pick(['Delivery', 'Complaint', 'Reject'] as const) },
      { campaign: world.start.campaigns[0] ?? event.campaign, attempt: 7 },
    ])
    // Of an attempt whose mail nobody knows yet, a forgery cannot be told from the truth: EventBridge's rule lets none but SES in.
    const isKnown = world.isMailKnown(event)
    if ('sesId' in forgery && !isKnown) return 'nothing'
    const { bounce: _, ...bare } = event
    world.events.push({ ...('type' in forgery ? bare : event), ...forgery })
    return 'happened'
  },
  'bytes are replaced': ({ broken }, random) => {
    broken.add(random.pick(BYTES))
    return 'happened'
  },
  'bytes are mended': ({ broken }) => {
    if (broken.size === 0) return 'nothing'
    broken.clear()
    return 'happened'
  },
  'the daily quota is used up': ({ stores }) => {
    stores.mail.daily = 1
    return 'happened'
  },
  'there is quota again': ({ stores }) => {
    stores.mail.daily = 50_000
    return 'happened'
  },
  'an old table comes back': (world, random) => {
    if (!random.chance(0.3)) return 'nothing'
    world.restoreOld('oldest')
    return 'happened'
  },
  'the team’s keys are lost': ({ stores }, random) => {
    if (!random.chance(0.3)) return 'nothing'
    stores.table.items('team-keys').clear()
    return 'happened'
  },
  'the secrets of the team’s keys are lost': ({ stores }, random) => {
    if (!random.chance(0.3)) return 'nothing'
    stores.table.items('team-secrets').clear()
    return 'happened'
  },
  'a new version is deployed': (world, random) => {
    world.bundle = random.pick(world.start.bundles)
    return 'happened'
  },
} as const satisfies Readonly<Record<string, Trouble>>

export type TroubleName = keyof typeof TROUBLES
