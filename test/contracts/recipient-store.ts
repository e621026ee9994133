import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccessLog, AddressIndex, RecipientStore } from '../../core/recipient/ports.ts'
import { RecipientId } from '../../core/shared/ids.ts'
import { address, recipientAt, recipientId } from './sample.ts'

const anyId = fc
  .string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 32, maxLength: 32 })
  .map((id) => RecipientId.parse(id))

/** What every recipient store does. `make` gives a new, empty one. */
export function recipientStoreContract(name: string, make: () => Promise<RecipientStore>): void {
  describe(`${name} as a recipient store`, () => {
    test('reads back the newest version', async () => {
      const store = await make()
      expect(await store.read(recipientId('a'))).toBeUndefined()
      expect(await store.write(recipientAt(1))).toBe('written')
      const removed = recipientAt(2, { state: 'removed' })
      expect(await store.write(removed)).toBe('written')
      expect(await store.read(recipientId('a'))).toEqual(removed)
    })

    test.each([1, 2, 4])('answers conflict to version %i when version 2 is there', async (version) => {
      const store = await make()
      await store.write(recipientAt(1))
      await store.write(recipientAt(2))
      expect(await store.write(recipientAt(version, { state: 'removed' }))).toBe('conflict')
      expect(await store.read(recipientId('a'))).toEqual(recipientAt(2))
    })

    test('answers conflict to a later version of a recipient that does not exist', async () => {
      const store = await make()
      expect(await store.write(recipientAt(2))).toBe('conflict')
    })

    test('pages in any size visit everybody once, in order of id', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(anyId, { maxLength: 25 }), fc.integer({ min: 1, max: 9 }), async (ids, size) => {
          const store = await make()
          await Promise.all(ids.map((id) => store.write(recipientAt(1, { id }))))
          const visited: RecipientId[] = []
          for (;;) {
            const page = await store.page(visited.at(-1), size)
            expect(page.length).toBeLessThanOrEqual(size)
            visited.push(...page.map(({ id }) => id))
            if (page.length < size) break
          }
          expect(visited).toEqual(ids.toSorted())
        }),
        { numRuns: 6 },
      )
    })

    test('pages show every state', async () => {
      const store = await make()
      await store.write(recipientAt(1, { state: 'removed' }))
      await store.write(recipientAt(1, { id: recipientId('b'), state: 'suspended' }))
      expect((await store.page(undefined, 10)).map(({ state }) => state)).toEqual(['removed', 'suspended'])
    })
  })
}

/** What every address index does. `make` gives a new, empty one. */
export function addressIndexContract(name: string, make: () => Promise<AddressIndex>): void {
  const [mine, yours] = [recipientId('a'), recipientId('b')]
  const mailbox = address('Security@TreeFrog.example')
  const respelled = address('security@treefrog.example')

  describe(`${name} as an address index`, () => {
    test('an address belongs to one recipient, whatever its spelling', async () => {
      const index = await make()
      expect(await index.owner(mailbox)).toBeUndefined()
      expect(await index.claim(mailbox, mine)).toEqual({ outcome: 'claimed' })
      expect(await index.claim(respelled, yours)).toEqual({ outcome: 'taken', by: mine })
      expect(await index.claim(respelled, mine)).toEqual({ outcome: 'claimed' })
      expect(await index.owner(respelled)).toBe(mine)
    })

    test('of many who claim at once, one has it', async () => {
      const index = await make()
      const claimants = ['1', '2', '3', '4', '5'].map((digit) => recipientId(digit))
      const outcomes = await Promise.all(claimants.map((recipient) => index.claim(mailbox, recipient)))
      expect(outcomes.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1)
      expect(await index.owner(mailbox)).toBe(claimants[outcomes.findIndex(({ outcome }) => outcome === 'claimed')])
    })

    test('is adopted from whoever has it, and from nobody else', async () => {
      const index = await make()
      expect(await index.adopt(mailbox, mine, yours)).toBe('conflict')
      await index.claim(mailbox, mine)
      expect(await index.adopt(mailbox, yours, yours)).toBe('conflict')
      expect(await index.adopt(respelled, mine, yours)).toBe('adopted')
      expect(await index.owner(mailbox)).toBe(yours)
    })

    test('is freed by whoever has it, and by nobody else', async () => {
      const index = await make()
      await index.claim(mailbox, mine)
      await index.release(mailbox, yours)
      expect(await index.owner(mailbox)).toBe(mine)
      await index.release(respelled, mine)
      await index.release(respelled, mine)
      expect(await index.claim(mailbox, yours)).toEqual({ outcome: 'claimed' })
    })
  })
}

/** What every access log does. `make` gives a new, empty one. */
export function accessLogContract(name: string, make: () => Promise<AccessLog>): void {
  describe(`${name} as an access log`, () => {
    test('shows the newest entries first, in order of time and not of text', async () => {
      const log = await make()
      const entries = ['2026-12-01T08:00:00Z', '2026-12-01T08:00:00.500Z', '2026-12-02T08:00:00Z'].map((at) => ({
        at,
        who: 'alice',
        what: 'revealed addresses',
        count: 12,
      }))
      const [first, second, third] = entries
      for (const entry of entries) await log.record(entry)
      expect(await log.entries(10)).toEqual([third, second, first])
      expect(await log.entries(2)).toEqual([third, second])
    })

    test('keeps two entries of the same instant', async () => {
      const log = await make()
      const entry = { at: '2026-12-01T08:00:00Z', who: 'alice', what: 'revealed addresses', count: 12 }
      await log.record(entry)
      await log.record(entry)
      expect(await log.entries(10)).toEqual([entry, entry])
    })
  })
}
