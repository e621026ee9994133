import { expect, test } from 'vitest'
import * as z from 'zod'
import { fieldsOf, parseWith } from '../../../core/shared/parsed.ts'

const Schema = z.strictObject({
  name: z.string().min(2),
  kind: z.enum(['all', 'some']),
  branches: z.array(z.string()).min(1),
  contact: z.discriminatedUnion('by', [z.strictObject({ by: z.literal('mail') }), z.strictObject({ by: z.literal('platform') })]),
  nested: z.strictObject({ count: z.int().min(1).max(5) }),
  by: z.union([z.literal('hand'), z.int()]),
  note: z.string().min(1).max(4),
  tags: z.array(z.string()).max(1),
  schema: z.literal('sample/1'),
})
const good = {
  name: 'forewarn',
  kind: 'all',
  branches: ['1.2'],
  contact: { by: 'mail' },
  nested: { count: 1 },
  by: 'hand',
  note: 'n',
  tags: [],
  schema: 'sample/1',
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
  [{ ...good, nested: { count: 0 } }, 'nested.count: must be at least 1'],
  [{ ...good, branches: [{ secret: 1 }] }, 'branches.0: must be text'],
  [{ ...good, by: undefined }, 'by: is missing'],
  [{ ...good, by: ['secret'] }, 'by: Invalid input'],
  [{ ...good, note: '' }, 'note: must not be empty'],
  [{ ...good, note: 'secret' }, 'note: must have at most 4 characters'],
  [{ ...good, tags: ['a', 'b'] }, 'tags: must have at most 1 entries'],
  [{ ...good, schema: 'secret' }, 'schema: must be sample/1'],
])('a problem names its field and the remedy, and no value (%#)', (input, expected) => {
  expect(problems(input)).toEqual([expected])
})

test('every problem is told at once', () => {
  expect(problems({ ...good, name: 'x', one: 1, two: 2 })).toHaveLength(3)
})

test('a log is told the fields of problems, each once, and no key that a stranger chose', () => {
  const parsed = parseWith(Schema, { ...good, name: 'x', one: 1, two: 2, nested: { count: 9, secret: 1 } })
  expect(parsed.ok ? '' : fieldsOf(parsed.problems)).toBe('name, nested.count, nested.?, ?')
})
