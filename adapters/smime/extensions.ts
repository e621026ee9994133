import { type Node, child, dottedOf, readDer } from './read-der.ts'
import { mailboxes } from './mailboxes.ts'

/** What a certificate says of itself beyond its names. @see RFC 5280, section 4.2 */
export interface Extensions {
  /** Named by bit; absent when it may be used for anything. */
  readonly usages: ReadonlySet<Usage> | undefined
  /** May be used for mail, as far as its purposes are named. */
  readonly isForMail: boolean
  readonly isAuthority: boolean
  /** How many authorities may stand between it and what is at the end. */
  readonly mostBelow: number
  /** Normalised, of its alternative names. */
  readonly addresses: readonly string[]
  /** The mailboxes that an authority may name, as far as it is bound. */
  readonly bounds: { readonly permitted: readonly string[]; readonly excluded: readonly string[] }
  /** It says that whoever does not understand all of it must not use it, and we do not. */
  readonly isBeyondUs: boolean
}

const USAGES = ['digitalSignature', 'contentCommitment', 'keyEncipherment', 'dataEncipherment', 'keyAgreement', 'keyCertSign'] as const
export type Usage = (typeof USAGES)[number]

const SUBJECT_ALT_NAME = '2.5.29.17'
const KEY_USAGE = '2.5.29.15'
const BASIC_CONSTRAINTS = '2.5.29.19'
const NAME_CONSTRAINTS = '2.5.29.30'
const EXTENDED_KEY_USAGE = '2.5.29.37'
/** Any policy will do, as it does when nobody asks for one. */
const POLICIES = ['2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54']
const KNOWN = new Set([SUBJECT_ALT_NAME, KEY_USAGE, BASIC_CONSTRAINTS, NAME_CONSTRAINTS, EXTENDED_KEY_USAGE, ...POLICIES])
const FOR_MAIL = new Set(['1.3.6.1.5.5.7.3.4', '2.5.29.37.0'])
/** The identifier octet of a GeneralName that is an rfc822Name. */
const RFC822_NAME = 0x81
const BOOLEAN = 0x01
const INTEGER = 0x02

/** @param found [3] of a certificate, absent in those of version 1 */
export function extensionsOf(found: Node | undefined): Extensions {
  const all = found === undefined ? [] : child(found, 0).children.map(extensionOf)
  const valueOf = (name: string) => all.find((extension) => extension.name === name)?.value
  const constraints = valueOf(BASIC_CONSTRAINTS)?.children ?? []
  const purposes = valueOf(EXTENDED_KEY_USAGE)?.children.map(dottedOf)
  const bounds = valueOf(NAME_CONSTRAINTS)?.children ?? []
  return {
    usages: usagesOf(valueOf(KEY_USAGE)),
    isForMail: purposes?.some((purpose) => FOR_MAIL.has(purpose)) ?? true,
    isAuthority: constraints.some(({ tag, contents }) => tag === BOOLEAN && contents[0] !== 0),
    mostBelow: numberOf(constraints.find(({ tag }) => tag === INTEGER)) ?? Infinity,
    addresses: mailboxes(namesIn(valueOf(SUBJECT_ALT_NAME)?.children ?? [])),
    bounds: { permitted: subtrees(bounds, 0xa0), excluded: subtrees(bounds, 0xa1) },
    isBeyondUs: all.some(({ name, isCritical, value }) => (KNOWN.has(name) ? value === undefined : isCritical)),
  }
}

function extensionOf(extension: Node): { readonly name: string; readonly isCritical: boolean; readonly value: Node | undefined } {
  const isCritical = extension.children.some(({ tag, contents }) => tag === BOOLEAN && contents[0] !== 0)
  return { name: dottedOf(child(extension, 0)), isCritical, value: readDer(child(extension, -1).contents) }
}

function usagesOf(value: Node | undefined): ReadonlySet<Usage> | undefined {
  if (value === undefined) return undefined
  const [, bits = 0] = value.contents
  return new Set(USAGES.filter((_, bit) => (bits & (0x80 >> bit)) !== 0))
}

const numberOf = (value: Node | undefined): number | undefined => value?.contents.reduce((sum, byte) => sum * 0x100 + byte, 0)

/** Only mailboxes are bound here, since a mailbox is all that is taken from a certificate. @see RFC 5280, section 4.2.1.10 */
const subtrees = (bounds: readonly Node[], tag: number): string[] =>
  namesIn(bounds.filter((bound) => bound.tag === tag).flatMap(({ children }) => children.map((subtree) => child(subtree, 0))))

const namesIn = (names: readonly Node[]): string[] =>
  names.filter(({ tag }) => tag === RFC822_NAME).map(({ contents }) => Buffer.from(contents).toString('latin1'))
