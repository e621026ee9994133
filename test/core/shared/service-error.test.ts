import { expect, test } from 'vitest'
import { readServiceError } from '../../../core/shared/service-error.ts'

const named = (name: string, more: object = {}) => Object.assign(new Error('about security@treefrog.example'), { name }, more)

test.each([
  [
    'a service exception',
    named('AccessDenied', { $metadata: { requestId: 'r-1', httpStatusCode: 403 } }),
    { code: 'AccessDenied', requestId: 'r-1', status: 403 },
  ],
  ['a system error', Object.assign(new Error('connect'), { code: 'ECONNREFUSED', $metadata: { attempts: 1 } }), { code: 'ECONNREFUSED' }],
  [
    'a request id that starts with a digit',
    named('X', { $metadata: { requestId: '7f1d0a4e-8f4e-4a77-9a56-0e9d3f1c2b3a' } }),
    { code: 'X', requestId: '7f1d0a4e-8f4e-4a77-9a56-0e9d3f1c2b3a' },
  ],
  [
    'a request id of DynamoDB',
    named('X', { $metadata: { requestId: '0J3K5Q7VUA9H2N4B6M8T1R3C5E7G9I1L3O5P7S9W1Y3Z5X7D9F1KVV' } }),
    { code: 'X', requestId: '0J3K5Q7VUA9H2N4B6M8T1R3C5E7G9I1L3O5P7S9W1Y3Z5X7D9F1KVV' },
  ],
  ['a plain error', new Error('about security@treefrog.example'), { code: 'Unknown' }],
  ['a class of errors', new SyntaxError('about security@treefrog.example'), { code: 'SyntaxError' }],
  ['something else', 'security@treefrog.example', { code: 'Unknown' }],
  ['nothing', undefined, { code: 'Unknown' }],
])('%s is read by its codes', (_, error, read) => {
  expect(readServiceError(error)).toStrictEqual(read)
})

test('a field that holds more than a code is not read', () => {
  const error = named('to security@treefrog.example', {
    code: 'a b',
    $metadata: { requestId: '<x@treefrog.example>', httpStatusCode: 99_999 },
  })
  expect(readServiceError(error)).toStrictEqual({ code: 'Unknown' })
})
