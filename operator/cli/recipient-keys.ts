import { fromStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'
import { KIND_NAMES, type MailKey, spacedFingerprint } from '../../core/keys/mail-key.ts'
import type { Outline, Revealed } from './recipient-pages.ts'
import { factsOf } from './table.ts'
import type { Terminal } from './terminal.ts'

type OutlinedKey = Outline['keys'][number]

/** In a column: what people compare. */
export const keyCell = (keys: readonly Pick<MailKey, 'kind' | 'fingerprint'>[]): string =>
  keys.map(({ kind, fingerprint }) => `${KIND_NAMES[kind]} ${spacedFingerprint(fingerprint)}`).join('; ')

/** Each key as facts, without the addresses that it names. */
export const keysText = (keys: readonly OutlinedKey[]): string =>
  keys.length === 0 ? 'No key.' : keys.map((key) => factsOf([...factsOfKey(key), ['addresses', key.addresses]])).join('\n\n')

/** With the addresses: for an operator who asked for them, and was recorded. */
export const revealedKeysText = (keys: readonly RevealedKey[]): string =>
  keys.length === 0 ? 'No key.' : keys.map((key) => factsOf([...factsOfKey(key), ['addresses', key.addresses.join(', ')]])).join('\n\n')

type RevealedKey = Revealed['details']['keys'][number]

function factsOfKey(key: OutlinedKey | RevealedKey): (readonly [string, string])[] {
  const { kind, fingerprint, usableUntil } = key
  const cipher = 'cipher' in key ? key.cipher : undefined
  return [
    ['kind', KIND_NAMES[kind]],
    ['fingerprint', spacedFingerprint(fingerprint)],
    ['usable until', usableUntil === undefined ? 'no end' : presentInstant(fromStored(usableUntil), 'UTC').utc],
    ...(cipher === undefined ? [] : [['cipher', cipher.toUpperCase()] as const]),
  ]
}

/** Allowed, since a key may come later; but nobody should learn of it only from a blocked notice. */
export function warnOfBlocked(
  { encryption, keys }: Pick<Outline, 'encryption'> & { readonly keys: readonly unknown[] },
  terminal: Terminal,
): void {
  if (encryption === 'required' && keys.length === 0)
    terminal.warn(
      'it requires encryption and has no key: every notice to it will be blocked until one is set (`recipients key ID set FILE`)',
    )
}
