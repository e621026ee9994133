import { defineConfig } from 'vitest/config'

/** The tests that mutants of the core must fail: no endpoints, no processes. */
export default defineConfig({
  plugins: [
    {
      name: 'share-modules-among-mutants',
      // The dry run keeps files apart, for Stryker's coverage of each test; a mutant's run then needs one worker and one import.
      configureVitest({ project, vitest }) {
        const mode = (): unknown => Reflect.get(vitest.getRootProject().getProvidedContext(), 'mode')
        Object.defineProperty(project.config, 'isolate', { get: () => mode() !== 'mutant', set: () => {} })
      },
    },
  ],
  test: {
    include: ['test/core/**/*.test.ts'],
    testTimeout: 30_000,
    // Fewer see nearly as much, and each mutant of the campaign asks for them anew.
    env: { MODEL_SEQUENCES: '1500' },
  },
})
