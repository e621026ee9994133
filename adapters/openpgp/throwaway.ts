import { type PrivateKey, decrypt, generateKey, readKey, readMessage } from 'openpgp'
import type { MakeThrowawayKey, SealedBody } from '../../core/keys/ports.ts'
import type { TeamKey } from '../../core/keys/team-key.ts'
import { inspectOpenpgpKey } from './inspect-key.ts'
import { strictly } from './strictness.ts'

export const makeThrowawayKey: MakeThrowawayKey = async (address, at) => {
  const date = at.toJSDate()
  const userIDs = [{ email: address }]
  const { privateKey, publicKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs,
    date,
    format: 'object',
    ...strictly,
  })
  const inspected = await inspectOpenpgpKey(publicKey.write(), { addresses: [address], at })
  if (!inspected.ok) throw new Error(`a throwaway key is ${inspected.fault}`)
  return { key: inspected.key, open: (body, team) => opened(body, { privateKey, team, date }) }
}

interface Opening {
  readonly privateKey: PrivateKey
  readonly team: Pick<TeamKey, 'published'>
  readonly date: Date
}

/** The library says what this is by the types of a package of streams, which nothing here needs. */
interface Decrypted {
  readonly data: unknown
  readonly signatures: readonly { readonly verified: Promise<boolean> }[]
}

async function opened(body: SealedBody, { privateKey, team, date }: Opening) {
  if (body.kind !== 'openpgp') throw new Error('it is not sealed by OpenPGP')
  const message = await readMessage({ armoredMessage: body.armored, ...strictly })
  const verificationKeys = await readKey({ armoredKey: team.published, ...strictly })
  const found: Decrypted = await decrypt({ message, decryptionKeys: privateKey, verificationKeys, date, format: 'binary', ...strictly })
  const { data, signatures } = found
  const [signature] = signatures
  const isSigned = signature !== undefined && signatures.length === 1 && (await signature.verified.catch(() => false))
  if (!(data instanceof Uint8Array)) throw new TypeError('it was not opened as bytes')
  return { entity: data, isSigned }
}
