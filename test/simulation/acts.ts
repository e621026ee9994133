import { deliveryIdOf, stateOf } from '../../core/delivery/attempts.ts'
import type { Delivery } from '../../core/delivery/delivery.ts'
import { fromStored, toStored } from '../../core/embargo/instant.ts'
import { RecipientDetails } from '../../core/recipient/recipient.ts'
import { CampaignId, type PersonId } from '../../core/shared/ids.ts'
import { advised } from './advisory.ts'
import { KEY_ACTS } from './key-acts.ts'
import { PLAN_ACTS } from './plan-acts.ts'
import { type Act, type Scene, ada, ben, cleo, consentTo, include, onHead, reason } from './scene.ts'

/** Whom an act concerns while there is no campaign. */
export const NO_CAMPAIGN = CampaignId.parse('c-0000000000000000')

/** What operators do, at any moment. A command is one line; what is refused is refused. */
export const ACTS = {
  create: async ({ operator, world }) => {
    const disclosureAt = operator.clock.now().plus({ days: 14 })
    const { advisory, keys } = advised(world.start.reporter)
    const draft = {
      advisory: { ...advisory, id: `ADV-2026-${1000 + world.campaigns.length}` },
      keys,
      patches: { 'fix.patch': world.start.patch },
    }
    const outcome = await operator.create(ada, { ...draft, disclosureAt, audience: { kind: 'all' } })
    if (outcome.outcome === 'changed') world.campaigns.push(outcome.campaign.id)
  },
  'approve as ben': (scene) => approve(scene, ben),
  'approve as cleo': (scene) => approve(scene, cleo),
  'approve own work': (scene) => approve(scene, ada),
  shorten: (scene) => shorten(scene, { days: 2 }),
  'shorten to an hour': (scene) => shorten(scene, { hours: 1 }),
  ...PLAN_ACTS,
  ...KEY_ACTS,
  withdraw: (scene) =>
    onHead(scene, async (head) => {
      const why = reason(scene)
      scene.world.witness.orders.push({ kind: 'withdraw', why })
      await scene.operator.steering.withdraw(ada, head, why)
    }),
  halt: ({ operator, id }) => operator.steering.halt(ben, id, 'a doubt'),
  'halt all': ({ operator }) => operator.steering.halt(ben, 'ALL', 'a doubt'),
  resume: ({ operator, id }) => operator.steering.resume(id),
  'resume all': ({ operator }) => operator.steering.resume('ALL'),
  unhold: (scene) =>
    onHead(scene, async (head) => {
      const held = head.notices.find(({ state }) => state === 'held')
      if (held) await scene.operator.steering.unhold(ada, head, { notice: held.id, why: reason(scene) })
    }),
  'edit the date': (scene) =>
    onHead(scene, async (head) => {
      await scene.operator.edit(ada, head, { disclosureAt: fromStored(head.disclosureAt).plus({ hours: 5 }) })
    }),
  'edit the text': (scene) =>
    onHead(scene, async (head) => {
      const { reporter, patch } = scene.world.start
      const { advisory, keys } = advised(reporter)
      const draft = { advisory: { ...advisory, title: `Title ${reason(scene)}` }, keys, patches: { 'fix.patch': patch } }
      await scene.operator.edit(ada, head, { draft })
    }),
  rehearse: (scene) => onHead(scene, async (head) => void (await scene.operator.steering.rehearse(ada, head, scene.world.bundle))),
  'suspend a recipient': ({ operator, world, random }) => done(operator.keeper.setState(random.pick(world.members), 'suspended')),
  'activate a recipient': ({ operator, world, random }) => done(operator.keeper.setState(random.pick(world.members), 'active')),
  'remove a recipient': ({ operator, world, random }) => done(operator.keeper.setState(random.pick(world.members), 'removed')),
  'change a recipient': async ({ operator, world, random }) => {
    const number = random.below(world.members.length)
    await operator.keeper.change(random.pick(world.members), detailsOf(number + 50))
  },
  'add a recipient': async ({ operator, world }) => {
    const outcome = await operator.keeper.add(detailsOf(world.members.length + 100))
    if (outcome.outcome === 'added') world.members.push(outcome.id)
  },
  include: (scene) => include(scene, scene.random.pick(scene.world.members)),
  consent: (scene) =>
    onHead(scene, async (head) => {
      if (head.proposal?.kind !== 'approve') await consentTo(scene, head, scene.random.pick([ben, cleo]))
    }),
  resend: (scene) => reopen(scene, 'resend'),
  unblock: (scene) => reopen(scene, 'unblock'),
  'unblock in plain': (scene) => reopen(scene, 'unblock', { plain: true }),
  'accept the table': ({ operator }) => done(operator.acceptTable(ben, 'the table was lost')),
} as const satisfies Readonly<Record<string, Act>>

export type ActName = keyof typeof ACTS

const done = async (outcome: Promise<unknown>): Promise<void> => void (await outcome)

async function approve(scene: Scene, person: PersonId): Promise<void> {
  const { operator, world, id } = scene
  const bundle = world.bundle
  const built = await operator.build({ campaign: id, bundle })
  if (built.outcome === 'refused' || built.audience === undefined) return
  const pinned = { audience: built.audience, bundle }
  await onHead(scene, async (head) => {
    const report = await operator.preflight(head, pinned)
    if (report.outcome === 'refused') return
    if (person !== ada) world.witness.consent(report.digest, person)
    await operator.steering.approve(person, head, { ...pinned, digest: report.digest, why: 'it is urgent' })
  })
}

async function shorten(scene: Scene, by: { days: number } | { hours: number }): Promise<void> {
  const { operator, world } = scene
  await onHead(scene, async (head) => {
    const disclosureAt = operator.clock.now().plus(by).startOf('second')
    const why = reason(scene)
    world.witness.orders.push({ kind: 'shorten', why, disclosureAt: toStored(disclosureAt) })
    await operator.steering.move(ada, head, { kind: 'shorten', disclosureAt, why })
  })
}

/** Any delivery that may be waiting for it: what an operator would find with `--not-told`. */
async function reopen(scene: Scene, how: 'resend' | 'unblock', { plain } = { plain: false }): Promise<void> {
  const { operator, world, random, id } = scene
  const deliveries = [...world.stores.table.items<Delivery>('deliveries').values()]
  const states = how === 'unblock' ? ['blocked'] : ['uncertain', 'bounced', 'suppressed', 'rejected', 'accepted', 'delayed']
  const waiting = deliveries.filter((delivery) => delivery.key.campaign === id && states.includes(stateOf(delivery)))
  if (waiting.length === 0) return
  const delivery = deliveryIdOf(random.pick(waiting).key)
  await onHead(scene, async (head) => {
    if (how === 'resend') world.witness.resends.set(delivery, (world.witness.resends.get(delivery) ?? 0) + 1)
    if (plain) world.witness.letPlain(id, delivery)
    await operator.reopen(ben, head, { delivery, how, why: reason(scene), plain })
  })
}

/** Each with words of its own, so that one found in another's mail is known. */
export const detailsOf = (number: number, changes: object = {}): RecipientDetails =>
  RecipientDetails.parse({
    organisation: `Organisation <${number}>`,
    contacts: [`security@org${number}.example`],
    encryption: 'none',
    ...changes,
  })
