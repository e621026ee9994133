import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sideBySide } from '../../../core/shared/side-by-side.ts'

/** Work that takes some turns, and what was going on while it did. */
function watched(fails: readonly number[] = []) {
  const seen: number[] = []
  let going = 0
  let most = 0
  const work = async (item: number) => {
    going += 1
    most = Math.max(most, going)
    for (let turn = 0; turn <= item % 3; turn++) await setImmediate()
    going -= 1
    if (fails.includes(item)) throw new RangeError(`item ${item}`)
    seen.push(item)
  }
  return { work, seen: () => seen.toSorted((a, b) => a - b), most: () => most, going: () => going }
}
const items = Array.from({ length: 10 }, (_, index) => index)

test.each([1, 3, 10, 20])('every item is worked on once, and never more than %i at a time', async (width) => {
  const { work, seen, most } = watched()
  await sideBySide(items, width, work)
  expect(seen()).toEqual(items)
  expect(most()).toBe(Math.min(width, items.length))
})

test('nothing is no work', async () => {
  const { work, seen } = watched()
  await sideBySide([], 3, work)
  expect(seen()).toEqual([])
})

test('a failure is thrown when the rest has ended, which goes on', async () => {
  const { work, seen, going } = watched([1])
  await expect(sideBySide(items, 3, work)).rejects.toThrow(new RangeError('item 1'))
  expect(seen()).toEqual(items.filter((item) => item !== 1))
  expect(going()).toBe(0)
})
