import { createHash } from 'node:crypto'
import * as z from 'zod'
import { KeyFault } from '../../core/keys/key-fault.ts'
import { KeyKind } from '../../core/keys/mail-key.ts'
import type { InspectKey } from '../../core/keys/ports.ts'
import { MailAddress, normalisedAddress } from '../../core/shared/mail-address.ts'

const File = z.strictObject({
  kind: KeyKind,
  seed: z.string(),
  addresses: z.array(MailAddress),
  usableUntil: z.string().optional(),
  fault: KeyFault.optional(),
})

/** A key file that `inspectMemoryKey` can read; with `fault`, one that it finds bad. */
export function keyFile(of: {
  addresses?: readonly string[]
  kind?: KeyKind
  seed?: string
  usableUntil?: string
  fault?: KeyFault
}): Uint8Array {
  return Buffer.from(JSON.stringify({ kind: 'openpgp', seed: '', addresses: [], ...of }))
}

/** The same as an API takes it. */
export const base64Key = (of: Parameters<typeof keyFile>[0]): string => Buffer.from(keyFile(of)).toString('base64')

/** Reads the files of `keyFile`; what it keeps is not what it was given, as with real keys. */
export const inspectMemoryKey: InspectKey = async (bytes, { addresses, at }) => {
  const file = parsed(bytes)
  if (file === undefined) return { ok: false, fault: 'unreadable' }
  if (file.fault !== undefined) return { ok: false, fault: file.fault }
  if (file.usableUntil !== undefined && at.toMillis() >= Date.parse(file.usableUntil)) return { ok: false, fault: 'expired' }
  const named = file.addresses.map(normalisedAddress)
  if (!addresses.some((address) => named.includes(normalisedAddress(address)))) return { ok: false, fault: 'wrong-address' }
  const kept = {
    fingerprint: fingerprintOf(file),
    addresses: named,
    bytes: Buffer.from(`kept ${file.seed} ${named.join(' ')}`).toString('base64'),
    ...(file.usableUntil !== undefined && { usableUntil: file.usableUntil }),
  }
  return { ok: true, key: file.kind === 'openpgp' ? { kind: file.kind, ...kept } : { kind: file.kind, cipher: 'aes-256-gcm', ...kept } }
}

const fingerprintOf = ({ kind, addresses, seed }: z.infer<typeof File>): string =>
  createHash(kind === 'openpgp' ? 'sha1' : 'sha256')
    .update(`${seed} ${addresses.join(' ')}`)
    .digest('hex')
    .toUpperCase()

function parsed(bytes: Uint8Array): z.infer<typeof File> | undefined {
  try {
    return File.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    return undefined
  }
}
