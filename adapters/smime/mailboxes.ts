import { MailAddress, normalisedAddress } from '../../core/shared/mail-address.ts'

/** Normalised. What is no address that mail can be sent to names nobody here. */
export const mailboxes = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => {
    const address = MailAddress.safeParse(text)
    return address.success ? [normalisedAddress(address.data)] : []
  })

/**
 * Whether a mailbox lies in one of the places that an authority is bound to: a mailbox, a host, or with a dot before it a domain with
 * all of its hosts. An empty one is everywhere.
 *
 * @see RFC 5280, section 4.2.1.10
 */
export function liesIn(mailbox: string, bounds: readonly string[]): boolean {
  const host = mailbox.slice(mailbox.lastIndexOf('@') + 1)
  return bounds.some((bound) => {
    if (bound.includes('@')) return mailboxes([bound]).includes(mailbox)
    const domain = bound.toLowerCase()
    if (domain === '') return true
    return domain.startsWith('.') ? host.endsWith(domain) : host === domain
  })
}
