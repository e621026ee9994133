import type { Facts } from '../../core/shared/fault.ts'
import type { Log } from '../../core/shared/log.ts'

export interface LoggedEvent {
  readonly level: 'info' | 'error'
  readonly event: string
  readonly facts: Facts
}

export function memoryLog(): Log & { readonly events: readonly LoggedEvent[] } {
  const events: LoggedEvent[] = []
  return {
    events,
    info: (event, facts) => void events.push({ level: 'info', event, facts }),
    error: (event, facts) => void events.push({ level: 'error', event, facts }),
  }
}
