import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Json, canonicalJson } from '../../../core/shared/canonical-json.ts'
import { digestOf, digestOfBytes } from '../../../core/shared/digest.ts'

const text = fc.string({ unit: 'grapheme' })
/** Values that stored documents are made of. */
const anyJson = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 5 }),
  ),
})).json

const isObject = (value: Json): value is Readonly<Record<string, Json | undefined>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same value with the keys of every object the other way round. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]): [string, Json] => [key, turned(member ?? null)])
      .toReversed(),
  )
}

describe('canonical JSON', () => {
  test('is the same text for the same value, in whatever order its keys come', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value))
        expect(digestOf(turned(value))).toBe(digestOf(value))
      }),
    )
  })

  test('is JSON, and reads back as the value it was made of: so distinct values have distinct texts', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value)
      }),
    )
  })

  test('tells values apart that only look alike', () => {
    const alike: readonly Json[] = [
      1,
      '1',
      true,
      'true',
      null,
      'null',
      [],
      {},
      [[]],
      [null],
      { a: null },
      { '': null },
      '',
      [''],
      { a: [1, 2] },
      { a: [2, 1] },
    ]
    expect(new Set(alike.map(canonicalJson)).size).toBe(alike.length)
  })

  test('orders keys by code unit and has no white space', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, 2], c: 'x y' }, é: 2, A: 3 })).toBe('{"A":3,"a":{"c":"x y","d":[1,2]},"b":1,"é":2}')
    // U+1F600 begins with the surrogate D83D, which comes before U+FB33 though its code point does not.
    expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2 })).toBe('{"\u{1f600}":2,"\ufb33":1}')
  })

  test('leaves out what is undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
  })

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])('refuses %s', (number) => {
    expect(() => canonicalJson({ deep: [number] })).toThrow('canonical JSON holds safe integers only')
  })

  test('refuses half a character, as a value and as a key', () => {
    for (const half of ['\ud83d', '\ude00', 'x\ude00\ud83d']) {
      expect(() => canonicalJson([half])).toThrow('canonical JSON holds well-formed text only')
      expect(() => canonicalJson({ [half]: 1 })).toThrow('canonical JSON holds well-formed text only')
    }
  })
})

test('a digest is the SHA-256 of the text in UTF-8', () => {
  expect(digestOfBytes('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(digestOf({ a: 'é' })).toBe(digestOfBytes(new TextEncoder().encode('{"a":"é"}')))
})
