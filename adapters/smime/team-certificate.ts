import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { instantAt, toStored } from '../../core/embargo/instant.ts'
import type { MadeKey, MakeTeamKey } from '../../core/keys/ports.ts'
import { TeamKey, TeamSecret } from '../../core/keys/team-key.ts'
import { normalisedAddress } from '../../core/shared/mail-address.ts'
import type { Certificate } from './certificate.ts'
import { dateFault } from './faults.ts'
import { readDer } from './read-der.ts'
import { teamKeyUnusable } from './seal.ts'
import { selfSigned } from './self-signed.ts'
import type { Signer } from './signed-data.ts'
import { signerIn, signingFault } from './signer.ts'

/** RSA since every mail program verifies it, and older ones nothing else; of a strength that lasts as long as the certificate. */
const RSA = { modulusLength: 3072 } as const
/** It ends in a rotation long before: one that ends during an embargo would stop its notices. */
const YEARS = 10

const INTEGER = 0x02
const makeKeyPair = promisify(generateKeyPair)

export const smimeTeamKeys: MakeTeamKey = {
  async create(owner, at) {
    const keys = await makeKeyPair('rsa', RSA)
    const certificate = selfSigned(keys, owner, { from: at.toJSDate(), until: at.plus({ years: YEARS }).toJSDate(), use: 'sign' })
    const secret = `${String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))}${pemOf(certificate)}`
    const made = await smimeTeamKeys.adopt(Buffer.from(secret), owner, at)
    if ('unusable' in made) throw teamKeyUnusable(`was made, and is ${made.unusable}`)
    return made
  },
  async adopt(bytes, { address }, at) {
    // Their passphrase, if only an empty one, is asked for where they are: by a program on the operator's own machine.
    if (isPkcs12(bytes)) return { unusable: 'locked' }
    const signer = signerIn(Buffer.from(bytes).toString('latin1'))
    if ('fault' in signer) return { unusable: signer.fault }
    const fault = signingFault(signer) ?? dateFault(signer.leaf, at.toMillis())
    if (fault !== undefined) return { unusable: fault }
    return signer.leaf.addresses.includes(normalisedAddress(address)) ? written(signer) : { unusable: 'wrong-address' }
  },
}

/** PKCS #12 is of version 3, and wraps what it holds. */
function isPkcs12(bytes: Uint8Array): boolean {
  const [version, content] = readDer(bytes)?.children ?? []
  return version?.tag === INTEGER && version.contents[0] === 3 && content?.children.length === 2
}

function written({ privateKey, leaf, chain }: Signer): MadeKey | { readonly unusable: 'too-large' } {
  const named = { kind: 's-mime', fingerprint: leaf.fingerprint } as const
  const published = chain.map(({ der }) => pemOf(der)).join('')
  const usableUntil = toStored(instantAt(Math.min(...chain.map(({ notAfter }: Certificate) => notAfter))))
  const secret = { ...named, secret: `${String(privateKey.export({ type: 'pkcs8', format: 'pem' }))}${published}` }
  const fits = TeamKey.shape.published.safeParse(published).success && TeamSecret.shape.secret.safeParse(secret.secret).success
  return fits ? { made: { ...named, usableUntil, published }, secret } : { unusable: 'too-large' }
}

/** @see RFC 7468, section 5 */
export const pemOf = (certificate: Uint8Array): string => {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
