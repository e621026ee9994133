import { Duration } from 'luxon'
import { type DeliveryState, isTold } from '../../core/delivery/attempts.ts'
import type { AttemptState } from '../../core/delivery/delivery.ts'
import { fromStored } from '../../core/embargo/instant.ts'
import { type KeyTrouble, troubleIn } from '../../core/keys/ladder.ts'
import type { Instant } from '../../core/shared/clock.ts'
import { becauseText } from './notice-text.ts'
import type { Terms } from './terms.ts'

/** Why somebody is not told, and what an operator can do about it. */
export interface Reading {
  readonly why: string
  readonly remedy: string
  /** The command that lets this delivery go out again, where that is what may help. */
  readonly command?: 'resend' | 'unblock'
}

const ASK = 'ask them; if it is not there, resend'

/** Where a delivery stands. */
const STATES: Readonly<Record<DeliveryState, Reading>> = {
  planned: { why: 'not sent yet', remedy: 'it goes out by itself, unless a halt stands or the notice is held' },
  claimed: { why: 'being sent now', remedy: 'wait: within minutes it shows what became of it' },
  accepted: { why: 'SES took it; their server has not confirmed it', remedy: 'wait some minutes' },
  delayed: { why: 'their server does not take it now; SES tries on', remedy: 'wait, or tell them by other means' },
  uncertain: { why: 'nobody knows whether SES took it', remedy: ASK, command: 'resend' },
  delivered: { why: 'told', remedy: '' },
  complained: { why: 'told; they called it spam', remedy: 'talk to them before the next notice' },
  bounced: { why: 'their server sent it back', remedy: 'correct the contact, then campaign include; or resend', command: 'resend' },
  suppressed: {
    why: 'SES did not try: the address bounced before',
    remedy: 'take it off the suppression list of SES, then resend',
    command: 'resend',
  },
  rejected: { why: 'SES found a virus in it and threw it away', remedy: 'tell them by other means; see the runbook', command: 'resend' },
  blocked: { why: 'a check kept it back', remedy: 'mend that, then unblock', command: 'unblock' },
  skipped: { why: 'not for them', remedy: '' },
  cancelled: { why: 'the notice was called off', remedy: '' },
}

/** Of these an unblocking would end where it began. */
const elsewhere = (why: string, remedy: string): Reading => ({ why, remedy })
const mended = (why: string, remedy: string): Reading => ({ why, remedy: `${remedy}, then unblock`, command: 'unblock' })

/** Why something was blocked, skipped or is uncertain, by the reason that the ledger keeps; where there is none here, the state says it. */
const REASONS: Readonly<Record<string, Reading>> = {
  'team-key-missing': mended('it must be sealed, and the team has no key of that kind to sign it with', 'keys team create'),
  'team-key-unusable': mended('it must be sealed, and the team’s own key cannot sign it', 'keys team rotate'),
  'recipient-changed': elsewhere('their details changed after the approval', 'add them as they are now: campaign include'),
  'past-not-after': elsewhere('the date came first', 'tell them by other means'),
  'not-in-force': elsewhere('what was approved for this notice is no longer in force', 'tell them by other means, or by the next notice'),
  'foreign-address': elsewhere(
    'the mail held an address that is not theirs',
    'correct the advisory or their details, then include or approve anew',
  ),
  'too-large': elsewhere('the mail is larger than SES takes', 'make the patches smaller, and approve anew'),
  'render-failed': elsewhere('the mail could not be made', 'correct their details, then campaign include'),
  'item-missing': mended('something that the mail needs is not in the table', 'see the runbook'),
  'campaign-missing': mended('the campaign could not be found', 'see the runbook'),
  'notice-missing': mended('the notice could not be found', 'see the runbook'),
  'lease-ran-out': { why: 'the sender stopped in the middle of it', remedy: ASK, command: 'resend' },
  'recipient-removed': elsewhere('removed from the list after the approval', 'nothing, if that was meant'),
  'recipient-suspended': elsewhere('suspended after the approval', 'recipients resume, then campaign include'),
  'not-concerned': elsewhere('never told before, so there is nothing to take back', ''),
}

/** What keeps or kept a delivery that is planned from going out. */
const WAITS: Readonly<Record<string, string>> = {
  halted: 'a halt stands',
  'table-restored': 'the table is a restored copy',
  'pin-changed': 'the campaign was changed in that moment',
  'notice-held': 'the notice is held',
  'notice-planned': 'the notice is planned anew',
  'fault-before-sending': 'something that was needed was not there',
  resent: 'an operator let it go out again',
  unblocked: 'an operator unblocked it',
  unheld: 'an operator let the notice go on',
  'first-contact-bounced': 'it bounced off the first contact',
}

