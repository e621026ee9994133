import { instantAt, toStored } from '../../core/embargo/instant.ts'
import type { KeyFault } from '../../core/keys/key-fault.ts'
import { MailKey } from '../../core/keys/mail-key.ts'
import type { InspectKey, Inspection } from '../../core/keys/ports.ts'
import { Fault } from '../../core/shared/fault.ts'
import { type MailAddress, normalisedAddress } from '../../core/shared/mail-address.ts'
import { readCertificateFile } from './certificate-file.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { chainOf } from './chain.ts'
import { dateFault, encryptionFault, strengthFault } from './faults.ts'

/**
 * @param roots PEM, beside those that Node trusts
 * @throws Fault `POLICY_UNUSABLE` when one of them is no certificate
 */
export function makeInspectCertificate({ roots }: { readonly roots: readonly string[] }): InspectKey {
  const trusted = roots.map(readRoot)
  return async (bytes, { addresses, at }) => {
    const file = readCertificateFile(bytes)
    if ('fault' in file) return failed(file.fault)
    const { leaf, others } = file
    const fault = useFault(leaf, addresses) ?? dateFault(leaf, at.toMillis())
    if (fault !== undefined) return failed(fault)
    const chain = chainOf(leaf, { between: others, roots: trusted, at: at.toMillis() })
    if ('fault' in chain) return failed(chain.fault)
    const end = Math.min(...chain.map(({ notAfter }) => notAfter))
    const key = MailKey.safeParse({ kind: 's-mime', ...keptOf(leaf), usableUntil: toStored(instantAt(end)), cipher: 'aes-256-gcm' })
    return key.success ? { ok: true, key: key.data } : failed('too-large')
  }
}

const failed = (fault: KeyFault): Inspection => ({ ok: false, fault })

function readRoot(pem: string): Certificate {
  const root = readCertificate(Buffer.from(pem))
  if (root === undefined) throw new Fault('POLICY_UNUSABLE', 'a root of the policy is no certificate', { retry: 'never' })
  return root
}

const keptOf = ({ fingerprint, addresses, der }: Certificate) => ({ fingerprint, addresses, bytes: Buffer.from(der).toString('base64') })

/** What is wrong with it at any time, and whoever issued it. */
function useFault(leaf: Certificate, addresses: readonly MailAddress[]): KeyFault | undefined {
  const fault = strengthFault(leaf) ?? encryptionFault(leaf)
  if (fault !== undefined) return fault
  return addresses.some((address) => leaf.addresses.includes(normalisedAddress(address))) ? undefined : 'wrong-address'
}
