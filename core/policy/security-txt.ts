import { instantAt, toStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import type { MailAddress } from '../shared/mail-address.ts'
import type { PublicPolicy, PublishedKey } from './public-policy.ts'

/** An address and a name are promised for so long: the RFC recommends less than a year. */
const MOST = { years: 1 } as const
/** Whoever looks every day has a month to see that it runs out. */
const LEAST_DAYS = 30

/**
 * The lines of a `security.txt`, in a fixed order.
 *
 * @param teamKey - where reports can be encrypted to it, it stands as a field; where not, as a comment, since the RFC has no field for what signs
 * @see https://www.rfc-editor.org/rfc/rfc9116#section-2.5
 */
export function securityTxt({ project, reporting }: PublicPolicy, expiresAt: Instant, teamKey?: PublishedKey): string {
  const { url, address, encryption, acknowledgments, languages, canonical, policy } = reporting
  const links = (name: string, link: string | undefined): string[] => (link === undefined ? [] : [`${name}: ${new URL(link).href}`])
  return [
    `# How to report a vulnerability in ${project.name}. Written from forewarn.yaml by \`forewarn policy render\`: change it there, not here.`,
    ...links('Contact', url),
    ...(address === undefined ? [] : [`Contact: ${mailto(address)}`]),
    `Expires: ${toStored(expiresAt)}`,
    ...links('Encryption', encryption),
    ...(teamKey === undefined ? [] : [keyLine(teamKey)]),
    ...links('Acknowledgments', acknowledgments),
    ...(languages.length === 0 ? [] : [`Preferred-Languages: ${languages.join(', ')}`]),
    ...links('Canonical', canonical),
    ...links('Policy', policy),
  ].join('\n')
}

/** As the example in section 2.5.4 has it, in lower case. @see https://www.rfc-editor.org/rfc/rfc9116#section-2.5.4 */
function keyLine({ fingerprint, canEncrypt }: PublishedKey): string {
  const uri = `openpgp4fpr:${fingerprint.toLowerCase()}`
  return canEncrypt ? `Encryption: ${uri}` : `# Encrypted notices to recipients are signed with ${uri}`
}

/** Almost a year from now, at a midnight in UTC. */
export function usualExpiry(now: Instant): Instant {
  return instantAt(now.plus(MOST).startOf('day').minus({ days: 1 }).toMillis())
}

/** What is wrong with a time at which a `security.txt` expires; undefined when nothing is. */
export function expiryProblem(expiresAt: Instant, now: Instant): string | undefined {
  if (expiresAt <= now) return 'has passed: nobody may rely on the file any more'
  if (expiresAt < now.plus({ days: LEAST_DAYS })) return `must be at least ${LEAST_DAYS} days away, so that there is time to renew it`
  if (expiresAt > now.plus(MOST)) return 'must be at most a year away'
  return undefined
}

/** @see https://www.rfc-editor.org/rfc/rfc6068#section-2 for what is escaped */
function mailto(address: MailAddress): string {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at).replaceAll(/[^\w.~!$'*+-]/g, (char) => encodeURIComponent(char))
  return `mailto:${local}${address.slice(at)}`
}