export interface Standing {
  readonly state: DeliveryState
  readonly reason?: string | undefined
  readonly claimedAt?: string | undefined
  readonly newest?: { readonly state: AttemptState; readonly reason?: string | undefined }
}

/** @param terms - the stack's time, and for how long no news is good news */
export function readingOf(standing: Standing, terms: Pick<Terms, 'now' | 'policy'>): Reading {
  const { newest } = standing
  const counts = readingOfOne(standing, terms)
  if (!newest || isTold(standing.state)) return counts
  const later = readingOfOne({ ...newest, state: newest.state === 'returned' ? 'planned' : newest.state }, terms)
  return { ...counts, why: `${counts.why}; later attempt: ${later.why}` }
}

function readingOfOne(standing: Standing, terms: Pick<Terms, 'now' | 'policy'>): Reading {
  const { state, reason } = standing
  const byState = isUnconfirmed(standing, terms) ? UNCONFIRMED : STATES[state]
  if (reason === undefined) return byState
  if (state === 'planned') return planned(reason)
  if (state === 'cancelled') return { ...byState, why: becauseText(reason) }
  if (state === 'uncertain' && reason === 'table-restored') return LOST_IN_RESTORE
  if (state === 'blocked' && reason.startsWith('ses-')) return refused(reason)
  const byKey = state === 'blocked' ? troubleIn(reason) : undefined
  if (byKey) return withoutKey(byKey)
  return REASONS[reason] ?? { ...byState, why: `${byState.why} (${reason})` }
}

/** They have heard that a notice waits. What was approved holds the old key, so a new one comes by an inclusion. */
function withoutKey({ trouble, isRequired }: NonNullable<ReturnType<typeof troubleIn>>): Reading {
  const why = `it cannot be sealed to them: ${KEY_TROUBLES[trouble]}`
  const remedy = 'call them; recipients key set, then campaign include'
  return isRequired ? { why, remedy } : { why, remedy: `${remedy}; or unblock with --plain`, command: 'unblock' }
}

const KEY_TROUBLES: Readonly<Record<KeyTrouble, string>> = {
  missing: 'they take nothing in plain, and have given no key',
  'of-other-mailbox': 'their key does not name this mailbox',
  unreadable: 'their key cannot be read',
  'private-key': 'what they gave is a private key',
  'too-large': 'their key is too large',
  'several-keys': 'they gave several keys in one',
  'unknown-version': 'their key is of an unknown version',
  'version-6': 'their key is of version 6',
  expired: 'their key has expired',
  'not-yet-valid': 'their key is not valid yet',
  revoked: 'their key was revoked',
  'no-encryption-key': 'their key can only sign',
  'encryption-key-expired': 'the part of their key that encrypts has expired',
  'weak-rsa': 'their key is too weak',
  'weak-dsa': 'their key is of a kind that is not safe',
  'weak-signature': 'their key is held together by weak signatures',
  'wrong-address': 'their key names none of their mailboxes',
  'wrong-usage': 'their certificate is not for mail',
  untrusted: 'the issuer of their certificate is not trusted',
}

const LOST_IN_RESTORE: Reading = {
  why: 'it may have gone out in the time that the restored table does not know',
  remedy: ASK,
  command: 'resend',
}
const UNCONFIRMED: Reading = { why: 'SES took it and has said nothing more since', remedy: ASK, command: 'resend' }

/** SES took it longer ago than a word of what became of it should take. */
export function isUnconfirmed(
  { state, claimedAt }: Standing,
  { now, policy }: { now: Instant; policy: Pick<Terms['policy'], 'unconfirmedAfter'> },
): boolean {
  if ((state !== 'accepted' && state !== 'delayed') || claimedAt === undefined) return false
  return fromStored(claimedAt).plus(Duration.fromISO(policy.unconfirmedAfter)) <= now
}

const planned = (reason: string): Reading => ({
  why: `${OPENED.includes(reason) ? 'goes out again' : 'not sent'}: ${WAITS[reason] ?? `SES did not take it (${reason})`}`,
  remedy: STATES.planned.remedy,
})
const OPENED: readonly string[] = ['resent', 'unblocked', 'unheld', 'first-contact-bounced']

/** The account's trouble, not the mail's: the notice is held with it. */
const refused = (reason: string): Reading => ({
  why: `SES refused it (${reason.slice('ses-'.length)})`,
  remedy: 'mend that, then campaign resume with --notice',
  command: 'unblock',
})
