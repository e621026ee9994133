import type { Member, Recipient } from './recipient.ts'

/** A recipient as an approval pins it. */
export function memberOf({ id, version, details }: Recipient): Member {
  const { organisation, contacts, zone, encryption } = details
  return { id, version, organisation, contacts, zone, encryption }
}
