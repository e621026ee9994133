import { DeleteItemCommand, type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { Fault } from '../../core/shared/fault.ts'
import { type Item, type Value, fromAttributes, toAttributes } from './attribute-value.ts'
import { ask, attempt } from './ask.ts'
import type { Key } from './key.ts'
import { type Range, type StoredItem, look, query } from './range.ts'

export interface Condition {
  /** `#name` stands for a name in `names`, `:value` for one in `values`. */
  readonly expression: string
  readonly names?: readonly string[]
  readonly values?: Readonly<Record<string, Value>>
  /**
   * An attribute whose bytes no other write can have. The SDK repeats a write whose answer was lost; that the repeat
   * then finds our own bytes is no conflict.
   */
  readonly ours?: string
}

export const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }

/** The one table. Every read is strongly consistent; what is not an outcome is a Fault `STORE_UNAVAILABLE`. */
export interface Table {
  get(key: Key): Promise<StoredItem | undefined>
  /** Those of `keys` that exist, in no order, with `attributes` alone, from one read. */
  look(keys: readonly Key[], attributes: readonly string[]): Promise<readonly StoredItem[]>
  /** In order of `sk`. */
  query(range: Range): Promise<readonly StoredItem[]>
  /** @throws Fault `ITEM_TOO_LARGE` */
  put(key: Key, attributes: Item, condition?: Condition): Promise<'written' | 'conflict'>
  remove(key: Key, condition?: Condition): Promise<'written' | 'conflict'>
}

export function dynamoTable(db: DynamoDBClient, name: string): Table {
  async function get(key: Key): Promise<StoredItem | undefined> {
    const found = await ask('read an item', () =>
      db.send(new GetItemCommand({ TableName: name, Key: toAttributes({ ...key }), ConsistentRead: true })),
    )
    return found.Item && fromAttributes(found.Item)
  }

  return {
    get,
    look: (keys, attributes) => look({ db, name }, keys, attributes),
    query: (range) => query({ db, name }, range),
    async put(key, attributes, condition) {
      refuseTooLarge(key, attributes)
      const command = new PutItemCommand({ TableName: name, Item: toAttributes({ ...attributes, ...key }), ...expressionOf(condition) })
      if ((await attempt('write an item', () => db.send(command))) === 'written') return 'written'
      const { ours } = condition ?? {}
      return ours !== undefined && sameBytes((await get(key))?.[ours], attributes[ours]) ? 'written' : 'conflict'
    },
    async remove(key, condition) {
      const command = new DeleteItemCommand({ TableName: name, Key: toAttributes({ ...key }), ...expressionOf(condition) })
      return attempt('remove an item', () => db.send(command))
    },
  }
}

function expressionOf(condition: Condition | undefined) {
  if (condition === undefined) return {}
  const { expression, names, values } = condition
  return {
    ConditionExpression: expression,
    ...(names && { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])) }),
    ...(values && {
      ExpressionAttributeValues: toAttributes(Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]))),
    }),
  }
}

/** DynamoDB takes 400 KB with key and names; as JSON the clear attributes are a little longer than it counts them. */
const LIMIT_BYTES = 400_000

function refuseTooLarge(key: Key, attributes: Item): void {
  const bytes = Object.values(attributes).reduce<number>((sum, value) => sum + sizeOf(value), 0)
  if (bytes <= LIMIT_BYTES) return
  throw new Fault('ITEM_TOO_LARGE', 'an item of more than 400 KB cannot be stored', { retry: 'never', facts: { ...key, bytes } })
}

const sizeOf = (value: Value | undefined): number =>
  value instanceof Uint8Array ? value.byteLength : Buffer.byteLength(JSON.stringify(value) ?? '')

const sameBytes = (a: unknown, b: unknown): boolean => a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0
