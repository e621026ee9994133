import type { Notice } from '../campaign/campaign.ts'
import { isPastNotAfter } from '../campaign/plan.ts'
import { fromStored } from '../embargo/instant.ts'
import type { Instant } from '../shared/clock.ts'
import type { Digest } from '../shared/digest.ts'
import type { AttemptState } from './delivery.ts'
import type { Fence } from './ports.ts'
import type { Target } from './targets.ts'

/** `go`, or what the claimed attempt becomes instead, and why. */
export type Verdict =
  | { readonly go: true }
  | {
      readonly go: false
      readonly state: Extract<AttemptState, 'cancelled' | 'returned' | 'skipped' | 'blocked' | 'uncertain'>
      readonly reason: string
    }

const instead = (state: Extract<Verdict, { go: false }>['state'], reason: string): Verdict => ({ go: false, state, reason })

/** What the sender holds: a notice's bytes, for one target. A rehearsal's targets are the team in others' roles. */
export interface Claimed {
  readonly notice: Notice['id']
  readonly digest: Digest
  readonly target: Target
  readonly isRehearsal: boolean
  /** When this very attempt was opened by an operator or after a bounce. */
  readonly openedAt: Instant | undefined
}

/**
 * The last check before a mail is made and sent: what was claimed must still be what the campaign says,
 * to somebody who is still who was approved. Everything unknown is a no.
 */
export function lastLook(claimed: Claimed, fence: Fence, at: Instant): Verdict {
  if (fence.table !== 'ours') return instead('returned', 'table-restored')
  if (!fence.campaign) return instead('blocked', 'campaign-missing')
  const notice = fence.campaign.notices.find(({ id }) => id === claimed.notice)
  if (!notice) return instead('blocked', 'notice-missing')
  if (notice.state === 'cancelled') return instead('cancelled', notice.because ?? 'cancelled')
  if (fence.halted) return instead('returned', 'halted')
  if (!isGoingOut(notice)) return instead('returned', `notice-${notice.state}`)
  if (notice.digest !== claimed.digest) return instead('returned', 'pin-changed')
  // A notice that is released stays so when a newer version or the end of the campaign says something else.
  if (!claimed.isRehearsal && fence.campaign.approved?.digest !== claimed.digest) return instead('blocked', 'not-in-force')
  if (isPastNotAfter(notice, at)) return instead('blocked', 'past-not-after')
  if (isInDoubt(notice, claimed, fence)) return instead('uncertain', 'table-restored')
  return claimed.isRehearsal ? { go: true } : lookAtAddressee(claimed.target, fence)
}

/** The clock that let a notice out may have been fast, and the one that dated the acceptance slow, by five minutes each. */
const DOUBT_MARGIN_MINUTES = 10

/** Whether it may have gone out in the time that a restored table knows nothing of, and nobody has opened it since. */
function isInDoubt({ releasedAt, dueAt }: Notice, { openedAt }: Claimed, { doubtUntil }: Fence): boolean {
  if (!doubtUntil) return false
  const until = doubtUntil.plus({ minutes: DOUBT_MARGIN_MINUTES })
  const wasOut = [dueAt, releasedAt].some((time) => time !== undefined && fromStored(time) <= until)
  return wasOut && (openedAt === undefined || openedAt <= doubtUntil)
}

/** What was opened again after the notice was released goes out all the same: an operator's word, or a second contact. */
export const isGoingOut = ({ state }: Notice): boolean => state === 'releasing' || state === 'released'

function lookAtAddressee({ addressee }: Target, { recipient }: Fence): Verdict {
  if (addressee.kind !== 'recipient') return { go: true }
  if (!recipient || recipient.state === 'removed') return instead('skipped', 'recipient-removed')
  if (recipient.state === 'suspended') return instead('skipped', 'recipient-suspended')
  if (recipient.version !== addressee.member.version) return instead('blocked', 'recipient-changed')
  return { go: true }
}
