import type { Facts } from './fault.ts'

/** `event.name` plus allow-listed facts: ids, counts, times and codes. */
export interface Log {
  info(event: string, facts: Facts): void
  error(event: string, facts: Facts): void
}
