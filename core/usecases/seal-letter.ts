import { type Wish, NO_WISH, reasonOfTrouble, rungOf } from '../keys/ladder.ts'
import type { KeyKind, MailKey } from '../keys/mail-key.ts'
import type { LoadSealing, TeamSecrets } from '../keys/ports.ts'
import type { TeamKey, TeamKeys, TeamSecret } from '../keys/team-key.ts'
import type { Addressee } from '../notice/addressee.ts'
import type { ComposeMime, Letter, SealedMime } from '../notice/ports.ts'
import type { Clock } from '../shared/clock.ts'
import type { Confidential } from '../shared/confidential.ts'

/** A letter as it leaves, or the code of why it must not. */
export type WrappedLetter = { readonly raw: Uint8Array; readonly sealedTo: KeyKind | undefined } | { readonly blocked: string }

export interface WrapOf {
  readonly addressee: Addressee
  readonly teamKeys: TeamKeys
  /** An operator let this very delivery go out in plain. */
  readonly mayBePlain: boolean
}

/** Makes the bytes that leave of a letter. @throws Fault `MESSAGE_MALFORMED`, `TEAM_KEY_UNUSABLE` */
export type WrapLetter = (letter: Letter, of: WrapOf) => Promise<WrappedLetter>

/** For letters that never leave: those that are shown or measured. */
export const plainly =
  (compose: ComposeMime): WrapLetter =>
  async (letter) => ({ raw: await compose(letter), sealedTo: undefined })

export interface SealLetterDeps {
  readonly compose: ComposeMime
  readonly mime: SealedMime
  readonly loadSealing: LoadSealing
  readonly secrets: Pick<TeamSecrets, 'secret'>
  readonly clock: Clock
}

/**
 * Seals a letter to whoever gave a key, and blocks it when that cannot be done: what fails here never turns into plaintext.
 */
export function makeSealLetter(deps: SealLetterDeps): WrapLetter {
  const secretOf = keptSecrets(deps.secrets)
  return async (letter, of) => {
    const wish = wishOf(of.addressee)
    const { mayBePlain } = of
    const rung = rungOf(wish, { address: letter.to, at: deps.clock.now(), mayBePlain })
    switch (rung.how) {
      case 'plain':
        return { raw: await deps.compose(letter), sealedTo: undefined }
      case 'blocked':
        return { blocked: reasonOfTrouble(rung.trouble, wish.encryption) }
      case 'sealed': {
        const sealed = await seal(deps, letter, { key: rung.key, teamKeys: of.teamKeys, secretOf })
        if (!('unusable' in sealed)) return sealed
        if (wish.encryption === 'preferred' && mayBePlain) return { raw: await deps.compose(letter), sealedTo: undefined }
        return { blocked: reasonOfTrouble(sealed.unusable, wish.encryption) }
      }
    }
  }
}

type SecretOf = (own: TeamKey, keys: TeamKeys) => Promise<Confidential<TeamSecret>>

/** Opened once for each version of the keys, and not for each mail. */
function keptSecrets(secrets: SealLetterDeps['secrets']): SecretOf {
  const kept = new Map<KeyKind, { readonly of: string; readonly secret: Promise<Confidential<TeamSecret>> }>()
  return async ({ kind, fingerprint }, { version }) => {
    // By both: a key with more time keeps its fingerprint, and a document that was lost begins at version 1 again.
    const of = `${version} ${fingerprint}`
    const known = kept.get(kind)
    if (known?.of === of) return known.secret
    const secret = secrets.secret(fingerprint)
    kept.set(kind, { of, secret })
    secret.catch(() => kept.delete(kind)) // a fault of the moment must not outlive it
    return secret
  }
}

interface SealWith {
  readonly key: MailKey
  readonly teamKeys: TeamKeys
  readonly secretOf: SecretOf
}

async function seal(deps: SealLetterDeps, letter: Letter, { key, teamKeys, secretOf }: SealWith) {
  const own = teamKeys.current.find(({ kind }) => kind === key.kind)
  if (!own) return { blocked: 'team-key-missing' }
  const [{ seal: sealEntity }, team] = await Promise.all([deps.loadSealing(key.kind), secretOf(own, teamKeys)])
  const body = await sealEntity({ key, team, entity: deps.mime.entity(letter), at: deps.clock.now() })
  return 'unusable' in body ? body : { raw: deps.mime.message(letter, body), sealedTo: key.kind }
}

/** What an addressee asks for, and the keys that were approved with them. */
export function wishOf(addressee: Addressee): Wish {
  switch (addressee.kind) {
    case 'recipient':
      return { encryption: addressee.member.encryption, keys: addressee.member.keys ?? [] }
    case 'reporter': {
      const { contact } = addressee.reporter
      return contact.by === 'mail' ? { encryption: contact.encryption ?? 'preferred', keys: contact.keys ?? [] } : NO_WISH
    }
    case 'team':
      return NO_WISH
  }
}
