import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKey } from 'openpgp'

const MADE_AT = new Date('2026-01-01T00:00:00Z')
const SECONDS_A_DAY = 86_400

export interface MadeKey {
  readonly publicKey: string
  readonly privateKey: string
  /** Upper-case hex. */
  readonly fingerprint: string
}

/** A key as somebody would have it, which names these addresses and ends after so many days of 2026. */
export async function madeKey(addresses: readonly string[], days?: number): Promise<MadeKey> {
  const { privateKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: addresses.map((email) => ({ name: 'PSIRT', email })),
    date: MADE_AT,
    format: 'object',
    ...(days !== undefined && { keyExpirationTime: days * SECONDS_A_DAY }),
  })
  return {
    publicKey: privateKey.toPublic().armor(),
    privateKey: privateKey.armor(),
    fingerprint: privateKey.getFingerprint().toUpperCase(),
  }
}

/** Files in a folder below this one. @returns the path of each, by its name */
export function writtenIn(folder: string, files: Readonly<Record<string, string>>): (name: string) => string {
  const into = join(folder, 'keys')
  mkdirSync(into, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(into, name), text)
  return (name) => join(into, name)
}
