import type { SweepMark, SweepStore, TroubleStore } from '../../core/delivery/ports.ts'
import type { Instant } from '../../core/shared/clock.ts'

export function memorySweeps(): SweepStore {
  const marks = new Map<string, SweepMark>()
  let budget: { readonly credit: number; readonly at: Instant } | undefined
  return {
    mark: async (campaign, notice) => marks.get(`${campaign} ${notice}`),
    putMark: async (campaign, notice, mark) => void marks.set(`${campaign} ${notice}`, { ...mark }),
    budget: async () => budget,
    putBudget: async (left) => void (budget = { ...left }),
  }
}

export function memoryTroubles(): TroubleStore {
  const troubles = new Map<string, string>()
  return {
    report: async (campaign, notice, code) => void troubles.set(`${campaign} ${notice}`, code),
    reported: async (campaign, notice) => troubles.get(`${campaign} ${notice}`),
    clear: async (campaign, notice) => void troubles.delete(`${campaign} ${notice}`),
  }
}
