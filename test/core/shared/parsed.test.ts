import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseWith } from '../../../core/shared/parsed.ts'

const Schema = z.strictObject({
  name: z.string().min(2),
  kind: z.enum(['all', 'some']),
  branches: z.array(z.string()).min(1),
  contact: z.discriminatedUnion('by', [z.strictObject({ by: z.literal('mail') }), z.strictObject({ by: z.literal('platform') })]),
  nested: z.strictObject({ count: z.int().max(5) }),
})
const good = {
  name: 'forewarn',
  kind: 'all',
  branches: ['1.2'],
  contact: { by: 'mail' },
  nested: { count: 1 },
}
const problems = (input: unknown) => {
  const parsed = parseWith(Schema, input)
  return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`)
}

test('what fits comes back', () => {
  expect(parseWith(Schema, good)).toEqual({ ok: true, value: good })
})

test.each([
  [{ ...good, name: undefined }, 'name: is missing'],
  [{ ...good, kind: undefined }, 'kind: is missing'],
  [{ ...good, contact: undefined }, 'contact: is missing'],
  [{ ...good, contact: { by: 'secret' } }, 'contact.by: must be one of mail, platform'],
  [{ ...good, branches: ['1.2', 1.1] }, 'branches.1: must be text: put it in quotes'],
  [{ ...good, kind: 'secret' }, 'kind: must be one of all, some'],
  [{ ...good, nested: { count: 1, extra: 'secret' } }, 'nested.extra: is not known here: correct its name, or remove it'],
  [{ ...good, 'alice@example.org': 1 }, '(root): has a key that is not known here'],
  ['secret', '(root): must be a group of named fields'],
  [{ ...good, name: null }, 'name: is empty'],
  [{ ...good, name: 'x' }, 'name: must have at least 2 characters'],
  [{ ...good, branches: [] }, 'branches: must not be empty'],
  [{ ...good, branches: 'secret' }, 'branches: must be a list'],
  [{ ...good, nested: { count: 9 } }, 'nested.count: must be at most 5'],
  [{ ...good, nested: { count: 1.5 } }, 'nested.count: must be a whole number'],
])('a problem names its field and the remedy, and no value (%#)', (input, expected) => {
  expect(problems(input)).toEqual([expected])
})

test('every problem is told at once', () => {
  expect(problems({ ...good, name: 'x', one: 1, two: 2 })).toHaveLength(3)
})
