import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Json, canonicalJson } from '../../core/shared/canonical-json.ts'
import type { Vault } from '../../core/shared/vault.ts'

const at = { purpose: 'content', place: 'CAMPAIGN#c-1|CONTENT#1' } as const

const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { noNullPrototype: true }),
  ),
}))

/** What every vault does. `make` gives a new one; `breakKeys` makes its keys unavailable. */
export function vaultContract(name: string, make: () => Promise<{ vault: Vault; breakKeys: () => void }>): void {
  describe(`${name} as a vault`, () => {
    test('opening gives back what was sealed', async () => {
      const { vault } = await make()
      await fc.assert(
        fc.asyncProperty(anyJson, async (value) => {
          expect(canonicalJson((await vault.open(at, await vault.seal(at, value))) as Json)).toBe(canonicalJson(value))
        }),
        { numRuns: 40 },
      )
    })

    test('sealed bytes show nothing, and are others each time', async () => {
      const { vault } = await make()
      const [first, second] = [await vault.seal(at, 'Tree Frog Linux'), await vault.seal(at, 'Tree Frog Linux')]
      expect(Buffer.from(first).toString('latin1')).not.toContain('Tree Frog')
      expect(first).not.toEqual(second)
    })

    test('bytes from another place or for another purpose are swapped', async () => {
      const { vault } = await make()
      const sealed = await vault.seal(at, 1)
      await expect(vault.open({ ...at, place: 'CAMPAIGN#c-1|CONTENT#2' }, sealed)).rejects.toMatchObject({
        name: 'Fault',
        code: 'ITEM_SWAPPED',
      })
      await expect(vault.open({ ...at, purpose: 'audience' }, sealed)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_SWAPPED' })
    })

    test('a changed or missing byte keeps them closed', async () => {
      const { vault } = await make()
      const sealed = await vault.seal(at, 'Tree Frog Linux')
      const changed = Uint8Array.from(sealed)
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
      for (const bytes of [changed, sealed.subarray(0, -1), sealed.subarray(0, 10), new Uint8Array()]) {
        await expect(vault.open(at, bytes)).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MALFORMED' })
      }
    })

    test('without keys nothing is sealed', async () => {
      const { vault, breakKeys } = await make()
      breakKeys()
      await expect(vault.seal(at, 'Tree Frog Linux')).rejects.toMatchObject({ name: 'Fault', code: 'KEYS_UNAVAILABLE' })
    })
  })
}
