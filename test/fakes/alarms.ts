import { type Cause, type StandingAlarm, alarmDeliveryKey, isSameCause } from '../../core/delivery/alarm.ts'
import type { AlarmStore } from '../../core/delivery/ports.ts'
import { memoryTable } from './table.ts'

export function memoryAlarms(table = memoryTable()): AlarmStore {
  const alarms = table.items<StandingAlarm & { readonly isStanding: boolean }>('alarms')
  const nameOf = (cause: Cause) => JSON.stringify(alarmDeliveryKey(cause, 1))
  return {
    async raise(cause, raisedAt) {
      const before = alarms.get(nameOf(cause))
      if (before?.isStanding) return 'standing'
      alarms.set(nameOf(cause), { cause: { ...cause }, raisedAt, occurrence: (before?.occurrence ?? 0) + 1, isStanding: true })
      return 'raised'
    },
    async clear(cause) {
      const before = alarms.get(nameOf(cause))
      if (before && isSameCause(before.cause, cause)) alarms.set(nameOf(cause), { ...before, isStanding: false })
    },
    standing: async () =>
      [...alarms.values()]
        .filter(({ isStanding }) => isStanding)
        .map(({ cause, raisedAt, occurrence }) => ({ cause, raisedAt, occurrence })),
  }
}
