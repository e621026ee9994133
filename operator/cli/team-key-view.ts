import { fromStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'
import { KIND_NAMES, spacedFingerprint } from '../../core/keys/mail-key.ts'
import type { TeamKey, TeamKeys } from '../../core/keys/team-key.ts'
import { factsOf } from './table.ts'

export type ShownKey = Omit<TeamKey, 'published' | 'by'> & { readonly by: string }
type Former = ShownKey & { readonly until: string }
export interface ShownKeys {
  readonly current: readonly ShownKey[]
  readonly former: readonly Former[]
}

/** Without the keys themselves, which `export` gives. */
export function shownOf({ kind, fingerprint, madeAt, by, usableUntil }: ShownKey): ShownKey {
  return { kind, fingerprint, madeAt, by, ...(usableUntil !== undefined && { usableUntil }) }
}

export const shownKeys = ({ current, former }: Pick<TeamKeys, 'current' | 'former'>): ShownKeys => ({
  current: current.map(shownOf),
  former: former.map((key) => ({ ...shownOf(key), until: key.until })),
})

export function keysText({ current, former }: ShownKeys, zone: string): string {
  if (current.length === 0) return 'The team has no key yet: `./forewarn keys team create` makes one. Until then nothing can be sealed.'
  const past = former.map((key) => `until ${at(key.until, zone)}\n${keyText(key, zone)}`)
  return [...current.map((key) => keyText(key, zone)), ...(past.length > 0 ? ['Former ones:', ...past] : [])].join('\n\n')
}

export function keyText({ kind, fingerprint, madeAt, by, usableUntil }: ShownKey, zone: string): string {
  return factsOf([
    [KIND_NAMES[kind], spacedFingerprint(fingerprint)],
    ['since', `${at(madeAt, zone)}, by ${by}`],
    ...(usableUntil === undefined ? [] : [['ends', at(usableUntil, zone)] as const]),
  ])
}

function at(stored: string, zone: string): string {
  const { utc, local } = presentInstant(fromStored(stored), zone)
  return local === undefined ? utc : `${utc}; ${local}`
}
