import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dottedOf, readDer } from '../../../adapters/smime/read-der.ts'
import { bits, identifier, integer, octets, sequence, setOf, tagged, time, utf8 } from '../../../adapters/smime/write-der.ts'

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('octets of any length are read back as they were written', () => {
  const lengths = fc.oneof(fc.constantFrom(0, 1, 127, 128, 255, 256, 65_535, 65_536), fc.nat(70_000))
  fc.assert(
    fc.property(lengths, (length) => {
      const [read] = readDer(sequence(octets(Buffer.alloc(length, 0x30))))?.children ?? []
      expect(read?.contents.byteLength).toBe(length)
    }),
    { numRuns: 60 },
  )
})

test('a set is in the order of its bytes, whatever the order that it was given in', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(parts, (all) => {
      const read = (readDer(setOf(...all.map(octets)))?.children ?? []).map(({ raw }) => hexOf(raw))
      expect(read).toEqual(all.map((bytes) => hexOf(octets(bytes))).toSorted())
    }),
  )
})

test.each<[string, Uint8Array, string]>([
  ['an integer has no byte too many', integer(0, 0, 1), '020101'],
  ['an integer is never negative', integer(0x80), '02020080'],
  ['nought is one byte', integer(0), '020100'],
  ['bits say how many are not used', bits(Buffer.of(0x80), 7), '03020780'],
  ['a text is UTF-8', utf8('ü'), '0c02c3bc'],
  ['an explicit tag goes around', tagged(0, integer(3)), 'a003020103'],
  ['a time until 2049 has two digits of its year', time(new Date('2049-12-31T23:59:59Z')), `170d${hexOf(Buffer.from('491231235959Z'))}`],
  ['a time from 2050 on has four', time(new Date('2050-01-01T00:00:00Z')), `180f${hexOf(Buffer.from('20500101000000Z'))}`],
])('%s', (_, der, hex) => {
  expect(hexOf(der)).toBe(hex)
})

test.each(['1.2.840.113549.1.9.16.1.23', '2.16.840.1.101.3.4.1.46', '1.3.132.1.11.1', '2.5.29.17', '2.999.3'])(
  'the identifier %s is read as it was written',
  (dotted) => {
    const node = readDer(identifier(dotted))
    expect(node && dottedOf(node)).toBe(dotted)
  },
)

test('nothing is read of what has something after it, or ends too early', () => {
  const whole = Buffer.from(sequence(octets(Buffer.alloc(40))))
  expect(readDer(whole)).toBeDefined()
  expect(readDer(Buffer.concat([whole, Buffer.of(0)]))).toBeUndefined()
  expect(readDer(whole.subarray(0, -1))).toBeUndefined()
  expect(readDer(Buffer.of())).toBeUndefined()
})
