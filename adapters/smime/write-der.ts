import { ObjectIdentifier } from 'asn1js'

/** Whole DER values, tag and length included; what a certificate holds already goes in byte for byte. @see X.690, section 10 */
export type Der = Uint8Array

const TAG = { boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, utf8: 0x0c, utcTime: 0x17, generalizedTime: 0x18 } as const
const SEQUENCE = 0x30
const SET = 0x31
const CONTEXT = 0x80
const CONSTRUCTED = 0x20
/** The last year that a UTCTime may name. @see RFC 5280, section 4.1.2.5 */
const LAST_UTC_YEAR = 2049

export const sequence = (...parts: readonly Der[]): Der => written(SEQUENCE, parts)
/** In the order that DER wants: whoever checks a signature encodes the set again. */
export const setOf = (...parts: readonly Der[]): Der => written(SET, parts.toSorted(inOrder))
export const octets = (bytes: Uint8Array): Der => written(TAG.octetString, [bytes])
export const bits = (bytes: Uint8Array, unused = 0): Der => written(TAG.bitString, [Buffer.of(unused), bytes])
export const utf8 = (text: string): Der => written(TAG.utf8, [Buffer.from(text)])
export const NULL: Der = Buffer.of(0x05, 0x00)
export const TRUE: Der = Buffer.of(TAG.boolean, 0x01, 0xff)

/** From big-endian bytes, never negative. */
export function integer(...bytes: readonly number[]): Der {
  const first = bytes.findIndex((byte, index) => byte !== 0 || index === bytes.length - 1)
  const shortest = bytes.slice(first)
  return written(TAG.integer, [Buffer.from((shortest[0] ?? 0) < 0x80 ? shortest : [0, ...shortest])])
}

/** A context tag around whole values, be they the one of an EXPLICIT or the parts of an IMPLICIT SEQUENCE or SET. */
export const tagged = (number: number, ...parts: readonly Der[]): Der => written(CONTEXT | CONSTRUCTED | number, parts)
/** The IMPLICIT context tag of an OCTET STRING or IA5String. */
export const taggedBytes = (number: number, bytes: Uint8Array): Der => written(CONTEXT | number, [bytes])
/** The same value under another tag, as IMPLICIT has it. */
export const retagged = (tag: number, value: Der): Der => Buffer.concat([Buffer.of(tag), value.subarray(1)])

/** Dotted. Once at the start: encoding it takes longer than copying it. */
export const identifier = (dotted: string): Der => new Uint8Array(new ObjectIdentifier({ value: dotted }).toBER())

/** In whole seconds of UTC. */
export function time(at: Date): Der {
  const [text = ''] = at.toISOString().replaceAll(/[-:T]/g, '').split('.')
  return at.getUTCFullYear() > LAST_UTC_YEAR
    ? written(TAG.generalizedTime, [Buffer.from(`${text}Z`)])
    : written(TAG.utcTime, [Buffer.from(`${text.slice(2)}Z`)])
}

const inOrder = (a: Der, b: Der): number => Buffer.compare(a, b)

function written(tag: number, parts: readonly Uint8Array[]): Der {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  return Buffer.concat([Buffer.of(tag), lengthOf(length), ...parts])
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Buffer.of(length)
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  const shortest = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.of(0x80 | shortest.byteLength), shortest])
}
