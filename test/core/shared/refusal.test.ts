import { expect, test } from 'vitest'
import { refuse } from '../../../core/shared/refusal.ts'

test('a refusal says why, and what would help', () => {
  expect(refuse('too-few', 'There are too few.', 'Ask for more.')).toEqual({
    outcome: 'refused',
    code: 'too-few',
    why: 'There are too few.',
    hint: 'Ask for more.',
  })
})
