import { type HistoryEntry, ProposalKind } from '../../core/campaign/campaign.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import type { Moment } from './moment.ts'

const IN_FORCE: Readonly<Record<ProposalKind, string>> = {
  approve: 'approved',
  revise: 'revised',
  reschedule: 'rescheduled',
  shorten: 'shortened',
  include: 'more recipients included',
  collapse: 'collapsed: the embargo is broken',
}

const PROPOSED: Readonly<Record<ProposalKind, string>> = {
  approve: 'approval',
  revise: 'revision',
  reschedule: 'later date',
  shorten: 'earlier date',
  include: 'wider audience',
  collapse: 'collapse',
}

const DONE: Readonly<Record<string, (facts: HistoryEntry['facts']) => string>> = {
  create: () => 'drafted',
  edit: () => 'edited: a draft again',
  disclose: () => 'confirmed as public',
  withdraw: () => 'withdrawn',
  unhold: ({ notice }) => `${notice} let go on`,
  hold: ({ notice }) => `${notice} held`,
  resend: () => 'a delivery sent again',
  unblock: ({ plain }) => (plain === true ? 'a delivery unblocked, in plain' : 'a delivery unblocked'),
}

/** These show in the notices themselves, or at the date. */
const SHOWN_ELSEWHERE: readonly string[] = ['rehearse', 'release', 'arrive', 'settle']

/** What people did, and what the clock did beside letting notices out; like acts in a row are one, at the time of the first. */
export function pastMoments(history: readonly HistoryEntry[]): readonly Moment[] {
  let date: string | undefined
  const moments: { readonly moment: Moment; count: number }[] = []
  for (const entry of history) {
    if (SHOWN_ELSEWHERE.includes(entry.what)) continue
    const moment = momentOf(entry, date)
    date = dateInForce(entry) ?? date
    const last = moments.at(-1)
    if (last && isSameAct(last.moment, moment)) last.count += 1
    else moments.push({ moment, count: 1 })
  }
  return moments.map(({ moment, count }) => (count === 1 ? moment : { ...moment, says: `${moment.says}, ${count} times` }))
}

function momentOf(entry: HistoryEntry, date: string | undefined): Moment {
  const { at, who, why, facts } = entry
  const moves = dateOf(entry)
  const by = who === 'clock' ? undefined : why === undefined ? who : `${who}: ${why}`
  return {
    at: fromStored(at),
    mark: 'done',
    says: saysOf(entry),
    // Where one is enough it is whose command it is.
    ...(Number(facts['needed']) > 1 && { counts: `${facts['approvals']} of ${facts['needed']} approvals` }),
    ...(date !== undefined && moves !== undefined && moves !== date && { dates: movedFrom(date, moves) }),
    ...(by !== undefined && { by }),
  }
}

function saysOf({ what, facts }: HistoryEntry): string {
  const [, verb, named, isInForce] = /^(propose|consent to) (\w+)(: in force)?$/.exec(what) ?? []
  const kind = ProposalKind.safeParse(named)
  // A history may be newer than this program: what is not known here is shown as it is.
  if (!kind.success) return DONE[what]?.(facts) ?? what
  if (isInForce !== undefined) return IN_FORCE[kind.data]
  return `${PROPOSED[kind.data]} ${verb === 'propose' ? 'proposed' : 'consented to'}`
}

function dateOf({ facts }: HistoryEntry): string | undefined {
  const date = facts['disclosureAt']
  return typeof date === 'string' ? date : undefined
}

/** Of a proposal that waits, the date is not in force. */
function dateInForce(entry: HistoryEntry): string | undefined {
  return /^(propose|consent to) \w+$/.test(entry.what) ? undefined : dateOf(entry)
}

const movedFrom = (before: string, after: string) => [['from', fromStored(before)] as const, ['to', fromStored(after)] as const]

const isSameAct = (a: Moment, b: Moment): boolean =>
  a.says === b.says && a.by === b.by && a.counts === undefined && b.counts === undefined && a.dates === undefined && b.dates === undefined
