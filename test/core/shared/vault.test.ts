import { expect, test } from 'vitest'
import { Purpose } from '../../../core/shared/vault.ts'

test('the purposes keep their names, or what was sealed for them could not be opened', () => {
  expect(Purpose.options.toSorted()).toEqual([
    'access',
    'address-key',
    'audience',
    'content',
    'halt',
    'history',
    'patch',
    'recipient',
    'team-key',
    'team-public',
  ])
})
