import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Value, fromAttribute, fromAttributes, toAttribute, toAttributes } from '../../../adapters/dynamodb/attribute-value.ts'

const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
  ),
}))

test('reading gives back what was written', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(fromAttribute(toAttribute(value))).toEqual(value)
    }),
  )
})

test('what is undefined is absent', () => {
  expect(toAttributes({ a: undefined, b: { c: undefined } })).toEqual({ b: { M: {} } })
})

test('what nobody here writes comes out undefined, for its item to fail', () => {
  expect(fromAttributes({ a: { SS: ['x'] } })).toEqual({ a: undefined })
})
