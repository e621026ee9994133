import { expect, test } from 'vitest'
import { Kept } from '../../../core/keys/kept.ts'

/** Parses to a number of its own. */
function counted(most: number) {
  const kept = new Kept<number>(most)
  let parsed = 0
  return (fingerprint: string, text = 'text') => kept.of(fingerprint, text, () => ++parsed)
}

test('what was parsed is parsed once, and anew when its text is another', () => {
  const of = counted(2)
  expect([of('A'), of('A'), of('B'), of('A')]).toEqual([1, 1, 2, 1])
  expect([of('A', 'with more time'), of('A', 'with more time')]).toEqual([3, 3])
})

test('of more than it keeps, the one that was wanted longest ago gives way', () => {
  const of = counted(2)
  expect([of('A'), of('B'), of('A'), of('C')]).toEqual([1, 2, 1, 3])
  expect(of('A')).toBe(1)
  expect(of('B')).toBe(4)
})
