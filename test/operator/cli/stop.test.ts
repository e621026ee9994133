import { expect, test } from 'vitest'
import { Fault } from '../../../core/shared/fault.ts'
import { badInput, stopOf } from '../../../operator/cli/stop.ts'

test('a fault is something that is not available', () => {
  const fault = new Fault('STORE_UNAVAILABLE', 'the table does not answer', { retry: 'later' })
  expect(stopOf(fault)).toMatchObject({
    exit: 3,
    code: 'store-unavailable',
    message: 'the table does not answer',
    hint: 'Try again in a moment.',
  })
})

test('what nobody expected is told without its message, which may quote anything', () => {
  const stop = stopOf(new TypeError('alice@example.org is not iterable'))
  expect(stop).toMatchObject({ exit: 3, code: 'unexpected' })
  expect(stop?.message).toMatch(/^something unexpected happened \(TypeError at stop\.test\.ts:\d+\)$/)
})

test('bad input lists its problems', () => {
  expect(badInput('forewarn.yaml', [{ field: 'lead', message: 'is missing' }])).toMatchObject({
    exit: 2,
    message: 'forewarn.yaml has a problem',
    problems: [{ field: 'lead' }],
  })
})
