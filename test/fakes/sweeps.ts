import type { RoundMark, SweepMark, SweepStore, TroubleStore } from '../../core/delivery/ports.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { memoryTable } from './table.ts'

export function memorySweeps(table = memoryTable()): SweepStore {
  const marks = table.items<SweepMark>('marks')
  const rounds = table.items<RoundMark>('rounds')
  const budgets = table.items<{ readonly credit: number; readonly at: Instant }>('budgets')
  return {
    mark: async (campaign, notice) => marks.get(`${campaign} ${notice}`),
    putMark: async (campaign, notice, mark) => void marks.set(`${campaign} ${notice}`, { ...mark }),
    round: async (campaign, notice) => rounds.get(`${campaign} ${notice}`),
    putRound: async (campaign, notice, mark) => void rounds.set(`${campaign} ${notice}`, { ...mark }),
    budget: async () => budgets.get('PACE'),
    putBudget: async (left) => void budgets.set('PACE', { ...left }),
  }
}

export function memoryTroubles(table = memoryTable()): TroubleStore {
  const troubles = table.items<string>('troubles')
  return {
    report: async (campaign, notice, code) => void troubles.set(`${campaign} ${notice}`, code),
    reported: async (campaign, notice) => troubles.get(`${campaign} ${notice}`),
    clear: async (campaign, notice) => void troubles.delete(`${campaign} ${notice}`),
  }
}
