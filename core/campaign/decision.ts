import { toStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import type { Refusal } from '../shared/refusal.ts'
import type { Campaign, HistoryEntry } from './campaign.ts'

export interface Changed {
  readonly outcome: 'changed'
  /** Version raised by one. */
  readonly campaign: Campaign
  readonly entry: HistoryEntry
}

export type Decision = Changed | Refusal

export interface Told {
  readonly who: string
  readonly what: string
  readonly why?: string | undefined
  readonly facts?: HistoryEntry['facts']
}

/** `next` with its version raised, and the history entry that says so. */
export function changed(next: Campaign, at: Instant, told: Told): Changed {
  const version = next.version + 1
  const entry: HistoryEntry = {
    seq: version,
    at: toStored(at),
    who: told.who,
    what: told.what,
    ...(told.why === undefined ? {} : { why: told.why }),
    facts: { state: next.state, ...told.facts },
  }
  return { outcome: 'changed', campaign: { ...next, version }, entry }
}
