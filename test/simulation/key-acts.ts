import { toStored } from '../../core/embargo/instant.ts'
import { KeyKind } from '../../core/keys/mail-key.ts'
import type { RecipientDetails } from '../../core/recipient/recipient.ts'
import { MailAddress } from '../../core/shared/mail-address.ts'
import { mailKeyOf } from '../fakes/sealing.ts'
import { type Act, type Scene, ada, include, includeAgreed } from './scene.ts'

const SOMEBODY_ELSE = MailAddress.parse('somebody@else.example')

/** What operators do about the keys of others, and about the team's own. */
export const KEY_ACTS = {
  'replace a key': (scene) => changeWish(scene, (details) => withKey(scene, details)),
  'clear a key': (scene) => changeWish(scene, () => ({ keys: [] })),
  'set a key that has expired': (scene) => changeWish(scene, (details) => withKey(scene, details, -1)),
  'set a key that expires soon': (scene) => changeWish(scene, (details) => withKey(scene, details, 1 + scene.random.below(120))),
  'set a key of another mailbox': (scene) => changeWish(scene, (details) => withKey(scene, { ...details, contacts: [SOMEBODY_ELSE] })),
  'change encryption': (scene) =>
    changeWish(scene, ({ keys }) => {
      const encryption = scene.random.pick(['none', 'preferred', 'required'] as const)
      return { encryption, keys: encryption === 'none' ? [] : keys }
    }),
  'replace a key, and include them': async (scene) => {
    const recipient = scene.random.pick(scene.world.members)
    await changeWish(scene, (details) => withKey(scene, details), recipient)
    await include(scene, recipient)
    await includeAgreed(scene)
  },
  'set any key, and include them': async (scene) => {
    const recipient = scene.random.pick(scene.world.members)
    await changeWish(scene, (details) => withKey(scene, details, scene.random.pick([-1, 30, 90])), recipient)
    await include(scene, recipient)
    await includeAgreed(scene)
  },
  'rotate a key of the team': async ({ operator, random }) => {
    const { current } = await operator.teamKeys.keys()
    if (current.length === 0) return
    const { kind, fingerprint } = random.pick(current)
    await operator.teamKeys.rotate(ada, { kind, replaces: fingerprint })
  },
  'create keys of the team': async ({ operator }) => {
    for (const kind of KeyKind.options) await operator.teamKeys.create(ada, kind)
  },
} as const satisfies Readonly<Record<string, Act>>

async function changeWish(
  { operator, world, random }: Scene,
  change: (details: RecipientDetails) => Partial<RecipientDetails>,
  id = random.pick(world.members),
): Promise<void> {
  const recipient = await operator.keeper.read(id)
  if (recipient) await operator.keeper.change(id, { ...recipient.details, ...change(recipient.details) })
}

/** A key that nobody has yet, good for so many seconds, or for ever. */
function withKey(
  { operator, random, world }: Scene,
  { contacts, encryption }: Pick<RecipientDetails, 'contacts' | 'encryption'>,
  seconds?: number,
): Partial<RecipientDetails> {
  const [address = SOMEBODY_ELSE] = contacts
  const usableUntil = seconds === undefined ? {} : { usableUntil: toStored(operator.clock.now().plus({ seconds }).startOf('second')) }
  const key = mailKeyOf({ address, kind: random.pick(KeyKind.options), seed: world.ids.token(), ...usableUntil })
  return { keys: [key], encryption: encryption === 'none' ? 'preferred' : encryption }
}
