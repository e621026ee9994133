import { type AsnType, fromBER } from 'asn1js'

/** A DER value as it was read, with its own bytes: what is signed or compared must not be encoded again. */
export interface Node {
  /** The identifier octet, such as 0x30 for a SEQUENCE and 0xa0 for a constructed [0]. */
  readonly tag: number
  readonly raw: Uint8Array
  readonly contents: Uint8Array
  /** None of a value that is not constructed. */
  readonly children: readonly Node[]
}

const CONSTRUCTED = 0x20

/** The value that the bytes are, whole and nothing after it; undefined for anything else. */
export function readDer(bytes: Uint8Array): Node | undefined {
  // What asn1js makes of an OCTET STRING that happens to hold DER would depend on where the bytes lie in a pool.
  const { offset, result } = fromBER(new Uint8Array(bytes))
  return offset === bytes.byteLength && result.error === '' ? nodeOf(result) : undefined
}

/** The children of a SEQUENCE that must be there. @throws Error that names nothing of what it holds */
export function child(node: Node | undefined, ...path: readonly number[]): Node {
  const found = path.reduce((at, index) => at?.children.at(index), node)
  if (found === undefined) throw new Error('it lacks a part')
  return found
}

/** Dotted, as `identifier` takes it. */
export function dottedOf({ contents }: Node): string {
  const parts: number[] = []
  let part = 0
  for (const octet of contents) {
    part = part * 0x80 + (octet & 0x7f)
    if (octet >= 0x80) continue
    parts.push(part)
    part = 0
  }
  const [first = 0, ...rest] = parts
  const root = Math.min(Math.floor(first / 40), 2)
  return [root, first - root * 40, ...rest].join('.')
}

function nodeOf(block: AsnType): Node {
  const raw = block.valueBeforeDecodeView
  const [tag = 0] = raw
  const contents = raw.subarray(block.idBlock.blockLength + block.lenBlock.blockLength)
  return { tag, raw, contents, children: (tag & CONSTRUCTED) === 0 ? [] : childrenOf(block) }
}

function childrenOf(block: AsnType): readonly Node[] {
  const { valueBlock } = block
  return 'value' in valueBlock && Array.isArray(valueBlock.value) ? (valueBlock.value as AsnType[]).map(nodeOf) : []
}
