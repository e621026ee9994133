import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { ownTableId } from '../../../adapters/dynamodb/table-guard.ts'

/** Answers DescribeTable with the next of these; a missing one is a table that is not there. */
function describing(...ids: readonly (string | undefined)[]) {
  const left = [...ids]
  const send = async () => ({ Table: { TableId: left.shift() } })
  return { at: { db: { send } as unknown as DynamoDBClient, table: 'forewarn' }, asked: () => ids.length - left.length }
}

test('the id of a table is asked for once, while the answer counts', async () => {
  const { at, asked } = describing('a', 'b')
  const own = ownTableId(at)
  expect([await own(), await own()]).toEqual(['a', 'a'])
  expect(asked()).toBe(1)
})

test('a table that was restored under its own name is seen by a process that knew the one before', async () => {
  const own = ownTableId(describing('a', 'b').at, 0)
  expect([await own(), await own()]).toEqual(['a', 'b'])
})

test('while nobody says the id, nothing goes on; and the fault does not outlive its moment', async () => {
  const own = ownTableId(describing(undefined, 'a').at)
  await expect(own()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  await expect(own()).resolves.toBe('a')
})
