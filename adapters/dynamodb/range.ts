import { setTimeout as pause } from 'node:timers/promises'
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb'
import { Fault } from '../../core/shared/fault.ts'
import { ask } from './ask.ts'
import { fromAttributes, toAttributes } from './attribute-value.ts'
import type { Key } from './key.ts'

/** Attributes as they were stored, `pk` and `sk` among them; not parsed yet. */
export type StoredItem = Readonly<Record<string, unknown>>

export interface Range {
  readonly pk: string
  readonly prefix?: string
  /** Exclusive. */
  readonly after?: string
  readonly newestFirst?: boolean
  /** All, when absent. */
  readonly limit?: number
}

interface Place {
  readonly db: DynamoDBClient
  readonly name: string
}

/** Strongly consistent, in order of `sk`, page by page until there is no more or `limit` is reached. */
export async function query({ db, name }: Place, range: Range): Promise<readonly StoredItem[]> {
  const found: StoredItem[] = []
  let from: QueryCommandInput['ExclusiveStartKey']
  do {
    const command = new QueryCommand({
      TableName: name,
      ConsistentRead: true,
      ScanIndexForward: range.newestFirst !== true,
      ...keyCondition(range),
      ...(range.limit !== undefined && { Limit: range.limit - found.length }),
      ...(from && { ExclusiveStartKey: from }),
    })
    const page = await ask('query items', () => db.send(command))
    found.push(...(page.Items ?? []).map(fromAttributes))
    from = page.LastEvaluatedKey
  } while (from !== undefined && (range.limit === undefined || found.length < range.limit))
  return found
}

function keyCondition({ pk, prefix, after }: Range) {
  if (prefix !== undefined) return expression('pk = :pk AND begins_with(sk, :sk)', pk, prefix)
  if (after !== undefined) return expression('pk = :pk AND sk > :sk', pk, after)
  return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: toAttributes({ ':pk': pk }) }
}

const expression = (text: string, pk: string, sk: string) => ({
  KeyConditionExpression: text,
  ExpressionAttributeValues: toAttributes({ ':pk': pk, ':sk': sk }),
})

/** What DynamoDB left out of an answer is asked for again, this often and after these pauses. */
const PAUSES_MILLIS = [25, 100, 400]

/**
 * Those of `keys` (at most 100) that exist, with `attributes` alone, in no order.
 *
 * @throws Fault `STORE_UNAVAILABLE`, also when DynamoDB keeps leaving keys out: what is missing must not look absent
 */
export async function look({ db, name }: Place, keys: readonly Key[], attributes: readonly string[]): Promise<readonly StoredItem[]> {
  const found: StoredItem[] = []
  const names = ['pk', 'sk', ...attributes]
  let request: NonNullable<BatchGetItemCommandInput['RequestItems']> = {
    [name]: {
      Keys: keys.map((key) => toAttributes({ ...key })),
      ConsistentRead: true,
      ProjectionExpression: names.map((attribute) => `#${attribute}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names.map((attribute) => [`#${attribute}`, attribute])),
    },
  }
  for (const millis of [0, ...PAUSES_MILLIS]) {
    if (millis > 0) await pause(millis)
    const answer = await ask('look at items', () => db.send(new BatchGetItemCommand({ RequestItems: request })))
    found.push(...(answer.Responses?.[name] ?? []).map(fromAttributes))
    request = answer.UnprocessedKeys ?? {}
    if (Object.keys(request).length === 0) return found
  }
  throw new Fault('STORE_UNAVAILABLE', 'DynamoDB left items out of its answers', { retry: 'later', facts: { code: 'UnprocessedKeys' } })
}
