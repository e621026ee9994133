import type { Campaign, Notice } from '../../core/campaign/campaign.ts'
import type { Pin } from '../../core/campaign/pin.ts'
import type { StandingAlarm } from '../../core/delivery/alarm.ts'
import { bestAttempt, stateOf } from '../../core/delivery/attempts.ts'
import type { Delivery } from '../../core/delivery/delivery.ts'
import { REHEARSED, recipientsPosition } from '../../core/delivery/targets.ts'
import { noticeChunks } from '../../core/usecases/notice-chunks.ts'
import type { Stage } from './moves.ts'
import type { Sent, Witness } from './witness.ts'
import type { World } from './world.ts'

/** One member of the audience of a notice, and what the ledger has of them. */
export interface Accounted {
  readonly campaign: Campaign
  readonly notice: Notice
  readonly addressee: string
  readonly delivery: Delivery | undefined
}

/** What is left when everything has come to rest. */
export interface Outcome {
  readonly world: World
  readonly witness: Witness
  readonly isAtRest: boolean
  readonly heads: readonly Campaign[]
  readonly deliveries: readonly Delivery[]
  readonly accounts: readonly Accounted[]
  /** Alarms that stand. */
  readonly alarms: readonly StandingAlarm[]
  /** By how much a process's clock may have been off. */
  readonly skewMillis: number
}

export async function outcomeOf({ world }: Stage, of: { isAtRest: boolean; skewMillis: number }): Promise<Outcome> {
  const { stores, witness } = world
  const heads = await stores.campaigns.list()
  const deliveries = [...stores.table.items<Delivery>('deliveries').values()]
  const accounts: Accounted[] = []
  for (const campaign of heads) {
    for (const notice of campaign.notices) {
      if (notice.state === 'released') accounts.push(...(await accountsOf(world, { campaign, notice, deliveries })))
    }
  }
  const alarms = await stores.alarms.standing()
  for (const { cause } of alarms) witness.count(`alarm ${cause.code}`)
  for (const delivery of deliveries) witness.count(`ended ${stateOf(delivery)}`)
  for (const delivery of deliveries) if (stateOf(delivery) === 'blocked') witness.count(`blocked: ${bestAttempt(delivery).reason ?? ''}`)
  for (const sent of witness.sent) witness.count(`went ${wayOf(witness, sent)}`)
  for (const { notices } of heads) for (const { state, because } of notices) witness.count(`notice ${because ?? state}`)
  return { world, witness, heads, deliveries, accounts, alarms, ...of }
}

function wayOf({ words }: Witness, { mail: { kind, sealed }, tags }: Sent): string {
  if (kind === 'waiting') return 'a word that a notice waits'
  if (sealed) return `sealed by ${sealed.kind}`
  return words.has(`${tags.campaign} ${tags.delivery}`) ? 'in plain on a word' : 'in plain'
}

async function accountsOf(
  world: World,
  { campaign, notice, deliveries }: { campaign: Campaign; notice: Notice; deliveries: readonly Delivery[] },
): Promise<Accounted[]> {
  const { documents } = world.stores
  const accounts: Accounted[] = []
  for (const { chunk } of await noticeChunks(documents, campaign, notice)) {
    for (const addressee of await addresseesOf(world, { campaign, notice, chunk })) {
      const delivery = deliveries.find(
        ({ key }) => key.campaign === campaign.id && key.notice === notice.id && key.chunk === chunk && key.addressee === addressee,
      )
      accounts.push({ campaign, notice, addressee, delivery })
    }
  }
  return accounts
}

const pinOf = ({ heads }: Witness, { digest }: Notice): Pin | undefined =>
  heads.find(({ campaign: { approved } }) => approved?.digest === digest)?.campaign.approved?.pin

async function addresseesOf(
  world: World,
  { campaign, notice, chunk }: { campaign: Campaign; notice: Notice; chunk: number },
): Promise<readonly string[]> {
  if (notice.kind === 'rehearsal') return REHEARSED.map((template) => `team-${template}`)
  const { documents } = world.stores
  const position = recipientsPosition(chunk)
  // Who was in it when it went out: reporters come and go with the next version.
  const pin = pinOf(world.witness, notice)
  if (!pin) return []
  if (position === undefined) {
    const { advisory } = await documents.content(campaign.id, pin.content)
    return chunk === 0 ? ['team'] : advisory.reporters.map(({ id }) => id)
  }
  const index = await documents.audience(campaign.id, pin.audience)
  const digest = index.chunks[position]?.digest
  return digest === undefined ? [] : (await documents.chunk(campaign.id, digest)).members.map(({ id }) => id)
}
