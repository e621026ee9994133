import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** What an item's attribute may hold: JSON, or sealed bytes. */
export type Value = string | number | boolean | null | Uint8Array | readonly Value[] | { readonly [name: string]: Value | undefined }

/** Attributes by name; absent for `undefined`. */
export type Item = Readonly<Record<string, Value | undefined>>

export function toAttribute(value: Value): AttributeValue {
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value instanceof Uint8Array) return { B: value }
  if (isList(value)) return { L: value.map(toAttribute) }
  return { M: toAttributes(value) }
}

export function toAttributes(item: Item): Record<string, AttributeValue> {
  const present = Object.entries(item).filter((entry): entry is [string, Value] => entry[1] !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, toAttribute(value)]))
}

/** Sets, which nobody here writes, come out as `undefined` and fail the parse of their item. */
export function fromAttribute(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S
  if (attribute.N !== undefined) return Number(attribute.N)
  if (attribute.BOOL !== undefined) return attribute.BOOL
  if (attribute.NULL !== undefined) return null
  if (attribute.B !== undefined) return attribute.B
  if (attribute.L !== undefined) return attribute.L.map(fromAttribute)
  if (attribute.M !== undefined) return fromAttributes(attribute.M)
  return undefined
}

export function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, fromAttribute(attribute)]))
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
