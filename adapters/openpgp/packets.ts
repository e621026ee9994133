import type { KeyFault } from '../../core/keys/key-fault.ts'

/** What a file holds, told by its framing alone: nothing of it was parsed. */
export type KeyPackets = { readonly binary: Uint8Array; readonly isPrivate: boolean } | { readonly fault: KeyFault }

const ARMOUR =
  /-----BEGIN PGP (PUBLIC|PRIVATE) KEY BLOCK-----[ \t]*\r?\n(?:[A-Za-z]+: [^\n]*\n)*[ \t]*\r?\n([A-Za-z0-9+/=\s]+?)(?:=[A-Za-z0-9+/]{4}\s+)?-----END PGP \1 KEY BLOCK-----/g
/** Packet types. @see RFC 9580, section 5 */
const SECRET_KEY = 5
const PUBLIC_KEY = 6
const SECRET_SUBKEY = 7

/** Takes the armour off, if there is one, and looks at which packets there are. */
export function keyPacketsOf(file: Uint8Array): KeyPackets {
  const blocks = unarmoured(file)
  const packets = blocks.map(outlineOf)
  if (packets.length === 0 || packets.includes(undefined)) return { fault: 'unreadable' }
  const outline = packets.flatMap((found) => found ?? [])
  const keys = outline.filter(({ tag }) => tag === PUBLIC_KEY || tag === SECRET_KEY)
  const [first] = outline
  if (first === undefined || first !== keys[0]) return { fault: 'unreadable' }
  if (keys.length > 1) return { fault: 'several-keys' }
  if (first.version === 6) return { fault: 'version-6' }
  if (first.version !== 4) return { fault: 'unknown-version' }
  return { binary: Buffer.concat(blocks), isPrivate: outline.some(({ tag }) => tag === SECRET_KEY || tag === SECRET_SUBKEY) }
}

/** The bytes of each block; of a file that has none, all of it. */
function unarmoured(file: Uint8Array): Uint8Array[] {
  const first = file[0] ?? 0
  if (first >= 0x80) return [file]
  const text = Buffer.from(file).toString('latin1')
  return [...text.matchAll(ARMOUR)].map(([, , body = '']) => Buffer.from(body, 'base64'))
}

interface Packet {
  readonly tag: number
  /** The first octet of its body, which is the version of a key packet. */
  readonly version: number | undefined
}

/** Undefined if the bytes are not a row of whole packets. */
function outlineOf(bytes: Uint8Array): Packet[] | undefined {
  const packets: Packet[] = []
  for (let at = 0; at < bytes.length;) {
    const header = headerAt(bytes, at)
    if (header === undefined || header.body + header.length > bytes.length) return undefined
    packets.push({ tag: header.tag, version: bytes[header.body] })
    at = header.body + header.length
  }
  return packets
}

/** A key has no packets of indefinite or partial length. @see RFC 9580, section 4.2 */
function headerAt(bytes: Uint8Array, at: number): { readonly tag: number; readonly body: number; readonly length: number } | undefined {
  const octet = (offset: number): number => bytes[at + offset] ?? 0
  const number = (from: number, to: number): number => bytes.subarray(at + from, at + to).reduce((sum, byte) => sum * 256 + byte, 0)
  const first = octet(0)
  if (first < 0x80) return undefined
  if ((first & 0x40) === 0) {
    const tag = (first >> 2) & 0x0f
    if ((first & 3) === 0) return { tag, body: at + 2, length: octet(1) }
    if ((first & 3) === 1) return { tag, body: at + 3, length: number(1, 3) }
    return (first & 3) === 2 ? { tag, body: at + 5, length: number(1, 5) } : undefined
  }
  const tag = first & 0x3f
  if (octet(1) < 192) return { tag, body: at + 2, length: octet(1) }
  if (octet(1) < 224) return { tag, body: at + 3, length: ((octet(1) - 192) << 8) + octet(2) + 192 }
  return octet(1) === 255 ? { tag, body: at + 6, length: number(2, 6) } : undefined
}
