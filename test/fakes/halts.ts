import type { Halt, HaltScope, HaltStore } from '../../core/campaign/ports.ts'

export function memoryHalts(): HaltStore {
  const halts = new Map<HaltScope, Halt>()
  return {
    halt: async (halt) => void halts.set(halt.scope, { ...halt }),
    resume: async (scope) => void halts.delete(scope),
    standing: async (id) => [...halts.values()].filter(({ scope }) => scope === 'ALL' || scope === id),
  }
}
