import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pagesOf } from '../../../operator/cli/recipient-pages.ts'

const ROW_LIMIT = 200
const API_LIMIT_BYTES = 6 * 1024 * 1024

test('rows go in their order, in pages that the API takes, however large their key files are', () => {
  const anySize = fc.oneof(fc.constant(0), fc.constant(175_000), fc.integer({ min: 0, max: 175_000 }))
  fc.assert(
    fc.property(fc.array(anySize, { minLength: 60, maxLength: 250, size: 'max' }), (sizes) => {
      const rows = sizes.map((size, index) => ({ index, keys: ['x'.repeat(size)] }))
      const pages = [...pagesOf(rows)]
      expect(pages.flat()).toEqual(rows)
      for (const page of pages) {
        expect(page.length).toBeLessThanOrEqual(ROW_LIMIT)
        expect(Buffer.byteLength(JSON.stringify({ rows: page }))).toBeLessThan(API_LIMIT_BYTES)
      }
    }),
    { numRuns: 10 },
  )
})

test('small rows fill a page, and no page is empty', () => {
  expect([...pagesOf(Array.from({ length: 401 }, (_, index) => index))].map((page) => page.length)).toEqual([200, 200, 1])
  expect([...pagesOf([])]).toEqual([])
})
