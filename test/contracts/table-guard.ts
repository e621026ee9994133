import { describe, expect, test } from 'vitest'
import type { TableGuard } from '../../core/delivery/ports.ts'
import { instant } from '../fakes/clock.ts'

export interface GuardedTable {
  readonly guard: TableGuard
  /** The guard of a restored copy of the table. */
  readonly restored: () => Promise<TableGuard>
}

/** What every table guard does. `make` gives one of a new, empty table. */
export function tableGuardContract(name: string, make: () => Promise<GuardedTable>): void {
  describe(`${name} as a table guard`, () => {
    test('claims a new table, once', async () => {
      const { guard } = await make()
      expect(await guard.owner()).toBe('unclaimed')
      await guard.claim()
      await guard.claim()
      expect(await guard.owner()).toBe('ours')
    })

    test('knows a restored copy, which a claim does not make its own', async () => {
      const { guard, restored } = await make()
      await guard.claim()
      const copy = await restored()
      expect(await copy.owner()).toBe('foreign')
      await copy.claim()
      expect(await copy.owner()).toBe('foreign')
      await copy.accept(instant('2026-12-09T08:00:00Z'))
      expect(await copy.owner()).toBe('ours')
    })
  })
}
