import type { KeyKind } from '../../core/keys/mail-key.ts'
import type { LoadSealing, MadeKey, Seal, SealedBody, Sealing } from '../../core/keys/ports.ts'
import { isUsableAt } from '../../core/keys/mail-key.ts'
import type { Letter, SealedMime } from '../../core/notice/ports.ts'
import type { IdSource } from '../../core/shared/ids.ts'

/** What stands in a mail in place of ciphertext: for the invariants to read, and without any work. */
export interface SealedMail {
  readonly kind: KeyKind
  /** The fingerprint of the addressee's key. */
  readonly to: string
  /** The fingerprint of the team's key. */
  readonly by: string
  readonly entity: string
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (raw: Uint8Array): string => new TextDecoder().decode(raw)

export const mime: SealedMime = {
  entity: (letter: Letter) => bytes(letter.text),
  message: (_letter: Letter, body: SealedBody) => (body.kind === 'openpgp' ? bytes(body.armored) : body.der),
}

/** Both ways to seal: which one it is says the key. */
export const seal: Seal = async ({ key, team, entity, at }) => {
  if (!isUsableAt(key, at)) return { unusable: 'expired' }
  const mail: SealedMail = { kind: key.kind, to: key.fingerprint, by: team.reveal().fingerprint, entity: text(entity) }
  const body = JSON.stringify(mail)
  return key.kind === 'openpgp' ? { kind: key.kind, armored: body } : { kind: key.kind, cipher: key.cipher, der: bytes(body) }
}

const DIGITS: Readonly<Record<KeyKind, number>> = { openpgp: 40, 's-mime': 64 }

/** Sealing as one process has it; a key of the team's is made of nothing but the next id. */
export function loadSealingOf(sealing: { readonly seal: Seal }, ids: IdSource): LoadSealing {
  return async (kind): Promise<Sealing> => {
    const create = async (): Promise<MadeKey> => {
      const fingerprint = ids.token().toUpperCase().padStart(DIGITS[kind], '0')
      return {
        made: { kind, fingerprint, published: `public ${fingerprint}` },
        secret: { kind, fingerprint, secret: `private ${fingerprint}` },
      }
    }
    return { seal: sealing.seal, team: { create, adopt: create } }
  }
}
