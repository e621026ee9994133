import type { KeyFault } from '../../core/keys/key-fault.ts'
import { Kept } from '../../core/keys/kept.ts'
import { type MailKey, isUsableAt } from '../../core/keys/mail-key.ts'
import type { Seal } from '../../core/keys/ports.ts'
import type { TeamSecret } from '../../core/keys/team-key.ts'
import { Fault } from '../../core/shared/fault.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { envelopedFor } from './enveloped-data.ts'
import { dateFault, encryptionFault, sealsTo, strengthFault } from './faults.ts'
import type { SealsTo } from './recipient-info.ts'
import { type Signer, signedEntity } from './signed-data.ts'
import { signerIn } from './signer.ts'

/** A release goes through its chunks in order, and each of them has 25 members: more than this is of no use. */
const MOST_RECIPIENTS = 256
const MOST_TEAM_KEYS = 4

interface Recipient {
  readonly certificate: Certificate
  readonly to: SealsTo
}

const recipients = new Kept<Recipient | { readonly fault: KeyFault }>(MOST_RECIPIENTS)
const signers = new Kept<Signer | undefined>(MOST_TEAM_KEYS)

/**
 * Signed and then encrypted. The chain of a recipient's certificate was followed at intake, and `usableUntil` is the end of the first
 * of its links.
 *
 * @see RFC 8551, section 3.7
 */
export const sealSmime: Seal = async ({ key, team, entity, at }) => {
  const signer = signerOf(team.reveal(), at.toMillis())
  if (key.kind !== 's-mime') return { unusable: 'unreadable' }
  const recipient = recipients.of(key.fingerprint, key.bytes, () => recipientOf(key))
  if ('fault' in recipient) return { unusable: recipient.fault }
  const fault = dateFault(recipient.certificate, at.toMillis()) ?? (isUsableAt(key, at) ? undefined : 'expired')
  if (fault !== undefined) return { unusable: fault }
  const der = envelopedFor(recipient.to, key.cipher, signedEntity(signer, entity, at.toJSDate()))
  return { kind: 's-mime', cipher: key.cipher, der }
}

function recipientOf({ bytes, fingerprint }: MailKey): Recipient | { readonly fault: KeyFault } {
  const certificate = readCertificate(Buffer.from(bytes, 'base64'))
  if (certificate?.fingerprint !== fingerprint) return { fault: 'unreadable' }
  const fault = strengthFault(certificate) ?? encryptionFault(certificate)
  return fault === undefined ? { certificate, to: sealsTo(certificate) } : { fault }
}

function signerOf({ kind, fingerprint, secret }: TeamSecret, at: number): Signer {
  const signer = kind === 's-mime' ? signers.of(fingerprint, secret, () => readSigner(secret)) : undefined
  if (signer?.leaf.fingerprint !== fingerprint) throw teamKeyUnusable('does not parse')
  if (dateFault(signer.leaf, at) !== undefined) throw teamKeyUnusable('is not valid at this time')
  return signer
}

function readSigner(secret: string): Signer | undefined {
  const signer = signerIn(secret)
  return 'fault' in signer ? undefined : signer
}

export const teamKeyUnusable = (why: string): Fault => new Fault('TEAM_KEY_UNUSABLE', `the team’s certificate ${why}`, { retry: 'never' })
