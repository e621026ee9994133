import { expect, test } from 'vitest'
import { Fault, asFault, factsOfError } from '../../../core/shared/fault.ts'

const away = new Fault('STORE_UNAVAILABLE', 'could not read an item', {
  retry: 'later',
  facts: { code: 'ValidationException', requestId: 'R1', status: 400 },
})

test('a log keeps the code of a fault, and beside it that of the service', () => {
  expect(factsOfError(away)).toEqual({ code: 'STORE_UNAVAILABLE', service: 'ValidationException', requestId: 'R1', status: 400 })
})

test('of an error that is no fault a log keeps that it was there', () => {
  expect(factsOfError(new Error('about security@treefrog.example'))).toStrictEqual({ code: 'UNEXPECTED' })
})

test('a fault stays itself, and another error becomes one that quotes nothing', () => {
  expect(asFault(away)).toBe(away)
  const unknown = asFault(new Error('about security@treefrog.example'), { chunk: 2 })
  expect(unknown).toMatchObject({ code: 'UNEXPECTED', message: 'something failed that should not', retry: 'later', facts: { chunk: 2 } })
  expect(JSON.stringify(unknown) + String(unknown.stack)).not.toContain('treefrog')
})

test('a fault keeps the fault that caused it, and shows no cause where there is none', () => {
  expect(new Fault('UNEXPECTED', 'a chunk failed', { retry: 'later', cause: away }).cause).toBe(away)
  expect('cause' in away).toBe(false)
})
