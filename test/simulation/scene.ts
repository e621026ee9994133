import type { Campaign } from '../../core/campaign/campaign.ts'
import { digestOfPin } from '../../core/campaign/pin.ts'
import { type CampaignId, PersonId, type RecipientId } from '../../core/shared/ids.ts'
import type { Random } from './random.ts'
import type { Operator } from './staff.ts'
import type { World } from './world.ts'

/** The author, who must not approve, and those who may. */
export const ada = PersonId.parse('ada')
export const ben = PersonId.parse('ben')
export const cleo = PersonId.parse('cleo')

/** An operator at work on a campaign. */
export interface Scene {
  readonly operator: Operator
  readonly world: World
  readonly random: Random
  readonly id: CampaignId
}

export type Act = (scene: Scene) => Promise<void>

export async function onHead({ operator, id }: Scene, work: (head: Campaign) => Promise<void>): Promise<void> {
  const head = await operator.stores.campaigns.read(id)
  if (head) await work(head)
}

/** Of its own, so that what it brought about is known by it. */
export const reason = ({ world }: Scene): string => `reason ${world.ids.token()}`

/** One person's yes to what stands proposed, as they saw it. */
export async function consentTo({ operator, world }: Scene, { proposal, ...head }: Campaign, person: PersonId): Promise<void> {
  if (!proposal) return
  world.witness.consent(digestOfPin(proposal.pin), person)
  await operator.steering.consent(person, { ...head, proposal }, proposal.digest)
}

/** Somebody of the list, who may be in the audience already. */
export async function include(scene: Scene, recipient: RecipientId): Promise<void> {
  const { operator, world, id } = scene
  const widened = await operator.widen({ campaign: id, recipients: [recipient] })
  if (widened.outcome === 'refused') return
  await onHead(scene, async (head) => {
    world.witness.included.push(recipient)
    await operator.steering.include(ada, head, { audience: widened.audience, why: reason(scene) })
  })
}

/** The others look at who was included, one after the other. */
export async function includeAgreed(scene: Scene): Promise<void> {
  for (const person of [ben, cleo])
    await onHead(scene, async (head) => {
      if (head.proposal?.kind === 'include') await consentTo(scene, head, person)
    })
}
