import { fromStored } from '../../core/embargo/instant.ts'
import { presentInstant } from '../../core/embargo/presentation.ts'

export type Fact = readonly [name: string, value: string | number]

/** A stored instant under one name: a line in UTC and a line in `zone`, each with its weekday. */
export function dateFacts(name: string, stored: string, zone: string): readonly Fact[] {
  const { utc, local } = presentInstant(fromStored(stored), zone)
  return [[name, utc], ...(local === undefined ? [] : [['', local] as const])]
}
