import { readFileSync } from 'node:fs'
import { generateKey } from 'openpgp'
import { inspectOpenpgpKey } from '../../../adapters/openpgp/inspect-key.ts'
import { instantAt } from '../../../core/embargo/instant.ts'
import type { MailKey } from '../../../core/keys/mail-key.ts'
import type { MailAddress } from '../../../core/shared/mail-address.ts'

/** The kinds that `make.sh` made, each of which GnuPG reads too. */
export const GOOD_KINDS = [
  'curve25519',
  'rsa3072',
  'rsa4096',
  'p256',
  'p384',
  'p521',
  'brainpool256',
  'brainpool384',
  'brainpool512',
] as const

export const address = 'ops@alder.example' as MailAddress
export const owner = { name: 'Larch security', address: 'notices@larch.example' as MailAddress }
/** The fixtures were made at the beginning of the year; those that expire did so after 30 days. */
export const madeAt = instantAt(Date.UTC(2026, 0, 1))
export const at = instantAt(Date.UTC(2026, 11, 1))

export const keyFile = (name: string): Buffer => readFileSync(new URL(`../../fixtures/keys/openpgp/${name}.asc`, import.meta.url))
export const privateFile = (name: string): Buffer => keyFile(`${name}.private-for-tests`)

export async function mailKey(bytes: Uint8Array, addresses: readonly MailAddress[] = [address]): Promise<MailKey> {
  const inspected = await inspectOpenpgpKey(bytes, { addresses, at })
  if (!inspected.ok) throw new Error(inspected.fault)
  return inspected.key
}

type Options = Partial<Parameters<typeof generateKey>[0]>

/** A key pair that is made for one test. */
export const pairOf = (of: Options = {}) =>
  generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [{ name: 'Alder operations', email: address }],
    date: madeAt.toJSDate(),
    ...of,
    format: 'object',
  })
