import type { Campaign } from '../../core/campaign/campaign.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import type { Stage } from './moves.ts'
import { TICK_SECONDS } from './staff.ts'

/** A notice that has not come to rest after this many ticks never will. */
const MOST_ROUNDS = 40
const HOUR_MILLIS = 60 * 60 * 1000
/** After this an answer that is still out is an alarm. */
const PATIENCE_MILLIS = 5 * HOUR_MILLIS
const ROUND_MILLIS = HOUR_MILLIS / 3
/** What goes out in the time of that patience would need as much again. */
const HORIZON_MILLIS = PATIENCE_MILLIS + HOUR_MILLIS

/**
 * Nothing goes wrong any more: who is under way ends, halts are lifted, bytes are mended (or not), and ticks and senders run on,
 * as far as time has to go for every notice to come to rest: that was due when it healed, or to the end of the campaign.
 *
 * @returns whether it came to rest
 */
export async function heal(
  stage: Stage,
  of: { readonly isToTheEnd: boolean; readonly isMended: boolean; readonly running?: Iterable<Promise<unknown>> },
): Promise<boolean> {
  const { world, staff } = stage
  world.note('the world', 'heals')
  world.choose = () => undefined
  if (of.isMended) world.broken.clear()
  world.stores.mail.daily = 50_000
  for (const process of staff.processes) process.skewMillis = 0
  staff.skewMillis = () => 0
  staff.isCold = () => false
  world.scheduler.letGo()
  await Promise.all(of.running ?? [])
  await stage.act('accept the table')
  await stage.act('resume all')
  for (const id of world.campaigns) await staff.employ('operator', ({ steering }) => steering.resume(id))
  const horizon = of.isToTheEnd ? Infinity : HORIZON_MILLIS
  if (!(await comesToRest(stage, horizon))) return false
  world.now += PATIENCE_MILLIS
  await rounds(stage, 1)
  // What became uncertain by that tick is an alarm in the round after it.
  world.now += ROUND_MILLIS
  await rounds(stage, 1)
  return comesToRest(stage, 0)
}

/** @param horizon - how far time may go from the end of one notice to the next, in milliseconds */
async function comesToRest(stage: Stage, horizon: number): Promise<boolean> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await rounds(stage, 1)
    const heads = await stage.world.stores.campaigns.list()
    const isGoing = heads.some(({ notices }) => notices.some(({ state }) => state === 'releasing'))
    if (isGoing) continue
    const next = nextDue(heads)
    if (next === undefined || next > stage.world.now + horizon) return true
    if (next > stage.world.now) stage.world.now = next
  }
  return false
}

async function rounds(stage: Stage, count: number): Promise<void> {
  for (let round = 0; round < count; round++) {
    await stage.tick()
    await stage.workOff()
    stage.world.now += TICK_SECONDS * 1000
  }
}

/** When time next makes something of a campaign. */
function nextDue(heads: readonly Campaign[]): number | undefined {
  const times = heads.flatMap(({ state, disclosureAt, notices }) => [
    ...notices.filter((notice) => notice.state === 'planned').map(({ dueAt }) => dueAt),
    ...(state === 'scheduled' || state === 'embargoed' ? [disclosureAt] : []),
  ])
  return times.length === 0 ? undefined : Math.min(...times.map((at) => fromStored(at).toMillis()))
}
