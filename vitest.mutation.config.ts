import { defineConfig } from 'vitest/config'

/** The tests that mutants of the core must fail: no endpoints, no processes. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts', 'test/fakes/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
