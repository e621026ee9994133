import type { Member, Recipient } from './recipient.ts'

/** A recipient as an approval pins it. */
export function memberOf({ id, version, details }: Recipient): Member {
  const { organisation, contacts, zone, encryption, keys } = details
  return { id, version, organisation, contacts, zone, encryption, ...(keys.length > 0 && { keys }) }
}
