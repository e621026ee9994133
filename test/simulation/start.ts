import { memoryBlobs } from '../fakes/blobs.ts'
import { memoryTable } from '../fakes/table.ts'
import { type ActName, ACTS, NO_CAMPAIGN, detailsOf } from './acts.ts'
import { Random } from './random.ts'
import { Staff } from './staff.ts'
import { Trace } from './trace.ts'
import { BEGIN, KEYS, type KeysName, wishedBy } from './wishes.ts'
import { Witness } from './witness.ts'
import { type Start, World } from './world.ts'

export interface Setting {
  readonly recipients: number
  /** Of the campaign, or of the first of two: how far it has come. */
  readonly stage: 'list' | 'draft' | 'scheduled'
  readonly campaigns: 1 | 2
  /** Who asks for encryption, and has a key. */
  readonly keys: KeysName
  readonly contacts: 1 | 2
}

const NOTHING_UNDER_WAY = { hints: [], events: [], broken: [], taken: [] } as const

const kept = new Map<string, Promise<Start>>()

/** Made once for each setting: thousands of schedules begin at the same place. */
export function startOf(setting: Setting): Promise<Start> {
  const key = JSON.stringify(setting)
  const start = kept.get(key) ?? made(setting)
  kept.set(key, start)
  return start
}

async function made(setting: Setting): Promise<Start> {
  const blobs = memoryBlobs()
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
  const bundles = [await blobs.putBundle(bytes('bundle-1')), await blobs.putBundle(bytes('bundle-2'))]
  const patch = await blobs.putPatch(bytes('--- a\n+++ b\n'))
  const empty = memoryTable().copy()
  const nothing = {
    now: BEGIN,
    ids: 0,
    table: empty,
    oldest: empty,
    members: [],
    campaigns: [],
    witness: new Witness(),
    ...NOTHING_UNDER_WAY,
  }
  const { reporter } = KEYS[setting.keys]
  const world = new World({ ...nothing, blobs, bundles, patch, reporter }, new Trace(false))
  await prepare(world, setting)
  const start = world.here()
  return { ...start, oldest: start.table }
}

async function prepare(world: World, { recipients, stage, campaigns, keys, contacts }: Setting): Promise<void> {
  const staff = new Staff(world)
  const random = new Random(1)
  for (let number = 1; number <= recipients; number++) {
    const second = contacts === 2 ? { contacts: [`security@org${number}.example`, `second@org${number}.example`] } : {}
    const bare = detailsOf(number, second)
    const details = { ...bare, ...wishedBy(keys, number, bare.contacts) }
    await staff.employ('operator', async ({ keeper }) => {
      const outcome = await keeper.add(details)
      if (outcome.outcome === 'added') world.members.push(outcome.id)
    })
  }
  await staff.employ('operator', (operator) => ACTS['create keys of the team']({ operator, world, random, id: NO_CAMPAIGN }))
  const acts: readonly ActName[] = stage === 'list' ? [] : stage === 'draft' ? ['create'] : ['create', 'approve as ben', 'approve as cleo']
  for (let number = 0; number < campaigns; number++) {
    for (const act of acts) {
      const ended = await staff.employ('operator', (operator) =>
        ACTS[act]({ operator, world, random, id: world.campaigns.at(-1) ?? NO_CAMPAIGN }),
      )
      if (ended.ended !== 'returned') throw new Error(`the start fails: ${act}`)
    }
  }
}
