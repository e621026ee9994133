import type { DeliveryState } from '../../core/delivery/attempts.ts'

/** Why somebody is not told, and what an operator can do about it. */
export interface Reading {
  readonly why: string
  readonly remedy: string
}

/** Where a delivery stands. */
const STATES: Readonly<Record<DeliveryState, Reading>> = {
  planned: { why: 'not sent yet', remedy: 'it goes out by itself, unless a halt stands or the notice is held' },
  claimed: { why: 'being sent now', remedy: 'wait: within minutes it shows what became of it' },
  accepted: { why: 'SES took it; their server has not confirmed it', remedy: 'wait some minutes; after hours, ask them' },
  delayed: { why: 'their server does not take it now; SES tries on', remedy: 'wait, or tell them by other means' },
  uncertain: { why: 'nobody knows whether SES took it', remedy: 'ask them whether it came: it is not sent again by itself' },
  delivered: { why: 'told', remedy: '' },
  complained: { why: 'told; they called it spam', remedy: 'talk to them before the next notice' },
  bounced: { why: 'their server sent it back', remedy: 'correct the contact, then include them again' },
  suppressed: {
    why: 'SES did not try: the address bounced before',
    remedy: 'take it off the suppression list of SES, or use another contact',
  },
  rejected: { why: 'SES refused the content after taking it', remedy: 'see the runbook, and tell them by other means' },
  blocked: { why: 'a check kept it back', remedy: 'tell them by other means' },
  skipped: { why: 'not for them', remedy: '' },
  cancelled: { why: 'the notice was called off', remedy: '' },
}

/** By the reason that the ledger keeps; where there is none here, the state says it. */
const REASONS: Readonly<Record<string, Reading>> = {
  'encryption-required': {
    why: 'they take nothing in clear text, and mail is not sealed yet',
    remedy: 'tell them by other means, in a sealed mail of your own',
  },
  'recipient-changed': { why: 'their details changed after the approval', remedy: 'add them as they are now: campaign include' },
  'past-not-after': { why: 'the date came first', remedy: 'tell them by other means' },
  'foreign-address': { why: 'the mail held an address that is not theirs', remedy: 'look at the advisory, or their details' },
  'too-large': { why: 'the mail is larger than SES takes', remedy: 'make the patches smaller' },
  'render-failed': { why: 'the mail could not be made', remedy: 'correct their details, then include them again' },
  'lease-ran-out': { why: 'the sender stopped in the middle of it', remedy: 'ask them whether it came: it is not sent again by itself' },
  'recipient-removed': { why: 'removed from the list after the approval', remedy: 'nothing, if that was meant' },
  'recipient-suspended': { why: 'suspended after the approval', remedy: 'recipients resume, then campaign include' },
  'not-concerned': { why: 'never told before, so there is nothing to take back', remedy: '' },
  halted: { why: 'not sent: a halt stands', remedy: 'campaign resume, when it may go on' },
}

export function readingOf(state: DeliveryState, reason: string | undefined): Reading {
  const byState = STATES[state]
  if (reason === undefined) return byState
  if (reason.startsWith('ses-')) {
    return { why: `SES refused it (${reason.slice('ses-'.length)})`, remedy: 'mend that, then campaign resume with --notice' }
  }
  return REASONS[reason] ?? { ...byState, why: `${byState.why} (${reason})` }
}
