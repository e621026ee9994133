import type { MailKey } from '../../core/keys/mail-key.ts'
import type { Recipient } from '../../core/recipient/recipient.ts'

/** A recipient without an address: what `list` and `show` tell. */
export function outlineOf({ id, state, version, details }: Recipient) {
  const { organisation, contacts, zone, groups, encryption, keys } = details
  return { id, state, version, organisation, contacts: contacts.length, zone, groups, encryption, keys: keys.map(outlineOfKey) }
}

function outlineOfKey(key: MailKey) {
  const { kind, fingerprint, addresses, usableUntil } = key
  const cipher = key.kind === 's-mime' ? key.cipher : undefined
  return { kind, fingerprint, addresses: addresses.length, usableUntil, cipher }
}
