import type { Halt, HaltStore, Lift } from '../../core/campaign/ports.ts'
import { memoryTable } from './table.ts'

export function memoryHalts(table = memoryTable()): HaltStore {
  const halts = table.items<Halt>('halts')
  const lifts = table.items<Lift>('lifts')
  return {
    halt: async (halt) => void halts.set(halt.scope, { ...halt }),
    async resume(scope, lift) {
      halts.delete(scope)
      if (lift) lifts.set(scope, { scope, ...lift })
    },
    lifts: async (id) => [...lifts.values()].filter(({ scope }) => scope === 'ALL' || scope === id),
    standing: async (id) => [...halts.values()].filter(({ scope }) => scope === 'ALL' || scope === id),
  }
}
