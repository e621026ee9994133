import type { DateContext } from '../../../core/embargo/check-date.ts'
import { fromStored } from '../../../core/embargo/instant.ts'
import type { Holiday } from '../../../core/embargo/ports.ts'

interface Given {
  readonly now?: string
  readonly zone?: string
  readonly lead?: string
  readonly maximum?: string
  readonly poor?: 'warn' | 'refuse'
  readonly day?: { readonly from: string; readonly to: string }
  readonly holidays?: Readonly<Record<string, readonly Holiday[] | 'unknown'>>
}

/** A week's lead, three months at most, nine to five in Berlin, and no holidays but those given. */
export function context(given: Given = {}): DateContext {
  const { lead = 'P7D', maximum = 'P90D', zone = 'Europe/Berlin', day = { from: '09:00', to: '17:00' } } = given
  return {
    rules: { embargo: { lead, maximum, zone }, dates: { countries: ['DE'], day, poor: given.poor ?? 'warn' } },
    now: fromStored(given.now ?? '2026-10-01T08:00:00Z'),
    holidays: { on: (text) => given.holidays?.[text] ?? [] },
  }
}
