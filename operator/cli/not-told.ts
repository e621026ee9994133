import { type DeliveryState, isTold } from '../../core/delivery/attempts.ts'
import type { DeliveryRow } from './delivery-rows.ts'

/** What became of a member of an audience. `not-for-them`: there is, or was in the end, nothing that they must be told. */
export type Telling = 'told' | 'not-told' | 'not-for-them'

/** Of each row. Who was included again, with another contact, has two: told by one of them is told. */
export function tellingOf(rows: readonly DeliveryRow[]): (row: DeliveryRow) => Telling {
  const told = new Set(rows.filter(({ state }) => isTold(state)).map(memberOf))
  return (row) => {
    if (isTold(row.state)) return 'told'
    if (row.addressee !== undefined && told.has(memberOf(row))) return 'not-for-them'
    return isNotForThem(row) ? 'not-for-them' : 'not-told'
  }
}

const memberOf = ({ notice, addressee = '' }: DeliveryRow): string => `${notice}|${addressee}`

/** The end of the embargo took it back, or they never knew what a withdrawal takes back. A newer version of it is another matter. */
function isNotForThem({ state, reason }: DeliveryRow): boolean {
  return (state === 'skipped' && reason === 'not-concerned') || (state === 'cancelled' && ENDED.includes(reason ?? ''))
}

const ENDED: readonly string[] = ['withdrawn', 'disclosed', 'collapse']

export interface Summary {
  readonly counts: Readonly<Partial<Record<DeliveryState, number>>>
  readonly told: number
  readonly notTold: number
  readonly notForThem: number
}

export function summaryOf(rows: readonly DeliveryRow[]): Summary {
  const counts: Partial<Record<DeliveryState, number>> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  const tellings = rows.map(tellingOf(rows))
  const count = (telling: Telling) => tellings.filter((one) => one === telling).length
  return { counts, told: count('told'), notTold: count('not-told'), notForThem: count('not-for-them') }
}
