import type { Fence, TableGuard } from '../../core/delivery/ports.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { memoryTable } from './table.ts'

export interface MemoryTableGuard extends TableGuard {
  look(): Promise<Pick<Fence, 'table' | 'doubtUntil'>>
}

/** The id that a table holds, and its own. */
export function memoryTableGuard(table = memoryTable()): MemoryTableGuard {
  const control = table.items<{ readonly id: string; readonly acceptedAt: Instant | undefined }>('control')
  const look = (): Pick<Fence, 'table' | 'doubtUntil'> => {
    const named = control.get('TABLE')
    if (!named) return { table: 'unclaimed', doubtUntil: undefined }
    return { table: named.id === table.id() ? 'ours' : 'foreign', doubtUntil: named.acceptedAt }
  }
  return {
    async claim() {
      if (!control.has('TABLE')) control.set('TABLE', { id: table.id(), acceptedAt: undefined })
    },
    owner: async () => look().table,
    accept: async (acceptedAt) => void control.set('TABLE', { id: table.id(), acceptedAt }),
    look: async () => look(),
  }
}
