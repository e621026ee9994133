import type { Halt, HaltStore } from '../../core/campaign/ports.ts'
import { memoryTable } from './table.ts'

export function memoryHalts(table = memoryTable()): HaltStore {
  const halts = table.items<Halt>('halts')
  return {
    halt: async (halt) => void halts.set(halt.scope, { ...halt }),
    resume: async (scope) => void halts.delete(scope),
    standing: async (id) => [...halts.values()].filter(({ scope }) => scope === 'ALL' || scope === id),
  }
}
