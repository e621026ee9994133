import type { AdvisoryFile } from '../../core/advisory/advisory.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import type { ChangeOutcome } from '../../core/usecases/change-campaign.ts'
import { advised, anotherReporter } from './advisory.ts'
import { type Act, type Scene, ada, ben, cleo, consentTo, onHead, reason } from './scene.ts'

/** Every change of plan after the advance notice, with the consents that it needs. */
export const PLAN_ACTS = {
  revise: (scene) => revise(scene, { title: `Title ${reason(scene)}` }),
  'revise how a reporter is credited': (scene) => revise(scene, { reporters: credited(scene, reason(scene)) }),
  'revise with another reporter': (scene) => revise(scene, { reporters: [...credited(scene, 'as before'), anotherReporter] }),
  'revise without reporters': (scene) => revise(scene, { reporters: [] }),
  reschedule: (scene) =>
    onHead(scene, async (head) => {
      const disclosureAt = fromStored(head.disclosureAt).plus({ days: 1 + scene.random.below(5) })
      await agree(scene, await scene.operator.steering.move(ada, head, { kind: 'reschedule', disclosureAt, why: reason(scene) }))
    }),
  collapse: (scene) =>
    onHead(scene, async (head) => {
      const why = reason(scene)
      scene.world.witness.orders.push({ kind: 'collapse', why })
      await scene.operator.steering.collapse(ada, head, { why, urls: [] })
    }),
  disclose: (scene) =>
    onHead(scene, async (head) => {
      const url = `https://public.example/${scene.world.ids.token()}`
      scene.world.witness.orders.push({ kind: 'disclose', url })
      await scene.operator.steering.disclose(ada, head, [url])
    }),
  'create from an old one': (scene) =>
    onHead(scene, async (from) => {
      const { operator, world } = scene
      const outcome = await operator.create(ada, { from, disclosureAt: operator.clock.now().plus({ days: 14 }) })
      if (outcome.outcome === 'changed') world.campaigns.push(outcome.campaign.id)
    }),
} as const satisfies Readonly<Record<string, Act>>

const credited = ({ world }: Scene, credit: string): AdvisoryFile['reporters'] =>
  advised(world.start.reporter).advisory.reporters.map((reporter) => ({ ...reporter, credit }))

async function revise(scene: Scene, parts: Partial<AdvisoryFile>): Promise<void> {
  const { reporter, patch } = scene.world.start
  const { advisory, keys } = advised(reporter)
  const draft = { advisory: { ...advisory, ...parts }, keys, patches: { 'fix.patch': patch } }
  await onHead(scene, async (head) => agree(scene, await scene.operator.steering.revise(ada, head, { draft, why: reason(scene) })))
}

/** Two others look at it, one after the other. */
async function agree(scene: Scene, outcome: ChangeOutcome): Promise<void> {
  if (outcome.outcome === 'refused') return
  for (const person of [ben, cleo]) await onHead(scene, (head) => consentTo(scene, head, person))
}
