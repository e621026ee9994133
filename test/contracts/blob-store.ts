import { describe, expect, test } from 'vitest'
import type { BlobStore } from '../../core/notice/ports.ts'
import { digestOfBytes } from '../../core/shared/digest.ts'

const patch = Buffer.from('--- a/consoleme\n+++ b/consoleme\n\u0000\u00ff\r\n', 'latin1')
const bundle = Buffer.from('{"templates":{}}')

/** What every blob store does. `make` gives a new, empty one. */
export function blobStoreContract(name: string, make: () => Promise<BlobStore>): void {
  describe(`${name} as a blob store`, () => {
    test('gives bytes back under their digest', async () => {
      const store = await make()
      expect(await store.putBundle(bundle)).toBe(digestOfBytes(bundle))
      expect(await store.putPatch(patch)).toBe(digestOfBytes(patch))
      expect(Buffer.from(await store.bundle(digestOfBytes(bundle)))).toEqual(bundle)
      expect(Buffer.from(await store.patch(digestOfBytes(patch)))).toEqual(patch)
    })

    test('takes the same bytes twice', async () => {
      const store = await make()
      for (let i = 0; i < 2; i++) {
        await store.putBundle(bundle)
        await store.putPatch(patch)
      }
      expect(Buffer.from(await store.patch(digestOfBytes(patch)))).toEqual(patch)
    })

    test('knows which patches it has', async () => {
      const store = await make()
      expect(await store.hasPatch(digestOfBytes(patch))).toBe(false)
      await store.putBundle(patch)
      expect(await store.hasPatch(digestOfBytes(patch))).toBe(false)
      await store.putPatch(patch)
      expect(await store.hasPatch(digestOfBytes(patch))).toBe(true)
    })

    test('says that bytes are missing, also when they are of the other kind', async () => {
      const store = await make()
      await store.putPatch(patch)
      await expect(store.bundle(digestOfBytes(patch))).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MISSING' })
      await expect(store.patch(digestOfBytes(bundle))).rejects.toMatchObject({ name: 'Fault', code: 'ITEM_MISSING' })
    })

    test('takes a patch of a megabyte', async () => {
      const store = await make()
      const large = Buffer.alloc(1_048_576, '+ a line of a patch\n')
      expect(Buffer.from(await store.patch(await store.putPatch(large))).equals(large)).toBe(true)
    })
  })
}
