import * as z from 'zod'
import { toALabels } from './domain.ts'

const MAX_LOCAL = 64
const MAX_ADDRESS = 254
const ATEXT = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]/
const DOT_ATOM = new RegExp(`^${ATEXT.source}+(\\.${ATEXT.source}+)*$`)
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/

/** What outside of quotes shows that this is more, or something else, than one address: the most telling first. */
const INTRUDERS: readonly (readonly [string, string])[] = [
  ['[', 'must have a domain name, not an address literal'],
  [':', 'must be one address alone: no group, no colon'],
  ['<>', 'must be an address alone, without a display name or angle brackets'],
  ['()', 'must be an address alone, without a comment'],
  [',;', 'must be one address: commas and semicolons may only stand in a quoted local part'],
  [' ', 'must not hold spaces outside of a quoted local part'],
]

/**
 * One addr-spec, as RFC 5321 has it: 7-bit local part as given, domain as lower-case A-label.
 * Never a display name, a group or a list. Parsing what was parsed changes nothing.
 */
export const MailAddress = z
  .string()
  .transform((text, context): string => {
    const address = readAddress(text)
    if ('address' in address) return address.address
    context.addIssue({ code: 'custom', message: address.wrong })
    return z.NEVER
  })
  .brand<'MailAddress'>()
export type MailAddress = z.infer<typeof MailAddress>

/**
 * Two addresses are the same mailbox when these are equal: the domain is in lower-case A-labels already,
 * and the local part is folded and freed of quotes that it does not need. For comparison only, never for sending.
 */
export function normalisedAddress(address: MailAddress): string {
  const at = address.lastIndexOf('@')
  return `${normalisedLocal(address.slice(0, at))}${address.slice(at).toLowerCase()}`
}

/** Enough to recognise an address that one knows, and not to write to it: `s…@e….org`. */
export function maskAddress(address: MailAddress): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  return `${address.slice(0, 1)}…@${domain.slice(0, 1)}…${domain.slice(domain.lastIndexOf('.'))}`
}

export function normalisedLocal(local: string): string {
  const folded = local.toLowerCase()
  if (!folded.startsWith('"')) return folded
  const bare = folded.slice(1, -1).replaceAll(/\\(.)/g, '$1')
  return DOT_ATOM.test(bare) ? bare : `"${bare.replaceAll(/["\\]/g, '\\$&')}"`
}

type Reading = { readonly address: string } | { readonly wrong: string }

function readAddress(text: string): Reading {
  if (text === '') return { wrong: 'must not be empty' }
  // Format characters go too: they are invisible, and two that look the same would not be.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return { wrong: 'must not hold line breaks, controls or invisible characters' }
  const split = splitAt(text)
  if ('wrong' in split) return split
  const wrong = wrongLocal(split.local)
  if (wrong !== undefined) return { wrong }
  const domain = toALabels(split.domain)
  if ('wrong' in domain) return domain
  const address = `${split.local}@${domain.name}`
  return address.length > MAX_ADDRESS ? { wrong: `must be at most ${MAX_ADDRESS} characters long` } : { address }
}

/** Splits at the one `@` that stands outside of quotes. */
function splitAt(text: string): { readonly local: string; readonly domain: string } | { readonly wrong: string } {
  const bare = blankQuoted(text)
  if (bare === undefined) return { wrong: 'has a quote that does not close' }
  const intruder = INTRUDERS.find(([chars]) => chars.split('').some((char) => bare.includes(char)))
  if (intruder !== undefined) return { wrong: intruder[1] }
  const at = bare.indexOf('@')
  if (at < 0) return { wrong: 'must have an @' }
  if (bare.includes('@', at + 1)) return { wrong: 'must be one address, with one @' }
  return { local: text.slice(0, at), domain: text.slice(at + 1) }
}

/** The text with everything inside of quotes as `_`, so that places stay; undefined if a quote does not close. */
function blankQuoted(text: string): string | undefined {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, (quoted) => '_'.repeat(quoted.length))
  return bare.includes('"') ? undefined : bare
}

function wrongLocal(local: string): string | undefined {
  if (local === '') return 'must have a local part before the @'
  if (/[^\x20-\x7e]/.test(local)) return 'must have a local part in ASCII: the mail service takes no other'
  if (local.length > MAX_LOCAL) return `must have a local part of at most ${MAX_LOCAL} characters`
  if (!/[A-Za-z0-9]/.test(local)) return 'must have a letter or a digit in its local part'
  if (DOT_ATOM.test(local) || QUOTED.test(local)) return undefined
  if (local.includes('"')) return 'must have its quotes around the whole local part'
  if (/^\.|\.\.|\.$/.test(local)) return 'must not have a dot at either end of the local part, or two in a row'
  return 'must quote the local part, or leave out its special characters'
}
