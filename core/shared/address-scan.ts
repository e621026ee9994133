import { normalisedLocal } from './mail-address.ts'
import { toALabels } from './domain.ts'

const LOCAL_BEFORE = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/
const DOMAIN_AFTER = /^[\p{L}\p{M}\p{N}_-]+(?:[.\u3002\uff0e\uff61][\p{L}\p{M}\p{N}_-]+)+/u
const QUOTED_BEFORE = /"(?:[^"\\\r\n]|\\.)+"$/
/** Marks that may begin a local part, and next to which addresses are written far more often. */
const WRAPPING = /^[.'`{|/=*~?&#]+/
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  commat: '@',
  period: '.',
  plus: '+',
  nbsp: ' ',
}

/**
 * Every address-shaped string in a text, normalised as `normalisedAddress` does, each once, in order.
 *
 * It would rather find too much than too little: `mailto:` links are decoded, angle brackets, quotes and
 * trailing dots fall away, quoted local parts and IDN domains count, invisible characters do not. To tell
 * whether a text holds only allowed addresses, scan the allowed ones too and compare what is found:
 * marks around an address fall away on both sides alike.
 *
 * @param as - `html` decodes character references first
 */
export function addressStringsIn(text: string, as: 'text' | 'html' = 'text'): readonly string[] {
  const plain = decodeMailto(as === 'html' ? decodeReferences(text) : text).replaceAll(/\p{Cf}/gu, '')
  return [...new Set([...plain.matchAll(/[@\uff20]/g)].flatMap(({ index }) => around(plain, index)))]
}

/** An address is at most 254 characters long, but an IDN domain may be longer before it is converted. */
const REACH = 320

function around(text: string, at: number): readonly string[] {
  const domain = DOMAIN_AFTER.exec(text.slice(at + 1, at + 1 + REACH))?.[0]
  if (domain === undefined) return []
  return localsBefore(text.slice(Math.max(0, at - REACH), at)).map((local) => `${normalisedLocal(local)}@${readDomain(domain)}`)
}

/** Two where it may be `key=value` as well as one local part. What has no letter or digit is a decorator in a diff, say. */
function localsBefore(before: string): readonly string[] {
  // The second look is for quotes that are escaped, as they are inside of JSON.
  const quoted = QUOTED_BEFORE.exec(before) ?? QUOTED_BEFORE.exec(before.replaceAll('\\"', '"'))
  const whole = quoted?.[0] ?? LOCAL_BEFORE.exec(before)?.[0].replace(WRAPPING, '') ?? ''
  const locals = quoted === null ? [whole, whole.replace(/^.*[=/?&|]/, '')] : [whole]
  return locals.filter((local) => /[A-Za-z0-9]/.test(local))
}

/** What is no domain counts as written: it looks like one, and a scan must not let it pass for that. */
function readDomain(written: string): string {
  const labels = written.replace(/[-_]+$/, '').split(/[.\u3002\uff0e\uff61]/)
  const last = labels.pop() ?? ''
  // Where a script without spaces follows at once, the domain ends where the letters change.
  const end = /^[\p{Script=Latin}\p{N}-]+/u.exec(last)?.[0] ?? last
  const name = [...labels, end].join('.')
  const domain = toALabels(name)
  return 'name' in domain ? domain.name : name.toLowerCase()
}

function decodeMailto(text: string): string {
  return text.replaceAll(/mailto:[^\s"<>]*/gi, (link) => decodePercent(link))
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign: decode what can be.
    return text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
  }
}

function decodeReferences(html: string): string {
  return html.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);?/gi, (whole, reference: string) => {
    if (!reference.startsWith('#')) return NAMED[reference.toLowerCase()] ?? whole
    const code = Number(reference.slice(1).replace(/^x/i, '0x'))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
