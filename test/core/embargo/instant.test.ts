import { expect, test } from 'vitest'
import { fromStored, instantAt, toStored } from '../../../core/embargo/instant.ts'
import { Fault } from '../../../core/shared/fault.ts'

test.each(['2026-12-01T09:00:00Z', '2026-12-01T09:00:00.007Z'])('%s is read as it was written, in UTC', (text) => {
  const instant = fromStored(text)
  expect(instant.zoneName).toBe('UTC')
  expect(toStored(instant)).toBe(text)
  expect(instantAt(instant.toMillis()).zoneName).toBe('UTC')
})

test.each([
  '',
  '2026-12-01T09:00:00',
  '2026-12-01T09:00:00+00:00',
  '+002026-12-01T09:00:00Z',
  '2026-12-01T25:00:00Z',
  '2026-12-01T09:00:00Z?',
])('what was not written so is malformed: "%s"', (text) => {
  expect(() => fromStored(text)).toThrow(
    expect.objectContaining({ code: 'ITEM_MALFORMED', retry: 'never', message: 'a stored instant does not parse' }),
  )
  expect(() => fromStored(text)).toThrow(Fault)
})

test('beyond what a date can hold there is no instant', () => {
  expect(() => instantAt(8.64e15 + 1)).toThrow(new RangeError('not an instant'))
})
