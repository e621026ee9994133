import { toStored } from '../embargo/instant.ts'
import { type KeyFault, saysOf } from '../keys/key-fault.ts'
import type { KeyKind } from '../keys/mail-key.ts'
import type { KeyOwner, LoadSealing, MadeKey, MakeTeamKey, TeamKeyStore } from '../keys/ports.ts'
import type { TeamKey, TeamKeys } from '../keys/team-key.ts'
import type { Policy } from '../policy/policy.ts'
import type { Clock } from '../shared/clock.ts'
import type { PersonId } from '../shared/ids.ts'
import type { Log } from '../shared/log.ts'
import { type Refusal, refuse } from '../shared/refusal.ts'

export interface TeamKeyDeps {
  readonly store: TeamKeyStore
  readonly loadSealing: LoadSealing
  readonly policy: Pick<Policy, 'sender'>
  readonly clock: Clock
  readonly log: Log
}

export type KeepKeyOutcome = { readonly outcome: 'kept'; readonly key: TeamKey; readonly keys: TeamKeys } | Refusal

export interface RotateRequest {
  readonly kind: KeyKind
  /** The fingerprint of the key that the operator saw: no other is replaced. */
  readonly replaces: string
  /** A private key of the team's own; without it a new one is made. */
  readonly privateKey?: Uint8Array | undefined
}

type Adopted = Awaited<ReturnType<MakeTeamKey['adopt']>>
type Unusable = Exclude<Adopted, MadeKey>['unusable']

/** The document that holds them all is one item of the table, and that takes 400 KB: the oldest public halves give way. */
const MOST_FORMER_CHARACTERS = 200_000

/** The keys that the team signs with, at most one of a kind. Whoever keeps them sees a private half once, on its way into the store, and never again. */
export class TeamKeyKeeper {
  readonly #deps: TeamKeyDeps

  constructor(deps: TeamKeyDeps) {
    this.#deps = deps
  }

  keys(): Promise<TeamKeys> {
    return this.#deps.store.keys()
  }

  /** Makes the first key of a kind. */
  async create(by: PersonId, kind: KeyKind): Promise<KeepKeyOutcome> {
    const keys = await this.#deps.store.keys()
    return currentOf(keys, kind) ? keyExists() : this.#keep(by, keys, await this.#made(kind, undefined))
  }

  /** Takes a private key that the team has for the first of its kind. */
  async adopt(by: PersonId, kind: KeyKind, privateKey: Uint8Array): Promise<KeepKeyOutcome> {
    const keys = await this.#deps.store.keys()
    return currentOf(keys, kind) ? keyExists() : this.#keep(by, keys, await this.#made(kind, privateKey))
  }

  /** Puts another key in the place of the current one, which is remembered: recipients may still hold it. */
  async rotate(by: PersonId, { kind, replaces, privateKey }: RotateRequest): Promise<KeepKeyOutcome> {
    const keys = await this.#deps.store.keys()
    const current = currentOf(keys, kind)
    if (!current) return nothingToRotate()
    return current.fingerprint === replaces ? this.#keep(by, keys, await this.#made(kind, privateKey)) : changedMeanwhile()
  }

  async #made(kind: KeyKind, privateKey: Uint8Array | undefined): Promise<Adopted> {
    const { loadSealing, policy, clock } = this.#deps
    const { team } = await loadSealing(kind)
    const owner: KeyOwner = { name: policy.sender.name, address: policy.sender.address }
    return privateKey === undefined ? team.create(owner, clock.now()) : team.adopt(privateKey, owner, clock.now())
  }

  /** The secret first: what points at a key that cannot be opened would block every sealed notice. */
  async #keep(by: PersonId, keys: TeamKeys, from: Adopted): Promise<KeepKeyOutcome> {
    if ('unusable' in from) return unusable(from.unusable)
    const { store, clock, log } = this.#deps
    const key: TeamKey = { ...from.made, madeAt: toStored(clock.now()), by }
    if (currentOf(keys, key.kind)?.published === key.published) return sameKey()
    const next = withKey(keys, key)
    await store.keepSecret(from.secret)
    if ((await store.write(next)) === 'conflict') return changedMeanwhile()
    log.info('team-key.kept', { kind: key.kind, fingerprint: key.fingerprint, by, version: next.version })
    return { outcome: 'kept', key, keys: next }
  }
}

const currentOf = ({ current }: TeamKeys, kind: KeyKind): TeamKey | undefined => current.find((key) => key.kind === kind)

/** A key whose time was extended is the same key: it does not become a former one of itself. */
function withKey(keys: TeamKeys, key: TeamKey): TeamKeys {
  const replaced = currentOf(keys, key.kind)
  const former = replaced && replaced.fingerprint !== key.fingerprint ? [{ ...replaced, until: key.madeAt }, ...keys.former] : keys.former
  return {
    version: keys.version + 1,
    current: [...keys.current.filter(({ kind }) => kind !== key.kind), key].toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    former: newestThatFit(former),
  }
}

function newestThatFit(former: TeamKeys['former']): TeamKeys['former'] {
  let room = MOST_FORMER_CHARACTERS
  return former.filter(({ published }) => (room -= published.length) >= 0)
}

const keyExists = (): Refusal =>
  refuse(
    'team-key-exists',
    'The team has a key of this kind already.',
    'See `./forewarn keys team show`; `./forewarn keys team rotate` replaces it.',
  )

const nothingToRotate = (): Refusal =>
  refuse('no-team-key', 'The team has no key of this kind that could be replaced.', 'Make one with `./forewarn keys team create`.')

const sameKey = (): Refusal =>
  refuse(
    'same-team-key',
    'The team signs with exactly this key already.',
    'Nothing was changed: give another one, or none to have one made.',
  )

const changedMeanwhile = (): Refusal =>
  refuse(
    'changed-meanwhile',
    'Somebody else changed the team’s keys at the same moment.',
    'See `./forewarn keys team show`, and try again.',
  )

function unusable(what: Unusable): Refusal {
  const [why, hint] = WHY_UNUSABLE[what] ?? [saysOf(what as KeyFault), 'Or have one made with `./forewarn keys team create`.']
  return refuse(`team-key-${what}`, `The key ${why}.`, hint)
}

/** What is told otherwise of a key of the team's own than of somebody else's. */
const WHY_UNUSABLE: Readonly<Partial<Record<Unusable, readonly [why: string, hint: string]>>> = {
  unreadable: [
    'is no private key of this kind',
    'Give what `gpg --export-secret-keys` writes, or a private key with its certificates as PEM.',
  ],
  'no-private-key': [
    'has no private half, which is what the team signs with',
    'Give what `gpg --export-secret-keys` writes, or a private key with its certificates as PEM.',
  ],
  locked: ['is locked with a passphrase', 'Unlock it on your machine: `./forewarn keys team import` asks for the passphrase.'],
  'wrong-address': [
    'does not name the address that notices come from, so that mail programs would doubt its signatures',
    'Add `sender.address` of the policy to it.',
  ],
  'wrong-usage': ['may not be used to sign mail', 'Give one that may.'],
}
